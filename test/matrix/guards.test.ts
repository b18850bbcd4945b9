import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { guardsOfOrg } from '../../src/actions/source/guardsOfOrg.js';
import { prepareSource } from '../../src/actions/source/prepareSource.js';
import { dryRunSource } from '../../src/actions/source/remediateSource.js';
import { Refusal } from '../../src/actions/refusal.js';
import { controls } from '../../src/posture/controls/all.js';
import { appName } from '../../src/posture/names.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { startRemediateOrg, type RemediateOrg } from '../actions/support/remediateOrg.js';
import { startUndoing, type Undoing } from '../actions/support/undoing.js';
import { strikesOf } from '../commands/support/strikes.js';
import { connectedApp, externalClientApp, policy, USER } from '../simulator/deploy/samples.js';
import type { FaultRule } from '../simulator/faults.js';
import type { Simulator } from '../simulator/simulator.js';
import { SOMETHING_ELSE } from '../simulator/wrongAnswers.js';

/** What a run may change is decided by guards that ask an org. A remediation of an org has a matrix of its own: `plan`. */

const KINDS: readonly { name: string; fault: Pick<FaultRule, 'kind' | 'code' | 'status' | 'message' | 'body'> }[] = [
  { name: 'is refused', fault: { kind: 'error', code: 'INSUFFICIENT_ACCESS', status: 403, message: 'no access' } },
  { name: 'gets half an answer that looks whole', fault: { kind: 'truncated-body' } },
  { name: 'is answered as if it had asked something else', fault: SOMETHING_ELSE },
];

/** The requests of the audit behind the guards. The others are struck where a change is. */
const OF_AN_AUDIT = /^(describe|listMetadata|query|retrieve|checkRetrieveStatus) /;

const { guards: RECORDED } = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url), 'utf8')) as {
  guards: number;
};

/** The apps that a run would change. A refusal changes none. */
const plannedBy = async (run: () => Promise<RemediationResult>): Promise<string[]> => {
  try {
    return (await run()).plan.changes.map(({ app }) => appName(app)).sort();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
};

describe('what the guards of an org allow, whatever goes wrong at whichever of their requests', () => {
  let cells = 0;

  /** Struck in every way at each request of the run: the apps that only a struck run would change. */
  const widened = async (simulator: Simulator, run: () => Promise<RemediationResult>): Promise<string[]> => {
    simulator.journal.clear();
    const allowed = await plannedBy(run);
    expect(allowed, 'apps that may be changed').not.to.be.empty;
    const wrong: string[] = [];
    const strikes = strikesOf(simulator.journal.entries).filter(({ request }) => OF_AN_AUDIT.test(request));
    for (const { request, rule } of strikes)
      for (const { name, fault } of KINDS) {
        simulator.journal.clear();
        simulator.fault({ ...fault, ...rule });
        const more = (await plannedBy(run)).filter((app) => !allowed.includes(app));
        if (!simulator.journal.entries.some((entry) => entry.fault !== undefined)) more.push('was not struck');
        wrong.push(...more.map((what) => `${request} ${name}: ${what}`));
        simulator.clearFaults();
        cells += 1;
      }
    return wrong;
  };

  describe('to a restore that turns flows off', () => {
    let undoing: Undoing;
    before(async () => {
      undoing = await startUndoing();
      undoing.reset();
    });
    after(() => undoing.stop());

    it('is never more than what it is when nothing goes wrong', async () => {
      const { snapshot } = await undoing.restore();
      const closing = { waivers: { kind: 'off' as const }, includeActive: false, allowLockout: false };
      const restore = () => undoing.restoreDry({ snapshot: snapshot?.directory ?? '', closing });
      expect(await widened(undoing.org.simulator, restore)).to.deep.equal([]);
    });
  });

  describe('to a remediation of files', () => {
    let org: RemediateOrg;
    before(async () => {
      org = await startRemediateOrg();
    });
    after(() => org.stop());

    it('is never more than what it is when nothing goes wrong', async () => {
      const root = join(org.folder, 'tree');
      for (const [name, text] of Object.entries(FILES)) {
        mkdirSync(dirname(join(root, name)), { recursive: true });
        writeFileSync(join(root, name), text);
      }
      org.simulator.state.addRow('LoginHistory', {
        ...{ UserId: org.simulator.state.user(USER)?.['Id'], LoginTime: new Date().toISOString() },
        ...{ LoginType: 'Remote Access Client', LoginSubType: 'OauthClientCredentials', Application: 'Sync' },
        ...{ Status: 'Success', SourceIp: '192.0.2.1' },
      });
      const chosen = { controls: controls.map(({ id }) => id), apps: null, waivers: { kind: 'off' as const } };
      const beside = {
        ...{ ...chosen, org: org.login.username, usageDays: 180, includeActive: false, allowLockout: false },
      };
      const doors = { ...org.doors, orgGuards: () => guardsOfOrg(beside, org.doors) };
      const files = async (): Promise<RemediationResult> =>
        dryRunSource(await prepareSource({ ...chosen, directories: ['.'], root }, doors), org.doors);
      expect(await widened(org.simulator, files)).to.deep.equal([]);
    });
  });

  describe('to both of them', () => {
    it('was tried in no fewer ways than before', () => {
      console.log(`      ${cells} cells: ${KINDS.length} kinds of fault`);
      expect(cells).to.be.at.least(RECORDED);
    });
  });
});

const FILES: Record<string, string> = {
  'sfdx-project.json': '{}',
  'connectedApps/Sync.connectedApp-meta.xml': connectedApp(),
  'connectedApps/OnlyHere.connectedApp-meta.xml': connectedApp({ consumerKey: undefined }),
  'externalClientApps/Gateway.eca-meta.xml': externalClientApp(),
  'extlClntAppOauthPolicies/Gateway_oauthPlcy.ecaOauthPlcy-meta.xml': policy(),
};
