import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seal } from '../../src/remediation/saved/seal.js';
import { RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { printed } from './support/cliOrg.js';

const OLDER = '62.0';

describe('changing an org at an API version older than its own', () => {
  let org: ChangingOrg;
  before(async () => {
    const [first] = await startChangingOrgs(1);
    if (!first) throw new Error('No org was started.');
    org = first;
  });
  after(() => org.stop());

  const expectRefused = async (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> => {
    const ended = await org.start(args, { env }).ended;
    const { name, message, actions } = printed(ended);
    expect([ended.exitCode, name]).to.deep.equal([1, 'VersionNotLatestError']);
    expect(message).to.include('offers a newer API version');
    expect(actions?.join(' ')).to.include(`${OLDER}, 68.0`);
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  };

  for (const run of ['remediate', 'restore'] as const) {
    const { args, from } = RUNS[run];
    it(`is refused where --api-version says so: ${run}`, async () => {
      org.become(from);
      await expectRefused([...args, '--api-version', OLDER]);
    });

    it(`is refused where the configuration says so: ${run}`, async () => {
      org.become(from);
      await expectRefused(args, { SF_ORG_API_VERSION: OLDER });
    });
  }

  it('goes on where the flag names the newest, whatever the configuration says', async () => {
    org.become('original');
    const args = [...RUNS.remediate.args, '--api-version', '68.0'];
    expect((await org.start(args, { env: { SF_ORG_API_VERSION: OLDER } }).ended).exitCode).to.equal(0);
  });

  it('is refused for a plan that was made before an upgrade of the org', async () => {
    org.become('original');
    const file = join(org.home.folder, 'plan.json');
    const whole = readFileSync(file, 'utf8');
    const plan = JSON.parse(whole) as Record<string, unknown>;
    delete plan['seal'];
    writeFileSync(file, seal({ ...plan, apiVersion: OLDER }));
    await expectRefused(RUNS['remediate --plan'].args);
    writeFileSync(file, whole);
  });
});
