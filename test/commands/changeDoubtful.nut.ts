import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { printed, resultOf } from './support/cliOrg.js';

/** What an org says of a change, and what it holds, are two things. */
describe('an org is changed and says what is not so', () => {
  let org: ChangingOrg;
  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
  });
  after(() => org.stop());

  const codes = ({ outcomes }: RemediationResult): unknown[] => outcomes.map(({ problem }) => problem?.code);

  for (const success of [false, true])
    it(`a deploy called Failed, success ${success}, whose change is there: what was read back is told, 32`, async () => {
      org.become('original');
      const body = ({ body: truth }: { body: string | Buffer }): string =>
        truth
          .toString()
          .replace('<status>Succeeded<', '<status>Failed<')
          .replace('<success>true<', `<success>${success}<`);
      org.simulator.fault({ kind: 'answer', on: 'checkDeployStatus', nth: 2, times: Infinity, body });
      const ended = await org.start(RUNS.remediate.args).ended;
      expect(codes(resultOf<RemediationResult>(ended))).to.deep.equal(['failed-yet-as-meant', 'failed-yet-as-meant']);
      expect([ended.exitCode, org.changedSince('remediated')]).to.deep.equal([32, []]);
    });

  it('a check that the org carried out ends even a dry run with 32, and tells what was there before', async () => {
    org.become('original');
    const { simulator } = org;
    simulator.fault({
      kind: 'other-request',
      on: 'deploy',
      times: Infinity,
      sent: (body) => body.replace('<checkOnly>true<', '<checkOnly>false<'),
    });
    const ended = await org.start([...RUNS.remediate.args, '--dry-run']).ended;
    const { name, message, actions } = printed(ended);
    expect([name, ended.exitCode]).to.deep.equal(['ValidatedForRealError', 32]);
    expect(message).to.include('as a real deploy');
    expect(actions?.join(' ')).to.include('ConnectedApp:Order_Sync (true, ');
    expect(simulator.journal.of('deploy')).to.have.length(1);
  });

  it('an app that was deleted and made anew is not opened by a restore, and named', async () => {
    org.become('remediated');
    const { simulator } = org;
    const text = simulator.state.component('ConnectedApp', 'Order_Sync')?.text ?? '';
    simulator.removeComponent('ConnectedApp', 'Order_Sync');
    simulator.setComponent('ConnectedApp', 'Order_Sync', text);
    const ended = await org.start(RUNS.restore.args).ended;
    const { skipped } = resultOf<RemediationResult>(ended).plan;
    expect(skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['Order_Sync', 'made-anew']]);
    expect(ended.exitCode).to.equal(68);
    expect(simulator.state.component('ConnectedApp', 'Order_Sync')?.text).to.equal(text);
  });
});
