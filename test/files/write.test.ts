import {
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { stub } from 'sinon';
import { disk, canMakeFolder } from '../../src/files/disk.js';
import { readText, systemCode } from '../../src/files/read.js';
import { append, makeFolder, writeAtomically } from '../../src/files/write.js';
import { skipBecause } from '../skip.js';

describe('writing a file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'write-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('replaces what was there, private to its owner, and leaves nothing beside it', async () => {
    const path = join(folder, 'result.json');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeAtomically(path, 'new');
    expect(await readFile(path, 'utf8')).to.equal('new');
    expect((await stat(path)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder)).to.deep.equal(['result.json']);
  });

  it('keeps the mode that it is given', async () => {
    const path = join(folder, 'app.xml');
    await writeAtomically(path, '<a/>', 0o644);
    expect((await stat(path)).mode & 0o777).to.equal(0o644);
  });

  it('lies aside, for its owner alone, while it is not whole', async () => {
    const path = join(folder, 'app.xml');
    const aside = join(folder, 'aside');
    await mkdir(aside);
    await writeFile(path, 'old', { mode: 0o644 });
    const seen: string[][] = [];
    await whileFlushing(
      async (handle) => {
        seen.push(await readdir(aside), await readdir(folder));
        // The folder is flushed, too, once the file is in its place.
        const flushed = await handle.stat();
        if (flushed.isFile()) expect(flushed.size).to.equal(3);
      },
      () => disk.edit(path, Buffer.from('new'), { mode: 0o644, aside }),
    );
    expect(seen[0]?.[0]).to.match(/^\.oauth-posture-\d+-[\da-f]{8}-[\da-f-]{36}\.tmp$/);
    expect(seen[1]).to.deep.equal(['app.xml', 'aside']);
    expect([await readFile(path, 'utf8'), await readdir(aside)]).to.deep.equal(['new', []]);
    expect((await stat(path)).mode & 0o777).to.equal(0o644);
  });

  it('lies beside its place where aside is another file system', async function () {
    const other = '/dev/shm';
    if (!existsSync(other) || (await stat(other)).dev === (await stat(folder)).dev)
      skipBecause(this, `${other} is no other file system here`);
    const path = join(folder, 'app.xml');
    await writeAtomically(path, 'new', 0o600, { aside: other });
    expect([await readFile(path, 'utf8'), await readdir(folder)]).to.deep.equal(['new', ['app.xml']]);
    expect((await readdir(other)).filter((name) => name.includes('oauth-posture'))).to.deep.equal([]);
  });

  it('adds to the end of a file, and takes away again what could not be added whole', async () => {
    const path = join(folder, 'patch');
    await append(path, Buffer.from('one\n'));
    await append(path, Buffer.from('two\n'));
    const failed = await whileFlushing(
      () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })),
      () => disk.append(path, Buffer.from('three\n')),
    );
    expect(failed).to.deep.equal({ ok: false, code: 'ENOSPC' });
    expect(await readFile(path, 'utf8')).to.equal('one\ntwo\n');
  });

  it('leaves nothing behind and says why where it cannot write', async () => {
    const error = await writeAtomically(join(folder, 'missing', 'x'), 'text').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(systemCode(error)).to.equal('ENOENT');
    await writeAtomically(join(folder, 'taken'), 'x');
    const blocked = await writeAtomically(folder, 'text').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(systemCode(blocked)).to.match(/EISDIR|EEXIST|ENOTEMPTY|EPERM|EBUSY/);
    expect(await readdir(folder)).to.deep.equal(['taken']);
  });

  it('is on the disk, name and all, when it comes back', async () => {
    const path = join(folder, 'result.json');
    const flushed = await flushes(() => writeAtomically(path, 'text'), path);
    expect(flushed).to.deep.equal([
      { what: (await stat(path)).ino, isInPlace: false },
      { what: (await stat(folder)).ino, isInPlace: true },
    ]);
  });

  it('has a folder on the disk when it comes back, and those above it', async () => {
    const path = join(folder, 'one', 'two');
    const flushed = await flushes(() => makeFolder(path), path);
    const inodes = await Promise.all([folder, join(folder, 'one')].map(async (above) => (await stat(above)).ino));
    expect(flushed.map(({ what }) => what)).to.deep.equal(inodes);
    expect(flushed.at(-1)?.isInPlace).to.equal(true);
  });

  it('makes a folder with every folder above it, each for its owner alone', async () => {
    await makeFolder(join(folder, 'one', 'two', 'three'));
    await makeFolder(join(folder, 'one', 'two', 'three'));
    for (const path of ['one', 'one/two', 'one/two/three'])
      expect((await stat(join(folder, path))).mode & 0o777, path).to.equal(0o700);
  });

  it('takes a link to a folder for one', async () => {
    await makeFolder(join(folder, 'real'));
    await symlink(join(folder, 'real'), join(folder, 'link'));
    await makeFolder(join(folder, 'link', 'below'));
    expect(await readdir(join(folder, 'real'))).to.deep.equal(['below']);
  });

  const unmakeable: [name: string, path: () => string, code: RegExp][] = [
    ['below a file', () => join(folder, 'file', 'x', 'y'), /^ENOTDIR$/],
    ['in place of a file', () => join(folder, 'file'), /^EEXIST$/],
    ['with a name that is too long', () => join(folder, 'x'.repeat(300)), /^ENAMETOOLONG$/],
  ];
  for (const [name, path, code] of unmakeable)
    it(`says why it cannot make a folder ${name}`, async () => {
      await writeFile(join(folder, 'file'), '');
      const error: unknown = await makeFolder(path()).catch((reason: unknown) => reason);
      expect(systemCode(error)).to.match(code);
    });

  it('ends where a file system lets nobody make folders', async function () {
    if (!existsSync('/proc/self')) skipBecause(this, 'this system has no /proc');
    const error: unknown = await makeFolder('/proc/self/one/two').catch((reason: unknown) => reason);
    expect(systemCode(error)).to.match(/^(?:ENOENT|EPERM|EACCES)$/);
  });

  it('reads text, or tells why it cannot', async () => {
    expect(await readText(join(folder, 'none'))).to.deep.equal({ ok: false, code: 'ENOENT' });
    expect(await readText(folder)).to.deep.equal({ ok: false, code: 'EISDIR' });
  });
});

describe('room for a folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'room-'));
    await writeFile(join(folder, 'file'), '');
    await symlink(join(folder, 'nowhere'), join(folder, 'loose'));
    await symlink(folder, join(folder, 'link'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const rooms: [name: string, below: string[], code: string | undefined][] = [
    ['is in a folder', [], undefined],
    ['is where one can be made, with all above it', ['one', 'two', 'three'], undefined],
    ['is behind a link to a folder', ['link', 'new'], undefined],
    ['is not in a file', ['file'], 'ENOTDIR'],
    ['is not below a file', ['file', 'x', 'y'], 'ENOTDIR'],
    ['is not behind a link that leads nowhere', ['loose', 'x'], 'ENOENT'],
  ];
  for (const [name, below, code] of rooms)
    it(`${name}, and nothing is left of looking`, async () => {
      const answer = await canMakeFolder(join(folder, ...below));
      expect(answer.ok ? undefined : answer.code).to.equal(code);
      expect(await readdir(folder)).to.deep.equal(['file', 'link', 'loose']);
    });
});

/** What was flushed, and whether the path was there by then. */
const flushes = async (
  work: () => Promise<void>,
  path: string,
): Promise<Array<{ what: number; isInPlace: boolean }>> => {
  const flushed: Array<{ what: number; isInPlace: boolean }> = [];
  await whileFlushing(async (handle) => {
    flushed.push({ what: (await handle.stat()).ino, isInPlace: existsSync(path) });
  }, work);
  return flushed;
};

/** Looks, or fails, right before anything is flushed. */
const whileFlushing = async <T>(look: (handle: FileHandle) => Promise<void>, work: () => Promise<T>): Promise<T> => {
  const any = await open(tmpdir(), 'r');
  const handles = Object.getPrototypeOf(any) as FileHandle;
  await any.close();
  const sync = stub(handles, 'sync').callsFake(async function (this: FileHandle) {
    await look(this);
    return sync.wrappedMethod.call(this);
  });
  try {
    return await work();
  } finally {
    sync.restore();
  }
};
