import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { Refusal } from '../../../src/actions/refusal.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import type { FaultRule } from '../../simulator/faults.js';
import { outcomesIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

/** What a gateway makes of a deploy on its way to the org. */
const asked = (checkOnly: boolean): FaultRule => ({
  kind: 'other-request',
  on: 'deploy',
  times: Infinity,
  sent: (body) => body.replace(/<checkOnly>\w+</, `<checkOnly>${checkOnly}<`),
});
/** And of what the org says afterwards. */
const told = (checkOnly: boolean): FaultRule => ({
  kind: 'answer',
  on: 'checkDeployStatus',
  times: Infinity,
  body: ({ body }) => body.toString().replace(/<checkOnly>\w+</, `<checkOnly>${checkOnly}<`),
});

describe('a gateway that turns checks into deploys, or deploys into checks', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const isOn = (): boolean => org.textOf(SYNC).includes('<isClientCredentialEnabled>true<');
  const refusal = async (): Promise<Refusal> => {
    const ended: unknown = await org.prepare({ apps: ['Sync'] }).catch((error: unknown) => error);
    if (ended instanceof Refusal) return ended;
    throw new Error('Not refused');
  };

  it('a check that the org carries out ends the run before anything else is sent, with what was there before, 32', async () => {
    org.simulator.fault(asked(false));
    const { code, exitCode, values } = await refusal();
    expect([code, exitCode, isOn()]).to.deep.equal(['validated-for-real', 32, false]);
    expect(values.join('\n')).to.contain('ConnectedApp:Sync (true, integration.user@example.com)');
    expect([org.simulator.journal.of('deploy').length, readdirSync(org.folder)]).to.deep.equal([1, []]);
  });

  it('a check that the org is about to carry out is stopped, 32', async () => {
    setDeployRules(org.simulator.state, { lands: 'when-done' });
    org.simulator.state.settings.pollsUntilDone = 5;
    org.simulator.fault(asked(false));
    const { code, exitCode, values } = await refusal();
    expect([code, exitCode, isOn()]).to.deep.equal(['validated-for-real', 32, true]);
    expect(values).to.include('Canceled');
  });

  it('a deploy that the org only checked is none: read back unchanged, 1', async () => {
    const prepared = await org.prepare({ apps: ['Sync'] });
    org.simulator.fault(asked(true));
    const { outcomes, summary } = await org.apply(prepared);
    expect(outcomes.map(({ result, problem }) => [result, problem?.code])).to.deep.equal([['failed', 'deploy-failed']]);
    expect([summary.exitCode, isOn()]).to.deep.equal([1, true]);
  });

  it('a deploy of which the org says that it only checked it, although it took effect, is told, 32', async () => {
    const prepared = await org.prepare({ apps: ['Sync'] });
    org.simulator.fault(told(true));
    const result = await org.apply(prepared);
    expect(result.outcomes[0]?.problem?.code).to.equal('failed-yet-as-meant');
    expect([outcomesIn(result), result.summary.exitCode, isOn()]).to.deep.equal([{ [SYNC]: 'failed' }, 32, false]);
  });
});
