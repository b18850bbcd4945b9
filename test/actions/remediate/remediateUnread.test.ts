import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dryRun } from '../../../src/actions/remediate/apply.js';
import { savedPlanText } from '../../../src/actions/remediate/savedPlan.js';
import type { Notice } from '../../../src/posture/model.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { storeLogin } from '../../org/support/homeFolder.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import type { FaultRule } from '../../simulator/faults.js';
import { AUDITOR, auditorWith, FOR_CONNECTED_APPS } from '../support/auditor.js';
import {
  outcomesIn,
  POLICY,
  skipsIn,
  startRemediateOrg,
  SYNC,
  TOOL,
  type RemediateOrg,
} from '../support/remediateOrg.js';

const stepsIn = ({ plan }: Pick<RemediationResult, 'plan'>): string[] => plan.notRead.map(({ step }) => step);

const codesIn = ({ notices }: RemediationResult): Notice['code'][] => notices.map(({ code }) => code);

const failing = (on: RegExp, more: Partial<FaultRule> = {}): FaultRule => ({
  kind: 'error',
  code: 'UNKNOWN_EXCEPTION',
  message: 'Something broke.',
  times: Infinity,
  on,
  ...more,
});

describe('remediate: where not everything can be read', () => {
  let org: RemediateOrg;

  /** The org answers nothing to the whole call, and then for each type but this one. */
  const failToList = (type: string): void => {
    org.simulator.fault({ kind: 'error', code: 'INVALID_TYPE', on: new RegExp(`^(.*,)?${type},|,${type}$`) });
    org.simulator.fault(failing(new RegExp(`^${type}$`)));
  };

  afterEach(() => org.stop());

  describe('before anything is changed', () => {
    const lists: [string, string, string[]][] = [
      ['connected apps', 'ConnectedApp', [POLICY]],
      ['OAuth policies of external client apps', 'ExtlClntAppOauthConfigurablePolicies', [SYNC]],
    ];
    for (const [name, type, changed] of lists)
      it(`the list of ${name} failed: the rest is changed, and it is not said that all is done`, async () => {
        org = await startRemediateOrg();
        failToList(type);
        const result = await org.remediate();
        expect(Object.keys(outcomesIn(result))).to.deep.equal(changed);
        expect(result.summary.verified).to.equal(changed.length);
        expect(stepsIn(result)).to.not.deep.equal([]);
        expect(result.summary.exitCode).to.equal(68);
      });

    it('nothing is left to be done with what could be read: a pipeline does not take that for done', async () => {
      org = await startRemediateOrg();
      await org.remediate();
      failToList('ConnectedApp');
      const result = await org.remediate();
      expect(stepsIn(result)).to.deep.equal(['list-connected-apps']);
      expect([result.mode, result.summary.exitCode]).to.deep.equal(['nothing-to-do', 1]);
    });

    it('somebody who may not see external client apps is told which permission is missing', async () => {
      const rows = auditorWith(...FOR_CONNECTED_APPS, 'ModifyAllData', 'ManageUsers', 'ViewSetup');
      org = await startRemediateOrg({ rows, listWithoutPermission: 'empty' });
      await storeLogin(org.simulator.login(AUDITOR));
      const prepared = await org.prepare({ org: AUDITOR, includeActive: true });
      expect(stepsIn(prepared)).to.include('list-external-client-apps');
      expect(prepared.plan.notRead.map(({ detail }) => detail).join()).to.match(
        /not-permitted: ExternalClientAppAdmin/,
      );
      expect(dryRun(prepared, org.doors).summary.exitCode).to.equal(1);
    });

    it('apps are not evaluated because the retrieve was refused', async () => {
      org = await startRemediateOrg();
      org.simulator.fault(failing(/^retrieve$/));
      const result = await org.remediate();
      expect(skipsIn(result)).to.deep.include({ 'ConnectedApp:Sync': 'not-evaluated' });
      expect([stepsIn(result), result.summary.exitCode]).to.deep.equal([['retrieve-apps'], 1]);
    });

    it('the step that failed is named also where --app names the app exactly', async () => {
      org = await startRemediateOrg();
      org.simulator.fault(failing(/^retrieve$/));
      const result = await org.remediate({ apps: ['Sync'] });
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'not-read' });
      expect([stepsIn(result), result.summary.exitCode]).to.deep.equal([['retrieve-apps'], 1]);
    });

    it('the log-ins could not be read, and so an app stays as it is', async () => {
      org = await startRemediateOrg();
      org.simulator.fault(failing(/LoginHistory/));
      const result = await org.remediate();
      expect(stepsIn(result)).to.deep.equal(['query-login-history']);
      expect(result.summary).to.include({ exitCode: 1, leftFailing: 2 });
    });

    it('a step that keeps nothing from being changed does not count', async () => {
      org = await startRemediateOrg();
      org.simulator.fault(failing(/LoginHistory/));
      const result = await org.remediate({ includeActive: true });
      expect([stepsIn(result), result.summary.exitCode]).to.deep.equal([[], 0]);
    });

    it('an approved plan is carried out whole: what it does not name has nothing to do with it', async () => {
      org = await startRemediateOrg();
      const plan = await planOf({ controls: ['connected-app-client-credentials'] });
      failToList('ExternalClientApplication');
      const result = await org.remediate({ plan });
      expect([stepsIn(result), result.summary.exitCode]).to.deep.equal([[], 0]);
    });

    it('an approved change cannot be looked at: it is not taken for gone', async () => {
      org = await startRemediateOrg();
      const plan = await planOf();
      failToList('ConnectedApp');
      const result = await org.remediate({ plan });
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'not-read' });
      expect(stepsIn(result)).to.deep.equal(['list-connected-apps']);
      expect(result.summary.exitCode).to.equal(68);
    });
  });

  describe('afterwards', () => {
    it('the list failed: what is said of the change rests on reading it back, and that is told', async () => {
      org = await startRemediateOrg();
      const prepared = await org.prepare();
      failToList('ConnectedApp');
      const result = await org.apply(prepared);
      expect(codesIn(result)).to.include('not-evaluated-again');
      expect(result.summary).to.include({ verified: 2, exitCode: 0 });
    });

    it('everything was read: no such notice', async () => {
      org = await startRemediateOrg();
      expect(codesIn(await org.remediate())).to.not.include.members(['not-evaluated-again', 'not-audited-again']);
    });

    it('an app with two policies, one of which the org refuses to change, rightly goes on failing: 68', async () => {
      org = await startRemediateOrg();
      const second = org.textOf(POLICY);
      org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_second', second);
      setDeployRules(org.simulator.state, {
        refuses: ({ fullName }) => (fullName === 'Gateway_second' ? 'No.' : undefined),
      });
      const result = await org.remediate();
      expect(outcomesIn(result)[POLICY]).to.equal('verified');
      expect(codesIn(result)).to.not.include('still-fails');
      expect(result.summary.exitCode).to.equal(68);
    });
  });

  const planOf = async (changed?: Parameters<RemediateOrg['prepare']>[0]): Promise<string> => {
    const plan = join(org.folder, 'plan.json');
    writeFileSync(plan, savedPlanText(await org.prepare(changed), TOOL));
    return plan;
  };
});
