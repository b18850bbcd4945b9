import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { savedFiles } from '../../../src/cli/flags/savedFiles.js';
import { diskTree, type Tree } from '../../../src/files/walk.js';
import {
  CAN_NAME_BYTES,
  inGarbledFolder,
  removeTemporaryTrees,
  temporaryTree,
} from '../../files/support/temporaryTree.js';
import { skipBecause } from '../../skip.js';

describe('saved files by glob', () => {
  let root = '';
  before(() => {
    root = temporaryTree({
      'runs/a.json': '',
      'runs/b.json': '',
      'runs/.hidden.json': '',
      'runs/notes.txt': '',
      'runs/[x].json': '',
      'runs/deep/c.json': '',
      'runs/deep/deeper/d.json': '',
      'other/a.json': '',
    });
    symlinkSync('..', join(root, 'runs', 'deep', 'loop'));
  });
  after(removeTemporaryTrees);

  const found = async (...patterns: string[]): Promise<string[]> =>
    (await savedFiles(patterns.map((pattern) => join(root, pattern)))).map((path) => path.slice(root.length + 1));

  for (const [pattern, ...files] of [
    ['runs/*.json', 'runs/[x].json', 'runs/a.json', 'runs/b.json'],
    ['runs/a.json', 'runs/a.json'],
    ['runs/[ab].json', 'runs/a.json', 'runs/b.json'],
    ['runs/[x].json', 'runs/[x].json'],
    ['runs/?.json', 'runs/a.json', 'runs/b.json'],
    ['*/a.json', 'other/a.json', 'runs/a.json'],
    ['runs/**/*.json', 'runs/[x].json', 'runs/a.json', 'runs/b.json', 'runs/deep/c.json', 'runs/deep/deeper/d.json'],
    ['runs/.*.json', 'runs/.hidden.json'],
  ] as const)
    it(`finds ${files.length} for ${pattern}`, async () => {
      expect(await found(pattern)).to.deep.equal(files);
    });

  it('names a file once, however often it was named', async () => {
    expect(await found('runs/a.json', 'runs/../runs/a.json', 'runs/[ab].json')).to.have.length(2);
  });

  it('refuses a pattern that finds nothing', async () => {
    const ended: unknown = await savedFiles([join(root, 'runs', '*.xml')]).catch((error: unknown) => error);
    expect(ended).to.be.instanceOf(Refusal).with.property('code', 'no-match');
  });

  it('refuses a set of names in braces of which one finds nothing: that result would be missing in the report', async () => {
    expect(await found('{runs,other}/a.json')).to.deep.equal(['other/a.json', 'runs/a.json']);
    const refused = await found('runs/{a,c}.json').catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Refusal).and.to.have.property('code', 'no-match');
    expect((refused as Refusal).values).to.deep.equal([join(root, 'runs/c.json')]);
  });

  it('refuses a range of numbers, which would leave out results', async () => {
    const ended: unknown = await savedFiles([join(root, 'runs', '{[a]*,{1..10}}.json')]).catch(
      (error: unknown) => error,
    );
    expect(ended).to.be.instanceOf(Refusal).with.property('code', 'no-match');
  });

  it('names a result that cannot be looked at, so that reading it fails: without it, its org would be missing', async () => {
    symlinkSync('gone.json', join(root, 'other', 'lost.json'));
    symlinkSync('circle.json', join(root, 'other', 'circle.json'));
    for (const name of ['lost.json', 'circle.json'])
      expect(await found(`*/${name}`, 'other/a.json')).to.include(`other/${name}`);
  });

  it('refuses a link to a folder that is missing: a result in it would be missing in the report', async () => {
    const folder = temporaryTree({ 'runs/a/result.json': '' });
    symlinkSync('gone', join(folder, 'runs', 'b'));
    for (const pattern of ['runs/*/result.json', 'runs/*/*.json']) {
      const ended: unknown = await savedFiles([join(folder, pattern)]).catch((error: unknown) => error);
      expect(ended).to.be.instanceOf(Refusal).with.property('values').that.includes('ENOENT');
    }
  });

  it('refuses a folder whose name is not UTF-8, whose results would be missing', async function () {
    if (!CAN_NAME_BYTES) skipBecause(this, 'this file system has no names that are not UTF-8');
    const folder = temporaryTree({ 'runs/\uFFFD/a.json': '' });
    inGarbledFolder(join(folder, 'runs'), 'a.json');
    for (const pattern of ['runs/*/a.json', 'runs/**/a.json']) {
      const ended: unknown = await savedFiles([join(folder, pattern)]).catch((error: unknown) => error);
      expect(ended).to.be.instanceOf(Refusal).with.property('values').that.includes('name-not-text');
    }
  });

  it('refuses where a folder cannot be listed: a result in it would be missing in the report', async () => {
    const list: Tree['list'] = (folder) =>
      folder.endsWith('deep') ? Promise.resolve({ ok: false, code: 'EACCES' }) : diskTree.list(folder);
    for (const pattern of ['runs/**/*.json', 'runs/*/*.json']) {
      const ended: unknown = await savedFiles([join(root, pattern)], { ...diskTree, list }).catch(
        (error: unknown) => error,
      );
      expect(ended).to.be.instanceOf(Refusal).with.property('values').that.includes('EACCES');
    }
  });

  it('keeps a name whose file is gone, so that it is told as one that cannot be read', async () => {
    const folder = temporaryTree({ 'a.json': '' });
    symlinkSync(join(folder, 'nowhere'), join(folder, 'b.json'));
    expect(await savedFiles([join(folder, '*.json')])).to.deep.equal([join(folder, 'a.json'), join(folder, 'b.json')]);
  });
});
