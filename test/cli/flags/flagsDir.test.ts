import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { refuseLostFlags } from '../../../src/cli/flags/flagsDir.js';

describe('the folder of --flags-dir, which the CLI reads', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flags-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const refusalOf = async (given: readonly string[], flags: Record<string, unknown> = { 'flags-dir': folder }) => {
    const raw = given.map((flag) => ({ type: 'flag', flag }));
    const known = { app: {}, 'dry-run': {}, 'no-prompt': { char: 'p' } };
    const refusal: unknown = await refuseLostFlags({ raw, flags }, known).catch((error: unknown) => error);
    return refusal instanceof Refusal ? [refusal.code, ...refusal.values] : refusal;
  };

  it('may hold what was given, and what is no flag', async () => {
    for (const name of ['app.txt', 'dry-run', 'p', 'notes']) writeFileSync(join(folder, name), '');
    mkdirSync(join(folder, 'prod'));
    expect(await refusalOf(['app', 'dry-run', 'no-prompt'])).to.equal(undefined);
  });

  for (const [name, flag] of [
    ['app.txt', 'app'],
    ['app', 'app'],
    ['dry-run', 'dry-run'],
    ['p', 'no-prompt'],
    ['json', 'json'],
  ] as const)
    it(`is refused where the flag of its file ${name} got lost`, async () => {
      writeFileSync(join(folder, name), '# Order_Sync');
      expect(await refusalOf(['target-org'])).to.deep.equal([
        'flag-file-lost',
        join(folder, name),
        `--${flag}`,
        folder,
      ]);
    });

  it('is refused where it is missing', async () => {
    const missing = join(folder, 'none');
    expect(await refusalOf([], { 'flags-dir': missing })).to.deep.equal(['flags-dir-unread', missing, 'ENOENT']);
  });

  it('is not looked for where nobody names one', async () => {
    expect(await refusalOf([], {})).to.equal(undefined);
  });
});
