import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Prepared } from '../../src/actions/remediate/prepared.js';
import { Refusal } from '../../src/actions/refusal.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../actions/support/remediateOrg.js';
import { queueDeploy } from '../simulator/deploy/queue.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { FAULTS } from './support/kinds.js';

/** A deploy that waits behind another one is canceled: the one request that a change sends only then. */

const THEIRS = connectedApp({ callbackUrl: 'https://elsewhere.example.com' });
const KINDS = FAULTS.filter(({ fault, ofJobs }) => !ofJobs && fault.kind !== 'never');

const { cancel: RECORDED } = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url), 'utf8')) as {
  cancel: number;
};

describe('a deploy that is taken back, whatever goes wrong at that request', () => {
  let org: RemediateOrg;
  let cells = 0;
  beforeEach(async () => {
    org = await startRemediateOrg({ pollsUntilDone: 1 });
  });
  afterEach(() => org.stop());

  /** Somebody else's deploy is queued right before the first one of this run, and changes an app of it. */
  const behindAnother = (prepared: Prepared): Prepared => {
    let isQueued = false;
    const startDeploy: Prepared['door']['startDeploy'] = (files, options) => {
      if (!isQueued)
        queueDeploy(org.simulator.state, {
          by: 'integration.user@example.com',
          changes: () => void org.simulator.setComponent('ConnectedApp', 'Sync', THEIRS),
          asks: 8,
        });
      isQueued = true;
      return prepared.door.startDeploy(files, options);
    };
    return { ...prepared, door: { ...prepared.door, startDeploy } };
  };

  const isOff = (key: string): boolean => /Enabled>false</.test(org.textOf(key));

  const wrongWith = ({ outcomes, notices, summary }: RemediationResult): string[] => {
    const isOverwritten = org.textOf(SYNC) !== THEIRS && org.textOf(SYNC) !== connectedApp();
    const isTold = notices.some(({ code }) => code === 'may-have-overwritten') && summary.exitCode === 32;
    const verified = outcomes.filter(({ result }) => result === 'verified').map(({ component }) => component.fullName);
    const lies: Record<string, boolean> = {
      [`ended with ${summary.exitCode}, and a flow is on`]: summary.exitCode === 0 && !(isOff(SYNC) && isOff(POLICY)),
      'overwrote what somebody else changed, and did not say so': isOverwritten && !isTold,
      'verified what is on': verified.some((name) => !isOff(name === 'Sync' ? SYNC : POLICY)),
    };
    return Object.keys(lies).filter((lie) => lies[lie]);
  };

  for (const { name, fault } of KINDS)
    it(`where it ${name}: what somebody else changed is left alone, or the result says what was overwritten`, async () => {
      const prepared = behindAnother(await org.prepare());
      org.simulator.fault({ ...fault, on: 'cancelDeploy' });
      const ended = await org.apply(prepared).catch((error: unknown) => {
        if (error instanceof Refusal) return error;
        throw error;
      });
      cells += 1;
      expect(org.simulator.journal.of('cancelDeploy'), 'struck').not.to.be.empty;
      expect(ended instanceof Refusal ? [] : wrongWith(ended)).to.deep.equal([]);
    });

  it('was tried in no fewer ways than before', () => expect(cells).to.be.at.least(RECORDED));
});
