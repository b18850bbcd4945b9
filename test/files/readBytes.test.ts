import { chmodSync, mkdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { TOO_LARGE } from '../../src/files/regular.js';
import { readBytes } from '../../src/files/read.js';
import { removeTemporaryTrees, temporaryTree } from './support/temporaryTree.js';

describe('reading bytes', () => {
  afterEach(removeTemporaryTrees);

  it('gives the bytes and the permissions', async () => {
    const path = join(temporaryTree({ file: 'abc' }), 'file');
    chmodSync(path, 0o640);
    expect(await readBytes(path, 3)).to.deep.equal({ ok: true, value: { bytes: Buffer.from('abc'), mode: 0o640 } });
  });

  it('refuses a file of 50 MB by its size, without taking memory for it', async () => {
    const path = join(temporaryTree({ file: '' }), 'file');
    truncateSync(path, 50 * 1024 * 1024);
    expect(statSync(path).size).to.equal(52_428_800);
    const before = process.memoryUsage().arrayBuffers;
    expect(await readBytes(path, 5 * 1024 * 1024)).to.deep.equal({ ok: false, code: TOO_LARGE });
    expect(process.memoryUsage().arrayBuffers - before).to.be.lessThan(1024 * 1024);
  });

  it('tells the code of the system for what cannot be read', async () => {
    const root = temporaryTree();
    mkdirSync(join(root, 'folder'));
    expect(await readBytes(join(root, 'none'), 10)).to.deep.equal({ ok: false, code: 'ENOENT' });
    expect(await readBytes(join(root, 'folder'), 10_000_000)).to.deep.equal({ ok: false, code: 'EISDIR' });
  });
});
