import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { LARGEST_ANSWER } from '../../../src/org/transport/wholeAnswer.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import type { FaultRule } from '../../simulator/faults.js';
import { SOMETHING_ELSE } from '../../simulator/wrongAnswers.js';
import { startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const LOST = ['oauthConfig.isAdminApproved', 'profileName', 'profileName'];

describe('a deploy of which nobody knows how it ended, and by which an org lost more than the switch', () => {
  let org: RemediateOrg;
  let prepared: Prepared;
  beforeEach(async () => {
    org = await startRemediateOrg();
    prepared = await org.prepare({ apps: ['Sync'] });
    setDeployRules(org.simulator.state, { reverts: [SYNC], forgets: ['isAdminApproved', 'profileName'] });
  });
  afterEach(() => org.stop());

  const isTold = ({ outcomes: [outcome], summary }: RemediationResult): void => {
    expect([outcome?.result, outcome?.problem?.code]).to.deep.equal(['reverted', 'may-have-changed']);
    const paths = outcome?.problem?.differences?.map(({ path }) => path);
    expect(paths).to.include.members(LOST).and.to.include('oauthConfig.isClientCredentialEnabled');
    expect(readFileSync(outcome?.original ?? 'none', 'utf8')).to.contain('<profileName>Integration<');
    expect(summary.exitCode).to.equal(32);
  };

  it('is not taken for one that never arrived: what is lost is named, and where it stands, 32', async () => {
    org.simulator.fault({ kind: 'reset-after', on: 'deploy' });
    isTold(await org.apply(prepared));
  });

  const unreadable: Array<[title: string, wrong: Pick<FaultRule, 'status' | 'contentType' | 'body'>]> = [
    ['is larger than anything this plugin reads', { body: Buffer.alloc(LARGEST_ANSWER + 1, ' ') }],
    ['is the page of a proxy with 403', { status: 403, contentType: 'text/html', body: '<html>Blocked</html>' }],
    ['is the page of a proxy with 413', { status: 413, contentType: 'text/html', body: '<html>Too large</html>' }],
    ['is the response to another request', { body: SOMETHING_ELSE.body ?? '' }],
  ];
  for (const [title, wrong] of unreadable)
    it(`is not taken for one that the org refused where its answer ${title}: 32`, async () => {
      org.simulator.fault({ kind: 'answer', on: 'deploy', ...wrong });
      isTold(await org.apply(prepared));
    });

  for (const isRenewed of [true, false])
    it(`is sent once where the answer is a page with 401, and the session ${isRenewed ? 'can' : 'cannot'} be renewed, 32`, async () => {
      org.simulator.journal.clear();
      org.simulator.fault({ kind: 'answer', on: 'deploy', status: 401, contentType: 'text/html', body: '<html>' });
      if (!isRenewed) org.simulator.fault({ kind: 'error', on: 'token', status: 400, code: 'invalid_grant', times: 9 });
      isTold(await org.apply(prepared));
      expect(org.simulator.journal.of('deploy')).to.have.length(1);
    });

  for (const status of ['FinalizingFailed', 'Canceled', 'SucceededPartial'])
    it(`is not taken for one that was rolled back: ${status}, 32`, async () => {
      const awaitDeploy: Prepared['door']['awaitDeploy'] = async (id) => {
        const ended = await prepared.door.awaitDeploy(id);
        return ended.ok ? { ok: true, value: { ...ended.value, status, success: false } } : ended;
      };
      isTold(await org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } }));
    });
});

describe('a deploy of which the org says two things at once', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const told = async (status: string): Promise<RemediationResult> => {
    const prepared = await org.prepare({ apps: ['Sync'] });
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replace('<status>Succeeded<', `<status>${status}<`);
    org.simulator.fault({ kind: 'answer', on: 'checkDeployStatus', times: Infinity, body });
    return org.apply(prepared, { patience: [1, 1] });
  };

  it('called done and InProgress is still running, 69', async () => {
    const { outcomes, summary } = await told('InProgress');
    expect(outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['still-running']);
    expect(summary.exitCode).to.equal(69);
  });

  for (const status of ['Failed', 'Canceled', 'FinalizingFailed'])
    it(`called a success and ${status} is one that failed: what was read back is told, 32`, async () => {
      const { outcomes, summary } = await told(status);
      expect(outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['failed-yet-as-meant']);
      expect(summary.exitCode).to.equal(32);
    });

  for (const [status, problem, code] of [
    ['Canceled', 'failed-yet-as-meant', 32],
    ['FinalizingFailed', 'failed-yet-as-meant', 32],
    ['SucceededPartial', undefined, 0],
  ] as const)
    it(`called ${status} is not one that changed nothing because the org shows the earlier state for a while: ${code}`, async () => {
      const prepared = await org.prepare({ apps: ['Sync'] });
      const { door } = prepared;
      const before = await door.retrieve([{ type: 'ConnectedApp', fullName: 'Sync' }]);
      const ending: Partial<Prepared['door']> = {
        awaitDeploy: async (id) => {
          const ended = await door.awaitDeploy(id);
          return ended.ok ? { ok: true, value: { ...ended.value, status, success: false } } : ended;
        },
      };
      let looks = 0;
      const early: Prepared['door']['finishing'] = () => ({
        ...door.finishing(),
        retrieve: (members) => ((looks += 1) === 1 ? Promise.resolve(before) : door.retrieve(members)),
      });
      const doors = { ...door, ...ending, finishing: early };
      const { outcomes, summary } = await org.apply({ ...prepared, door: doors }, { patience: [1, 1] });
      expect(outcomes.map((outcome) => outcome.problem?.code)).to.deep.equal([problem]);
      expect(summary.exitCode).to.equal(code);
    });
});
