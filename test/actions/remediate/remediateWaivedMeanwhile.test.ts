import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { savedPlanText } from '../../../src/actions/remediate/savedPlan.js';
import { queueDeploy } from '../../simulator/deploy/queue.js';
import {
  outcomesIn,
  POLICY,
  skipsIn,
  startRemediateOrg,
  SYNC,
  TOOL,
  type RemediateOrg,
} from '../support/remediateOrg.js';

const DAY = 86_400_000;

const waiverUntil = (days: number): string => `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Sync
    reason: Vendor has no JWT support yet
    owner: integration-team
    expires: ${new Date(Date.now() + days * DAY).toISOString().slice(0, 10)}
`;

const WAIVER = waiverUntil(1);

describe('a waiver that is written while a remediation asks', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const path = (): string => join(org.folder, 'oauth-posture.yml');
  const waivers = () => ({ kind: 'byDefault', folder: org.folder }) as const;
  const writing = (text: string) => ({
    approve: () => {
      writeFileSync(path(), text);
      return Promise.resolve(true);
    },
  });

  it('keeps its app as it is, and the others are changed', async () => {
    const before = org.textOf(SYNC);
    const result = await org.apply(await org.prepare({ waivers: waivers() }), writing(WAIVER));
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect(skipsIn(result)).to.deep.equal({ [SYNC]: 'waived' });
    expect([org.textOf(SYNC), result.summary.exitCode]).to.deep.equal([before, 0]);
  });

  it('keeps its app as well where it is written while the run waits for a deploy of somebody else', async () => {
    const before = org.textOf(SYNC);
    const prepared = await org.prepare({ waivers: waivers() });
    queueDeploy(org.simulator.state, {
      by: 'integration.user@example.com',
      changes: () => writeFileSync(path(), WAIVER),
      asks: 3,
    });
    const result = await org.apply(prepared);
    expect([outcomesIn(result), skipsIn(result)]).to.deep.equal([{ [POLICY]: 'verified' }, { [SYNC]: 'waived' }]);
    expect([org.textOf(SYNC), result.summary.exitCode]).to.deep.equal([before, 0]);
  });

  it('makes a saved plan less than it was approved, and the result says so', async () => {
    const plan = join(org.folder, 'plan.json');
    writeFileSync(plan, savedPlanText(await org.prepare(), TOOL));
    const prepared = await org.prepare({ plan, waivers: waivers() });
    const result = await org.apply(prepared, writing(WAIVER));
    expect(skipsIn(result)).to.deep.equal({ [SYNC]: 'waived' });
    expect(result.summary).to.include({ verified: 1, exitCode: 68 });
  });

  it('leaves nothing to do where it was the only app', async () => {
    const prepared = await org.prepare({ waivers: waivers(), apps: ['Sync'] });
    org.simulator.journal.clear();
    const result = await org.apply(prepared, writing(WAIVER));
    expect([result.mode, skipsIn(result)]).to.deep.equal(['nothing-to-do', { [SYNC]: 'waived' }]);
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  });

  it('with a mistake ends the run, and nothing is changed', async () => {
    const prepared = await org.prepare({ waivers: waivers() });
    org.simulator.journal.clear();
    const ended: unknown = await org.apply(prepared, writing('version: 7\n')).catch((error: unknown) => error);
    expect(ended).to.include({ code: 'invalid' });
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  });
});

describe('a waiver whose last day has passed by the org, on a machine whose clock is behind', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
    org.doors.now = () => new Date(Date.now() - 3 * DAY);
  });
  afterEach(() => org.stop());

  const path = (): string => join(org.folder, 'oauth-posture.yml');
  const waivers = () => ({ kind: 'byDefault', folder: org.folder }) as const;

  it('is no waiver for a remediation: its app is left alone as expired, and changed where it is named', async () => {
    writeFileSync(path(), waiverUntil(-1));
    const prepared = await org.prepare({ waivers: waivers() });
    expect(skipsIn(prepared)).to.deep.equal({ [SYNC]: 'waiver-expired' });
    const named = await org.remediate({ waivers: waivers(), apps: ['Sync'] });
    expect(outcomesIn(named)).to.deep.equal({ [SYNC]: 'verified' });
  });

  it('keeps nothing back where it is written while the run asks', async () => {
    const result = await org.apply(await org.prepare({ waivers: waivers() }), {
      approve: () => {
        writeFileSync(path(), waiverUntil(-1));
        return Promise.resolve(true);
      },
    });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
  });
});
