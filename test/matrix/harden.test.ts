import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { prepare } from '../../src/actions/remediate/prepare.js';
import { apply } from '../../src/actions/remediate/apply.js';
import { Refusal } from '../../src/actions/refusal.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import {
  HARDEN,
  INSIDE,
  OUTSIDE,
  POLICY,
  startHardeningOrg,
  type HardeningOrg,
} from '../actions/support/hardeningOrg.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { canMeet, CHANGE_FAULTS, struckAt, type ChangeFault } from './support/changeFaults.js';
import type { ChangeRequestRow } from './support/changeRequests.js';

/** What a hardening depends on, before and when everything is looked at again. What else an audit asks is struck in a matrix of its own. */
const REQUESTS: readonly ChangeRequestRow[] = [
  { name: 'the apps', operation: 'retrieve', nth: 1 },
  { name: 'the profiles', operation: 'retrieve', nth: 2 },
  { name: 'the first validation', operation: 'deploy', nth: 1 },
  { name: 'the end of the second validation', operation: 'checkDeployStatus', nth: 2 },
  { name: 'the deploys of others', operation: 'toolingQuery', nth: 1 },
  { name: 'the deploys of others, before everything is looked at again', operation: 'toolingQuery', nth: 2 },
  { name: 'the list of external client apps, again', operation: 'listMetadata', nth: 3 },
  { name: 'the list of connected apps and profiles, again', operation: 'listMetadata', nth: 4 },
  { name: 'the apps, again', operation: 'retrieve', nth: 3 },
  { name: 'the profiles, again', operation: 'retrieve', nth: 4 },
  { name: 'the deploys of others, right before the last look', operation: 'toolingQuery', nth: 3 },
  { name: 'the organization, right before the look', operation: 'query', nth: 24 },
  { name: 'the last look', operation: 'retrieve', nth: 5 },
  { name: 'the deploy', operation: 'deploy', nth: 3, isWrite: true },
  { name: 'the end of the deploy', operation: 'checkDeployStatus', nth: 3 },
  { name: 'the reading back', operation: 'retrieve', nth: 6 },
  { name: 'the deploys of others in between', operation: 'toolingQuery', nth: 4 },
  { name: 'the audit afterwards', operation: 'listMetadata', nth: 5 },
];

/** All but those that take minutes of patience, and those about another component. */
const FAULTS = CHANGE_FAULTS.filter(
  ({ fault }) => !['never', 'never-done'].includes(fault.kind) && fault.member === undefined,
);

const { harden: RECORDED } = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url), 'utf8')) as {
  harden: number;
};

type Ended = { result?: RemediationResult; refused?: Refusal; wasStruck: boolean };

describe('a hardening, whatever goes wrong at whichever of its requests', () => {
  let org: HardeningOrg;
  let open: string;
  let hardened: string;
  let cells = 0;

  before(async () => {
    org = await startHardeningOrg();
    open = org.textOf(POLICY);
    await org.harden();
    hardened = org.textOf(POLICY);
  });
  after(() => org.stop());

  const run = async (request: ChangeRequestRow, row: ChangeFault): Promise<Ended> => {
    const { simulator, doors, folder } = org;
    simulator.fault(struckAt(request, row));
    const abortion = new AbortController();
    const isStruck = (): boolean => simulator.journal.entries.some(({ fault }) => fault !== undefined);
    const watching = (async (): Promise<void> => {
      while (row.isInterrupted && !abortion.signal.aborted)
        if (isStruck()) abortion.abort();
        else await pause(5);
    })();
    const { signal } = abortion;
    const interruptible = {
      ...doors,
      signal,
      openOrg: (target: string, apiVersion?: string) =>
        org.open({ target, apiVersion, signal, firstPoll: 10, pauses: [5, 20] }),
    };
    const ended = await prepare(org.request(HARDEN), interruptible)
      .then((prepared) => apply(prepared, folder, interruptible))
      .catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
    abortion.abort();
    await watching;
    return { ...(ended instanceof Refusal ? { refused: ended } : { result: ended }), wasStruck: isStruck() };
  };

  const wrongWith = ({ result, refused, wasStruck }: Ended): string[] => {
    const text = org.textOf(POLICY);
    const code = refused?.exitCode ?? result?.summary.exitCode;
    const isHardened = text === hardened;
    const lies: Record<string, boolean> = {
      'no request was struck': !wasStruck,
      'half a change': !isHardened && text !== open,
      [`ended with ${code}, and it is not hardened`]: code === 0 && !isHardened,
      [`ended with ${code}, and it was changed`]: (code === 1 || code === 130) && isHardened,
      'changed without a snapshot': isHardened && result?.snapshot === undefined,
      'verified, and it is not hardened': (result?.summary.verified ?? 0) > 0 && !isHardened,
    };
    return Object.keys(lies).filter((lie) => lies[lie]);
  };

  const again = async (): Promise<string[]> => {
    org.simulator.clearFaults();
    finishDeploys(org.simulator.state);
    const { summary } = await org.harden();
    const tokens = [await org.token(OUTSIDE), await org.token(INSIDE)].join(', ');
    return summary.exitCode === 0 && org.textOf(POLICY) === hardened && tokens === 'ip restricted, issued'
      ? []
      : [`running again ends with ${summary.exitCode}: ${tokens}`];
  };

  for (const row of FAULTS)
    it(`where a request ${row.name}: all or nothing, a true ending, and running again finishes`, async () => {
      const wrong: string[] = [];
      for (const request of REQUESTS.filter((one) => canMeet(one, row))) {
        org.reset();
        const found = [...wrongWith(await run(request, row)), ...(request.isWrite ? await again() : [])];
        cells += 1;
        wrong.push(...found.map((what) => `${request.name}: ${what}`));
      }
      expect(wrong).to.deep.equal([]);
    });

  it('was tried in no fewer ways than before', () => {
    console.log(`      ${cells} cells: ${FAULTS.length} kinds of fault, ${REQUESTS.length} kinds of request`);
    expect(cells).to.be.at.least(RECORDED);
  });
});
