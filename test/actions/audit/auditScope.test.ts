import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEMO_ORG } from '../../simulator/connect.js';
import type { AuditReport } from '../../../src/posture/model.js';
import {
  failedSteps,
  findingOf,
  namesOf,
  startAuditedOrg,
  stepOf,
  targetOf,
  type AuditedOrg,
} from '../support/auditedOrg.js';

const ORDER_SYNC = readFileSync(join(DEMO_ORG, 'connectedApps/Order_Sync.connectedApp'), 'utf8');

describe('audit: what it looks at', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());
  afterEach(() => org.simulator.clearFaults());

  it('asks for nothing of external client apps when only the other control is wanted', async () => {
    const report = await org.audit({ controls: ['connected-app-client-credentials'] });
    expect(targetOf(report).findings.map(({ app }) => app.type)).to.satisfy((types: string[]) =>
      types.every((type) => type === 'ConnectedApp'),
    );
    expect(report.scope.controls).to.deep.equal(['connected-app-client-credentials']);
    const asked = org.simulator.journal.entries.map(({ detail }) => detail).join('\n');
    expect(asked).not.to.match(/ExternalClientApplication|ExtlClntApp/);
  });

  it('never asks for the settings that hold the secrets of external client apps', async () => {
    await org.audit();
    const asked = org.simulator.journal.entries.map(({ detail }) => detail).join('\n');
    expect(asked)
      .to.include('ExtlClntAppOauthConfigurablePolicies')
      .and.not.to.match(/GlobalOauth/);
  });

  const patterns: Array<[apps: string[], names: string[]]> = [
    [['Order_Sync'], ['Order_Sync']],
    [['order_sync'], ['Order_Sync']],
    [
      ['*_Export', 'Staff_*'],
      ['Billing_Export', 'Staff_Portal'],
    ],
    [['nova__Partner_Hub'], ['nova__Partner_Hub']],
    [['Partner_Hub'], ['nova__Partner_Hub']],
    [['acme__*'], ['acme__Invoice_Connector']],
    [['?egacy_Feed'], ['Legacy_Feed']],
  ];
  for (const [apps, names] of patterns)
    it(`reports for ${apps.join(', ')}: ${names.join(', ')}`, async () => {
      const report = await org.audit({ apps });
      expect(namesOf(report)).to.deep.equal(names);
      expect(report.scope.apps).to.deep.equal([...apps].sort());
    });

  it('narrows the findings by --app, not what is read: a shared user is still seen', async () => {
    org.simulator.setComponent('ConnectedApp', 'Twin', ORDER_SYNC);
    const shared = findingOf(await org.audit({ apps: ['Order_Sync'] }), 'Order_Sync');
    const dedicated = shared.risk?.factors.find(({ factor }) => factor === 'user-dedicated');
    org.simulator.removeComponent('ConnectedApp', 'Twin');
    expect(dedicated).to.deep.equal({ factor: 'user-dedicated', state: 'absent', detail: 'ConnectedApp:Twin' });
  });

  describe('with --control for external client apps alone', () => {
    const controls = ['eca-client-credentials-policy'] as const;
    const named = 'Catalogue_Publisher';
    const asItsUser = (): string => {
      const { executionUser } = findingOf(before, named);
      return ORDER_SYNC.replace(/(<oauthClientCredentialUser>)[^<]*/, `$1${executionUser?.username ?? 'nobody'}`);
    };
    let before: AuditReport;
    beforeEach(async () => {
      before = await org.audit({ controls });
    });
    afterEach(() => org.simulator.removeComponent('ConnectedApp', 'Twin'));

    it('still sees a connected app that runs as the user of one: it is not hardened', async () => {
      expect(findingOf(before, named).reason).to.equal('hardened');
      org.simulator.setComponent('ConnectedApp', 'Twin', asItsUser());
      const report = await org.audit({ controls });
      expect(findingOf(report, named)).to.deep.include({ status: 'fail', reason: 'not-hardened' });
      expect(new Set(targetOf(report).findings.map(({ control }) => control))).to.deep.equal(new Set(controls));
      expect((await org.refusal({ controls, apps: ['Twin'] })).name).to.equal('UnknownAppError');
    });

    it('does not call it hardened where the connected apps are refused', async () => {
      org.simulator.fault({
        kind: 'error',
        code: 'INSUFFICIENT_ACCESS',
        on: /^([\w,]+,)?ConnectedApp(,|$)/,
        times: Infinity,
      });
      const report = await org.audit({ controls });
      expect(findingOf(report, named).reason).to.equal('hardening-unknown');
      expect(failedSteps(report)).to.deep.equal(['list-connected-apps']);
    });

    it('asks for no more than a run for both', async () => {
      const { requests = 0 } = targetOf(await org.audit());
      expect(targetOf(before).requests).to.be.at.most(requests);
    });

    it('needs no connected apps where no flow is on', async () => {
      const empty = await startAuditedOrg({ folder: join(DEMO_ORG, 'settings') });
      empty.simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on: /ConnectedApp/, times: Infinity });
      const report = await empty.audit({ controls }).finally(() => empty.stop());
      expect([failedSteps(report), report.gate.exitCode]).to.deep.equal([[], 0]);
    });
  });

  describe('a hardened app beside others that could not be read', () => {
    const HARDENED = 'Catalogue_Publisher';
    const UNREAD = 'ConnectedApp:Vendor_Sync, ConnectedApp:acme__Invoice_Connector';
    const told = ({ notices }: AuditReport): unknown[] =>
      notices.flatMap(({ code, data }) => (code === 'others-not-read' ? [data] : []));

    it('says which they are where the run leaves them out: one of them may have the same user', async () => {
      expect(told(await org.audit({ apps: [HARDENED] }))).to.deep.equal([{ apps: 1, others: UNREAD }]);
      const report = await org.audit({ controls: ['eca-client-credentials-policy'] });
      expect(told(report)).to.deep.equal([{ apps: 1, others: UNREAD }]);
      expect(report.gate.exitCode).to.equal(30);
    });

    it('names only those that have no finding of their own, and only where an app passes as hardened', async () => {
      expect(told(await org.audit())).to.deep.equal([]);
      expect(told(await org.audit({ apps: ['Ticket_Bridge'] }))).to.deep.equal([]);
      expect(told(await org.audit({ apps: [HARDENED, 'Vendor_Sync'] }))).to.deep.equal([
        { apps: 1, others: 'ConnectedApp:acme__Invoice_Connector' },
      ]);
    });

    it('names one that only SOQL shows where connected apps are not judged', async () => {
      const hidden = await startAuditedOrg({ rows: { ConnectedApplication: [{ Name: 'Hidden Sync' }] } });
      const report = await hidden.audit({ controls: ['eca-client-credentials-policy'] }).finally(() => hidden.stop());
      expect(JSON.stringify(told(report))).to.include('ConnectedApp:Hidden Sync');
      expect(namesOf(report)).not.to.include('Hidden Sync');
    });
  });

  it('refuses a name that no app has, and tells those that come near', async () => {
    const error = await org.refusal({ apps: ['Order_Sink'] });
    expect([error.name, error.exitCode]).to.deep.equal(['UnknownAppError', 1]);
    expect(error.message).to.include('Order_Sink');
    expect(error.actions?.join(' ')).to.include('Order_Sync');
  });

  it('does not call a name unknown while a list could not be read', async () => {
    org.simulator.fault({
      kind: 'error',
      code: 'INSUFFICIENT_ACCESS',
      on: /^([\w,]+,)?ConnectedApp(,|$)/,
      times: Infinity,
    });
    const report = await org.audit({ apps: ['Order_Sync'] });
    expect(namesOf(report)).to.deep.equal([]);
    expect(failedSteps(report)).to.deep.equal(['list-connected-apps']);
    expect(report.gate.exitCode).to.equal(31);
  });

  it('does not look for use with --usage-days 0, and says so', async () => {
    const report = await org.audit({ usageDays: 0 });
    expect(stepOf(report, 'query-login-history')).to.deep.include({ status: 'skipped', detail: 'usage-days: 0' });
    expect(findingOf(report, 'Order_Sync')).not.to.have.property('usage');
    expect(org.simulator.journal.entries.some(({ detail }) => detail.includes('FROM LoginHistory'))).to.equal(false);
  });

  it('has a failed step, not a pass, when --wait runs out while the org is at work', async () => {
    org.simulator.fault({ kind: 'never-done', on: 'retrieve', times: Infinity });
    const report = await org.audit({ waitMs: 400, failOn: 'never', allowIncomplete: true });
    expect(stepOf(report, 'retrieve-apps')).to.deep.include({ status: 'failed', detail: 'wait-ended' });
    expect(report.summary.pass).to.equal(0);
    expect(report.gate.exitCode).to.equal(31);
  });
});

describe('audit: an API version that hides the flags', () => {
  let org: AuditedOrg;
  before(async () => {
    org = await startAuditedOrg();
  });
  after(() => org.stop());
  afterEach(() => delete process.env['SF_ORG_API_VERSION']);

  it('is refused when a flag names it, before the org is asked', async () => {
    const error = await org.refusal({ apiVersion: '59.0' });
    expect([error.name, error.exitCode]).to.deep.equal(['ApiVersionTooOldError', 1]);
    expect(error.message).to.include('59.0').and.to.include('60.0');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('is refused when the configuration names it', async () => {
    process.env['SF_ORG_API_VERSION'] = '55.0';
    const error = await org.refusal();
    expect([error.name, error.exitCode]).to.deep.equal(['OrgVersionTooOldError', 1]);
    expect(error.actions?.join(' ')).to.include('55.0');
    expect(error.actions?.join(' ')).to.include('org-api-version');
    expect(org.simulator.journal.of('listMetadata')).to.deep.equal([]);
  });

  it('is accepted from 56 on where external client apps are not looked at', async () => {
    const controls = ['connected-app-client-credentials'] as const;
    expect((await org.refusal({ apiVersion: '55.0', controls })).message).to.include('56.0');
    const report = await org.audit({ apiVersion: '56.0', controls });
    expect(targetOf(report).org?.apiVersion).to.equal('56.0');
    expect(findingOf(report, 'Order_Sync').reason).to.equal('flow-enabled');
  });
});

describe('audit: an org that changes behind its back', () => {
  let org: AuditedOrg;
  beforeEach(async () => {
    org = await startAuditedOrg();
  });
  afterEach(() => org.stop());

  it('sees one changed file: the verdict is another', async () => {
    expect(findingOf(await org.audit(), 'Order_Sync').status).to.equal('fail');
    const off = ORDER_SYNC.replace('>true</isClientCredentialEnabled>', '>false</isClientCredentialEnabled>');
    org.simulator.setComponent('ConnectedApp', 'Order_Sync', off);
    expect(findingOf(await org.audit(), 'Order_Sync')).to.deep.include({ status: 'pass', reason: 'flow-disabled' });
  });

  it('does not evaluate an app that is listed and not returned, and ends with 31', async () => {
    const unretrievable = 'Entity of type ConnectedApp named Order_Sync cannot be found';
    org.simulator.setComponent('ConnectedApp', 'Order_Sync', ORDER_SYNC, { unretrievable });
    const report = await org.audit({ apps: ['Order_Sync'] });
    expect(findingOf(report, 'Order_Sync')).to.deep.include({ status: 'not-evaluated', reason: 'not-returned' });
    expect(report.gate.exitCode).to.equal(31);
  });
});
