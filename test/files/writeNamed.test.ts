import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import {
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { disk } from '../../src/files/disk.js';
import { systemCode } from '../../src/files/read.js';
import { writeNamed } from '../../src/files/writeNamed.js';

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

describe('writing to a path of a person’s', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'named-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o7777;
  const codeOf = async (path: string): Promise<string> =>
    writeNamed(path, 'new').then(
      () => 'written',
      (error: unknown) => systemCode(error),
    );

  for (const mode of [0o600, 0o640, 0o664])
    it(`leaves a file its mode of 0${mode.toString(8)}`, async () => {
      const path = join(folder, 'plan.json');
      await writeFile(path, 'old');
      execFileSync('chmod', [mode.toString(8), path]);
      await writeNamed(path, 'new', 0o644);
      expect([await readFile(path, 'utf8'), await modeOf(path)]).to.deep.equal(['new', mode]);
      expect(await readdir(folder)).to.deep.equal(['plan.json']);
    });

  it('gives a new file the mode that is asked for', async () => {
    await writeNamed(join(folder, 'report.json'), 'new', 0o644);
    await writeNamed(join(folder, 'plan.json'), 'new');
    expect([await modeOf(join(folder, 'report.json')), await modeOf(join(folder, 'plan.json'))]).to.deep.equal([
      0o644, 0o600,
    ]);
  });

  if (isRoot)
    it('leaves a file its owner and its group', async () => {
      const path = join(folder, 'plan.json');
      await writeFile(path, 'old');
      await chown(path, NOBODY, NOBODY);
      await writeNamed(path, 'new');
      const { uid, gid } = await stat(path);
      expect([uid, gid]).to.deep.equal([NOBODY, NOBODY]);
    });

  it('gives a new file no mode that the umask keeps from others', async () => {
    const before = process.umask(0o077);
    try {
      await writeNamed(join(folder, 'new'), 'new', 0o644);
      await disk.write(join(folder, 'own'), 'new', 0o644);
    } finally {
      process.umask(before);
    }
    expect([await modeOf(join(folder, 'new')), await modeOf(join(folder, 'own'))]).to.deep.equal([0o600, 0o600]);
  });

  it('refuses a file that is read-only, and leaves it', async () => {
    const path = join(folder, 'kept');
    await writeFile(path, 'old', { mode: 0o444 });
    expect(await codeOf(path)).to.equal('EACCES');
    expect(await readFile(path, 'utf8')).to.equal('old');
  });

  it('replaces what a link leads to, and leaves the link', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real/plan.json'), 'old', { mode: 0o600 });
    await symlink('real', join(folder, 'way'));
    await symlink('way/plan.json', join(folder, 'one'));
    await symlink('one', join(folder, 'two'));
    await writeNamed(join(folder, 'two'), 'new', 0o644);
    expect(await readlink(join(folder, 'two'))).to.equal('one');
    expect(await readlink(join(folder, 'one'))).to.equal('way/plan.json');
    expect(await readFile(join(folder, 'real/plan.json'), 'utf8')).to.equal('new');
    expect(await modeOf(join(folder, 'real/plan.json'))).to.equal(0o600);
    expect(await readdir(join(folder, 'real'))).to.deep.equal(['plan.json']);
  });

  it('makes the file that a link leads to', async () => {
    await mkdir(join(folder, 'real'));
    await symlink('real', join(folder, 'way'));
    await symlink('../real/later.json', join(folder, 'way/one'));
    await symlink('way/one', join(folder, 'two'));
    await writeNamed(join(folder, 'two'), 'new');
    expect(await readFile(join(folder, 'real/later.json'), 'utf8')).to.equal('new');
    expect((await lstat(join(folder, 'two'))).isSymbolicLink()).to.equal(true);
  });

  it('refuses links that lead in a circle', async () => {
    await symlink('two', join(folder, 'one'));
    await symlink('one', join(folder, 'two'));
    expect(await codeOf(join(folder, 'one'))).to.equal('ELOOP');
  });

  it('refuses a folder', async () => {
    expect(await codeOf(folder)).to.equal('EISDIR');
  });

  it('refuses a socket', async () => {
    const path = join(folder, 'socket');
    const server = createServer();
    await new Promise<void>((done) => server.listen(path, done));
    expect(await codeOf(path)).to.equal('not-a-file');
    expect((await lstat(path)).isSocket()).to.equal(true);
    await new Promise((done) => server.close(done));
  });

  it('writes to a named pipe, as much as there is, and leaves it one', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const content = 'x'.repeat(300_000);
    const writing = writeNamed(path, content);
    await pause(100);
    expect(await readFile(path, 'utf8')).to.equal(content);
    await writing;
    expect((await lstat(path)).isFIFO()).to.equal(true);
    expect(await readdir(folder)).to.deep.equal(['pipe']);
  });

  it('writes to a device, and leaves it one', async () => {
    // As root, a mistake would replace the device of this machine.
    const path = isRoot ? join(folder, 'null') : '/dev/null';
    if (isRoot) execFileSync('mknod', [path, 'c', '1', '3']);
    await writeNamed(path, 'new');
    expect((await lstat(path)).isCharacterDevice()).to.equal(true);
  });

  it('says so where a device takes nothing', async () => {
    const path = isRoot ? join(folder, 'full') : '/dev/full';
    if (isRoot) execFileSync('mknod', [path, 'c', '1', '7']);
    expect(await codeOf(path)).to.equal('ENOSPC');
  });

  if (isRoot)
    it('refuses a disk', async () => {
      const path = join(folder, 'disk');
      // A number that no driver answers to.
      execFileSync('mknod', [path, 'b', '120', '250']);
      expect(await codeOf(path)).to.equal('not-a-file');
      expect((await lstat(path)).isBlockDevice()).to.equal(true);
    });
});
