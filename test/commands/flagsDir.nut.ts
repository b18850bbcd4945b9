import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { REMEDIATE } from './support/changingOrg.js';
import { componentsOf, printed, startCliOrg, type CliOrg } from './support/cliOrg.js';

/** The tests' command line doesn't read the folder. The CLI doesn't either if it's missing, or follows an equals sign. */
describe('--flags-dir with flags that the CLI did not read', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
    mkdirSync(join(org.home.folder, 'flags', 'prod'), { recursive: true });
    for (const [name, value] of Object.entries({ 'dry-run': '', 'app.txt': 'Order_Sync', p: '' }))
      org.home.write(join('flags', name), value);
  });
  after(() => org.stop());

  const requests = (): number => org.simulator.journal.entries.length;
  const TO_ALL = [...REMEDIATE, '--json', '--flags-dir=flags'];

  for (const [file, flag, args] of [
    ['app.txt', '--app', [...TO_ALL, '--no-prompt']],
    ['dry-run', '--dry-run', [...TO_ALL, '--no-prompt', '--app', 'Order_Sync']],
    ['p', '--no-prompt', [...TO_ALL, '--dry-run', '--app', 'Order_Sync']],
  ] as const)
    it(`changes nothing without the flag in the file ${file}: 1, and no org is contacted`, async () => {
      const before = componentsOf(org.simulator);
      const { name, message } = printed(await org.start(args).ended);
      expect([name, message]).to.deep.equal([
        'FlagFileLostError',
        `The Salesforce CLI didn't read the file ${join('flags', file)}, so the flag ${flag} has no value.`,
      ]);
      expect([requests(), componentsOf(org.simulator)]).to.deep.equal([0, before]);
    });

  it('runs where every flag is given', async () => {
    const args = [...TO_ALL, '--no-prompt', '--dry-run', '--app', 'Order_Sync'];
    expect((await org.start(args).ended).exitCode).to.equal(0);
  });

  const MIGRATE = ['--target-org', 'demo', '--app', 'Order_Sync'];
  for (const [command, args] of [
    ['audit', ['--target-org', 'demo']],
    ['remediate', ['--target-org', 'demo', '--no-prompt']],
    ['restore', ['--target-org', 'demo', '--snapshot', 'none', '--no-prompt']],
    ['report', ['--from', 'none.json']],
    ['migrate', MIGRATE],
    ['verify', [...MIGRATE, '--key-file', 'none.pem', '--username', 'a@example.com']],
  ] as const)
    it(`${command} refuses a folder that does not exist: 1, and no org is contacted`, async () => {
      const ended = await org.start(['oauth-posture', command, ...args, '--flags-dir', 'flag', '--json']).ended;
      expect([printed(ended).name, ended.exitCode]).to.deep.equal(['FlagsDirUnreadError', 1]);
      expect(requests()).to.equal(0);
    });
});
