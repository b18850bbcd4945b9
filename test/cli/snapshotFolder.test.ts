import { mkdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../src/actions/refusal.js';
import { refuseUnwritableFolder, SNAPSHOT_DIR } from '../../src/cli/output/output.js';
import { removeTemporaryTrees, temporaryTree } from '../files/support/temporaryTree.js';

describe('the folder of snapshots', () => {
  const before = process.cwd();
  afterEach(() => {
    process.chdir(before);
    removeTemporaryTrees();
  });

  const refusalOf = (folder: string): Promise<string | undefined> =>
    refuseUnwritableFolder(resolve(folder)).then(
      () => undefined,
      (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
    );

  it('is not taken by its usual name where that is a link', async () => {
    const root = temporaryTree();
    mkdirSync(join(root, 'outside'));
    mkdirSync(join(root, 'tree'));
    symlinkSync(join(root, 'outside'), join(root, 'tree', SNAPSHOT_DIR));
    process.chdir(join(root, 'tree'));
    expect(await refusalOf(SNAPSHOT_DIR)).to.equal('snapshot-dir-is-link');
  });

  it('may be a link where somebody named it', async () => {
    const root = temporaryTree();
    mkdirSync(join(root, 'outside'));
    symlinkSync(join(root, 'outside'), join(root, 'kept'));
    process.chdir(root);
    expect(await refusalOf('kept')).to.equal(undefined);
  });
});
