import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readText, systemCode } from '../../src/files/read.js';
import { writeAtomically } from '../../src/files/write.js';

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

  it('reads text, or tells why it cannot', async () => {
    expect(await readText(join(folder, 'none'))).to.deep.equal({ ok: false, code: 'ENOENT' });
    expect(await readText(folder)).to.deep.equal({ ok: false, code: 'EISDIR' });
  });
});
