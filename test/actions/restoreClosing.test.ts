import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Closing } from '../../src/actions/remediate/guardClosing.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { valueOf } from '../org/support/simulatedOrg.js';
import { startUndoing, type Undoing } from './support/undoing.js';

const STRICT: Closing = { waivers: { kind: 'off' }, includeActive: false, allowLockout: false };
const LENIENT: Closing = { ...STRICT, includeActive: true, allowLockout: true };

describe('a restore of a restore, which turns flows off', () => {
  let undoing: Undoing;
  let snapshot: string;
  before(async () => {
    undoing = await startUndoing();
    undoing.reset();
    const { snapshot: taken } = await undoing.restore();
    snapshot = taken?.directory ?? '';
  });
  beforeEach(() => {
    const { state, journal } = undoing.org.simulator;
    for (const [key, component] of state.components)
      state.setComponent({ ...component, text: undoing.original[key] ?? '' });
    journal.clear();
  });
  after(() => undoing.stop());

  const again = (closing: Closing | undefined, apps: string[] | null = null): Promise<RemediationResult> =>
    undoing.restore({ snapshot, apps, ...(closing && { closing }) });
  const skips = ({ plan }: RemediationResult): Record<string, string> =>
    Object.fromEntries(plan.skipped.map(({ app, reason }) => [app.name, reason]));

  it('leaves apps alone whose flow is in use, as a remediation does', async () => {
    const result = await again({ ...STRICT, allowLockout: true });
    expect(skips(result)).to.include({ Order_Sync: 'in-use' });
    expect(result.summary.exitCode).to.be.oneOf([1, 68]);
    expect(undoing.now()['ConnectedApp:Order_Sync']).to.equal(undoing.original['ConnectedApp:Order_Sync']);
  });

  it('leaves the app alone that its own session is logged in with', async () => {
    const { clientId = '' } = valueOf(await undoing.org.open());
    undoing.edit('ConnectedApp:Order_Sync', (text) => text.replace(/(<consumerKey>)[^<]*/, `$1${clientId}`));
    const closing = { ...LENIENT, allowLockout: false };
    const result = await undoing.restore({ snapshot, apps: ['Order_Sync'], force: true, closing });
    expect(skips(result)).to.deep.equal({ Order_Sync: 'own-session' });
    expect(undoing.deploys()).to.deep.equal([]);
  });

  it('leaves an app alone that has a waiver', async () => {
    const file = join(undoing.folder, 'waivers.yml');
    writeFileSync(file, WAIVER);
    const result = await again({ ...LENIENT, waivers: { kind: 'file', path: file } }, ['Order_Sync']);
    expect([skips(result), result.summary.exitCode, undoing.deploys()]).to.deep.equal([
      { Order_Sync: 'waived' },
      1,
      [],
    ]);
  });

  it('leaves an app alone that gets a waiver while the run asks', async () => {
    const file = join(undoing.folder, 'waivers.yml');
    writeFileSync(file, 'version: 1\nwaivers: []\n');
    const result = await undoing.restore({
      ...{ snapshot, apps: ['Order_Sync'], closing: { ...LENIENT, waivers: { kind: 'file', path: file } } },
      approve: () => (writeFileSync(file, WAIVER), true),
    });
    expect([skips(result), result.summary.exitCode]).to.deep.equal([{ Order_Sync: 'waived' }, 1]);
    expect(undoing.deploys()).not.to.include('for good');
  });

  it('leaves an app alone whose waiver has ended by the day of the org, on a machine whose clock is behind', async () => {
    const file = join(undoing.folder, 'waivers.yml');
    writeFileSync(file, WAIVER.replace(inAMonth(), new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)));
    const result = await undoing.restore({
      ...{ snapshot, closing: { ...LENIENT, waivers: { kind: 'file', path: file } } },
      now: () => new Date(Date.now() - 3 * 86_400_000),
    });
    expect(skips(result)).to.deep.equal({ Order_Sync: 'waiver-expired' });
  });

  it('leaves an app alone that a client uses while the run asks for minutes', async () => {
    const { state } = undoing.org.simulator;
    const { now } = Date;
    let passed = 0;
    const rows = state.rowsOf('LoginHistory');
    const own = rows.splice(0);
    Date.now = () => now() + passed;
    try {
      const result = await undoing.restore({
        ...{ snapshot, apps: ['Order_Sync'], closing: { ...LENIENT, includeActive: false } },
        approve: () => {
          rows.push(...own);
          passed = 300_000;
          return true;
        },
      });
      expect([skips(result), result.summary.exitCode]).to.deep.equal([{ Order_Sync: 'in-use' }, 1]);
      expect(undoing.deploys()).not.to.include('for good');
    } finally {
      Date.now = now;
      if (rows.length === 0) rows.push(...own);
    }
  });

  it('does all of it where somebody takes it upon themselves', async () => {
    const result = await again(LENIENT);
    expect(result.summary).to.include({ exitCode: 0, verified: undoing.changed.length });
    expect(undoing.now()).to.deep.equal(undoing.remediated);
  });

  it('audits nothing for a restore that turns flows on', async () => {
    undoing.reset();
    await undoing.restore({ apps: ['Order_Sync'], closing: STRICT });
    const asked = undoing.org.simulator.journal.entries.map(({ operation }) => operation);
    expect(asked).not.to.include('listMetadata');
    expect(readdirSync(undoing.folder)).to.include('the snapshot');
  });
});

const inAMonth = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const WAIVER = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Order_Sync
    reason: still needed
    owner: integration-team
    expires: ${inAMonth()}
`;
