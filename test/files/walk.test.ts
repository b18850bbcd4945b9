import { execFileSync } from 'node:child_process';
import { realpathSync, symlinkSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect } from 'chai';
import {
  type Entry,
  type Tree,
  diskTree,
  IN_PACKAGES,
  NAME_NOT_TEXT,
  NOTHING_WANTED,
  OTHER_NAME,
  walk,
} from '../../src/files/walk.js';
import { NOT_A_FILE } from '../../src/files/regular.js';
import {
  CAN_NAME_BYTES,
  garbledFile,
  inGarbledFolder,
  removeTemporaryTrees,
  temporaryTree,
} from './support/temporaryTree.js';
import { skipBecause } from '../skip.js';

const isWanted = (name: string): boolean => name.endsWith('.app');

describe('walking folders', () => {
  afterEach(removeTemporaryTrees);

  const below = (root: string, paths: readonly string[]): string[] => paths.map((path) => relative(root, path));

  it('finds every wanted file however deep, sorted, and nothing of package managers and git', async () => {
    const root = temporaryTree({
      'z.app': '',
      'b/c/d/one.app': '',
      'b/two.app': '',
      'b/readme.md': '',
      'node_modules/x/three.app': '',
      'b/node_modules/four.app': '',
      '.git/five.app': '',
      '.hidden/six.app': '',
    });
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['.hidden/six.app', 'b/c/d/one.app', 'b/two.app', 'z.app']);
    expect(walked.linksOut).to.deep.equal([]);
  });

  it('tells a wanted file in a folder of packages, as a deploy may take it, unless its folder is named', async () => {
    const root = temporaryTree({ 'b/node_modules/x/four.app': '', 'b/node_modules/x/y.md': '', '.git/five.app': '' });
    const { files, unreadable } = await walk([root], isWanted);
    expect(files).to.deep.equal([]);
    expect(unreadable).to.deep.equal([{ path: join(root, 'b/node_modules/x/four.app'), code: IN_PACKAGES }]);
    const named = join(root, 'b/node_modules/x');
    for (const starts of [
      [root, named],
      [named, root],
    ])
      expect(await walk(starts, isWanted)).to.deep.include({ files: [join(named, 'four.app')], unreadable: [] });
  });

  it('tells a wanted file behind a link to a folder of packages, or in one, as a deploy follows it', async () => {
    const outside = temporaryTree({ 'store/p/one.app': '', 'modules/q/two.app': '', 'modules/r.md': '' });
    const root = temporaryTree({ 'a/three.app': '', 'b/node_modules/x/y.md': '', 'c/readme.md': '' });
    symlinkSync(join(outside, 'store/p'), join(root, 'b/node_modules/p'));
    symlinkSync(join(outside, 'modules'), join(root, 'c/node_modules'));
    const { files, unreadable, linksOut } = await walk([root], isWanted);
    expect(below(root, files)).to.deep.equal(['a/three.app']);
    expect(linksOut).to.deep.equal([]);
    expect(unreadable).to.deep.equal([
      { path: join(root, 'b/node_modules/p/one.app'), code: IN_PACKAGES },
      { path: join(root, 'c/node_modules/q/two.app'), code: IN_PACKAGES },
    ]);
  });

  it('says nothing of links in folders of packages that lead to the tree itself, in a circle or nowhere', async () => {
    const root = temporaryTree({ 'packages/own/three.app': '', 'node_modules/x/y.md': '' });
    symlinkSync(join(root, 'packages/own'), join(root, 'node_modules/own'));
    symlinkSync(join(root, 'node_modules/x'), join(root, 'node_modules/again'));
    symlinkSync(root, join(root, 'node_modules/x/up'));
    symlinkSync(join(root, 'gone'), join(root, 'node_modules/gone'));
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['packages/own/three.app']);
    expect(walked).to.deep.include({ unreadable: [], linksOut: [] });
  });

  it('does not walk a folder around the tree by a link in a folder of packages, which may be the whole disk, and tells it', async () => {
    const around = temporaryTree({ 'tree/x/node_modules/p/y.md': '', 'far/one.app': '' });
    symlinkSync(around, join(around, 'tree/x/node_modules/p/all'));
    const { linksOut, unreadable } = await walk([join(around, 'tree')], isWanted);
    expect([below(around, linksOut), unreadable]).to.deep.equal([['tree/x/node_modules/p/all'], []]);
  });

  it('finds names with newlines, quotes and letters of any script', async () => {
    const names = ['a\nb.app', 'q"u\'o.app', 'Zürich 東京.app'];
    const root = temporaryTree(Object.fromEntries(names.map((name) => [name, ''])));
    expect(below(root, (await walk([root], isWanted)).files)).to.have.members(names);
  });

  it('finds a file once where folders overlap, are named twice or lead to one another', async () => {
    const root = temporaryTree({ 'a/one.app': '' });
    symlinkSync(join(root, 'a'), join(root, 'alias'));
    const { files } = await walk([root, join(root, 'a'), join(root, 'alias'), root], isWanted);
    expect(below(root, files)).to.deep.equal(['a/one.app']);
  });

  it('follows a link that was named, since somebody meant it', async () => {
    const root = temporaryTree({ 'a/one.app': '' });
    symlinkSync(join(root, 'a'), join(root, 'alias'));
    expect(below(root, (await walk([join(root, 'alias')], isWanted)).files)).to.deep.equal(['alias/one.app']);
  });

  it('ends in spite of links that lead in a circle, and tells none of them', async () => {
    const root = temporaryTree({ 'a/b/one.app': '' });
    symlinkSync(root, join(root, 'a/b/up'));
    symlinkSync(join(root, 'a/self'), join(root, 'a/self'));
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['a/b/one.app']);
    expect(walked).to.deep.include({ unreadable: [], linksOut: [] });
  });

  it('tells links that lead out of the tree or into a folder that is skipped, and follows none', async () => {
    const outside = temporaryTree({ 'far/one.app': '', 'readme.md': '' });
    const root = temporaryTree({ 'a/two.app': '', 'node_modules/p/three.app': '' });
    symlinkSync(join(outside, 'far'), join(root, 'out'));
    symlinkSync(join(outside, 'far/one.app'), join(root, 'a/out.app'));
    symlinkSync(join(outside, 'readme.md'), join(root, 'a/readme.md'));
    symlinkSync(join(root, 'node_modules/p'), join(root, 'p'));
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['a/two.app']);
    expect(below(root, walked.linksOut)).to.deep.equal(['a/out.app', 'out', 'p']);
  });

  it('tells a link whose target lies in the tree under another name, since that name is not read', async () => {
    const root = temporaryTree({ 'store/3fa9c1': '', 'a/one.app': '', 'b/two.app': '' });
    symlinkSync(join(root, 'store/3fa9c1'), join(root, 'a/stored.app'));
    symlinkSync('one.app', join(root, 'a/alias.app'));
    symlinkSync(join(root, 'b/two.app'), join(root, 'a/two.app'));
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['a/one.app', 'b/two.app']);
    expect(walked.linksOut).to.deep.equal([]);
    expect(walked.linksIn).to.deep.equal([
      { path: join(root, 'a/two.app'), target: realpathSync(join(root, 'b/two.app')) },
    ]);
    expect(walked.unreadable.map(({ path, code }) => [relative(root, path), code])).to.deep.equal([
      ['a/alias.app', OTHER_NAME],
      ['a/stored.app', OTHER_NAME],
    ]);
  });

  it('takes a file under each name that a link gives to it, where the links are named', async () => {
    const root = temporaryTree({ stored: '' });
    for (const name of ['one.app', 'two.app']) symlinkSync('stored', join(root, name));
    const { files, unreadable } = await walk([root, join(root, 'one.app'), join(root, 'two.app')], isWanted);
    expect(below(root, files)).to.deep.equal(['one.app', 'two.app']);
    expect(unreadable).to.deep.equal([]);
  });

  it('tells a wanted name that is a pipe, or leads to one', async () => {
    const root = temporaryTree();
    execFileSync('mkfifo', [join(root, 'pipe.app'), join(root, 'other')]);
    symlinkSync('other', join(root, 'link.app'));
    const { unreadable } = await walk([root], isWanted);
    expect(unreadable.map(({ path, code }) => [relative(root, path), code])).to.deep.equal([
      ['link.app', NOT_A_FILE],
      ['pipe.app', NOT_A_FILE],
    ]);
  });

  it('tells a wanted file that is a link to nowhere', async () => {
    const root = temporaryTree();
    symlinkSync(join(root, 'nowhere'), join(root, 'gone.app'));
    symlinkSync(join(root, 'nowhere'), join(root, 'gone.md'));
    const walked = await walk([root], isWanted);
    expect(walked.unreadable).to.deep.equal([{ path: join(root, 'gone.app'), code: 'ENOENT' }]);
  });

  it('takes a file that is named itself, and tells one that is none of those wanted', async () => {
    const root = temporaryTree({ 'one.app': '', 'readme.md': '' });
    const walked = await walk([join(root, 'one.app'), join(root, 'readme.md'), join(root, 'missing')], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['one.app']);
    expect(walked.unreadable).to.deep.equal([
      { path: join(root, 'missing'), code: 'ENOENT' },
      { path: join(root, 'readme.md'), code: NOTHING_WANTED },
    ]);
  });

  it('tells a folder that may not be read and goes on with the others', async () => {
    const folders: Record<string, Entry[]> = {
      '/tree': [
        { name: 'closed', kind: 'folder' },
        { name: 'open', kind: 'folder' },
      ],
      '/tree/open': [{ name: 'one.app', kind: 'file' }],
    };
    const tree: Tree = {
      list: (folder) => {
        const entries = folders[folder];
        return Promise.resolve(entries ? { ok: true, value: entries } : { ok: false, code: 'EACCES' });
      },
      resolve: (path) => Promise.resolve({ ok: true, value: { path, kind: 'folder' } }),
    };
    expect(await walk(['/tree'], isWanted, tree)).to.deep.equal({
      files: ['/tree/open/one.app'],
      unreadable: [{ path: '/tree/closed', code: 'EACCES' }],
      linksOut: [],
      linksIn: [],
    });
  });

  it('tells a folder in those of a package manager that may not be read', async () => {
    const tree: Tree = {
      list: (folder) =>
        Promise.resolve(
          folder === '/tree'
            ? { ok: true, value: [{ name: 'node_modules', kind: 'folder' }] }
            : { ok: false, code: 'EACCES' },
        ),
      resolve: (path) => Promise.resolve({ ok: true, value: { path, kind: 'folder' } }),
    };
    expect((await walk(['/tree'], isWanted, tree)).unreadable).to.deep.equal([
      { path: '/tree/node_modules', code: 'EACCES' },
    ]);
  });

  it('tells a name that is not UTF-8, and reads nothing else in its place', async function () {
    if (!CAN_NAME_BYTES) skipBecause(this, 'this file system has no names that are not UTF-8');
    const root = temporaryTree({ '\uFFFD/one.app': '', '\uFFFD.app': '' });
    inGarbledFolder(root, 'one.app');
    garbledFile(root, '.app');
    garbledFile(root, '.md');
    const walked = await walk([root], isWanted);
    expect(below(root, walked.files)).to.deep.equal(['\uFFFD.app', '\uFFFD/one.app']);
    expect(walked.unreadable.map(({ path, code }) => [relative(root, path), code])).to.deep.equal([
      ['\uFFFD', NAME_NOT_TEXT],
      ['\uFFFD.app', NAME_NOT_TEXT],
    ]);
  });

  it('asks the disk for its own code where a folder cannot be listed', async () => {
    const root = temporaryTree({ 'one.app': '' });
    expect(await diskTree.list(join(root, 'one.app'))).to.deep.equal({ ok: false, code: 'ENOTDIR' });
  });
});
