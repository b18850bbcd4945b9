import { expect } from 'chai';
import { prepare } from '../../src/actions/remediate/prepare.js';
import type { RemediateRequest } from '../../src/actions/remediate/prepared.js';
import { controls } from '../../src/posture/controls/all.js';
import { appName } from '../../src/posture/names.js';
import { Refusal } from '../../src/actions/refusal.js';
import { quietDoors } from '../actions/support/quietDoors.js';
import { strikesOf } from '../commands/support/strikes.js';
import { startOrg, type SimulatedOrg } from '../org/support/simulatedOrg.js';
import { DEMO_ORG } from '../simulator/connect.js';
import type { FaultRule } from '../simulator/faults.js';
import { SOMETHING_ELSE } from '../simulator/wrongAnswers.js';

const KINDS: readonly { name: string; fault: Pick<FaultRule, 'kind' | 'code' | 'status' | 'message' | 'body'> }[] = [
  {
    name: 'is always refused',
    fault: { kind: 'error', code: 'INSUFFICIENT_ACCESS', status: 403, message: 'insufficient access rights' },
  },
  { name: 'always gets half an answer that looks whole', fault: { kind: 'truncated-body' } },
  { name: 'is answered as if it had asked something else', fault: SOMETHING_ELSE },
];

const CARE: readonly { name: string; care: Pick<RemediateRequest, 'includeActive' | 'allowLockout'> }[] = [
  { name: 'careful', care: { includeActive: false, allowLockout: false } },
  { name: 'told to change what is in use as well', care: { includeActive: true, allowLockout: true } },
];

const OF_AN_AUDIT: ReadonlySet<string> = new Set([
  'describe',
  'listMetadata',
  'query',
  'retrieve',
  'checkRetrieveStatus',
]);

describe('a plan, whatever goes wrong at whichever request of its audit', () => {
  let org: SimulatedOrg;
  before(async () => {
    org = await startOrg({ folder: DEMO_ORG });
  });
  after(() => org.stop());

  const planned = async (care: (typeof CARE)[number]['care']): Promise<string[]> => {
    org.simulator.journal.clear();
    const { signal } = new AbortController();
    const request: RemediateRequest = {
      org: org.login.username,
      controls: controls.map(({ id }) => id),
      apps: null,
      usageDays: 180,
      waivers: { kind: 'off' },
      ...care,
    };
    const doors = quietDoors({
      openOrg: (target, apiVersion) => org.open({ target, apiVersion, signal, firstPoll: 10 }),
      signal,
    });
    try {
      return (await prepare(request, doors)).plan.changes.map(({ app }) => appName(app));
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  };

  for (const { name, care } of CARE)
    for (const { name: kind, fault } of KINDS)
      it(`where a request ${kind}: a ${name} run plans no app that it would have left alone otherwise`, async () => {
        const without = await planned(care);
        const strikes = strikesOf(org.simulator.journal.entries.filter(({ operation }) => OF_AN_AUDIT.has(operation)));
        expect(without).not.to.deep.equal([]);
        const widened: string[] = [];
        for (const { request, rule } of strikes) {
          org.simulator.fault({ ...fault, ...rule });
          const more = (await planned(care)).filter((app) => !without.includes(app));
          if (!org.simulator.journal.entries.some((entry) => entry.fault !== undefined)) more.push('was not struck');
          widened.push(...more.map((app) => `${request}: ${app}`));
          org.simulator.clearFaults();
        }
        expect(widened).to.deep.equal([]);
      });
});
