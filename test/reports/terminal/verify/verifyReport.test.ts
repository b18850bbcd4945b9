import { expect } from 'chai';
import { createTexts } from '../../../../src/cli/texts.js';
import { causeOf, LOGIN_CAUSES, mayPass } from '../../../../src/migration/loginCause.js';
import type { FlowUse, LoginProof, VerifyResult } from '../../../../src/migration/verifyResult.js';
import type { App } from '../../../../src/posture/model.js';
import { verifyReport } from '../../../../src/reports/terminal/verify/verifyReport.js';

const texts = createTexts();
const ESC = String.fromCharCode(27);

const PROVEN: LoginProof = {
  proven: true,
  audience: 'https://login.salesforce.com',
  attempts: [{ audience: 'https://login.salesforce.com', outcome: 'issued' }],
  rounds: 1,
  causes: [],
  token: 'revoked',
};
const refused = (error: string, description: string): LoginProof => ({
  proven: false,
  attempts: [{ audience: 'https://login.salesforce.com', outcome: 'refused', error, description }],
  rounds: 1,
  causes: [causeOf({ error, description })],
  token: 'none',
});

const reportOf = (login: Partial<LoginProof>, flow: Partial<FlowUse> = {}, more: Partial<VerifyResult> = {}): string =>
  verifyReport(
    {
      schemaVersion: 1,
      tool: { name: 'sf-oauth-posture', version: '1.0.0' },
      startedAt: '2026-11-28T12:00:00.000Z',
      finishedAt: '2026-11-28T12:00:10.000Z',
      org: {
        id: '00D000000000001EAA',
        username: 'a@example.com',
        alias: 'prod',
        instanceUrl: 'https://x.my.salesforce.com',
        apiVersion: '68.0',
      },
      app: { type: 'ConnectedApp', name: 'Sync', managed: false },
      reason: 'flow-enabled',
      username: 'integration@example.com',
      isClientIdCompared: true,
      login: { ...PROVEN, ...login },
      flow: { status: 'stopped', windowDays: 7, ...flow },
      failedSteps: [],
      summary: { exitCode: 0 },
      ...more,
    },
    texts,
    { view: 'table', width: 100, color: false },
  );

describe('the report of verify', () => {
  const headings: [FlowUse['status'], string, string][] = [
    [
      'stopped',
      "works, and there's no evidence that its client credentials flow is still used",
      'sf oauth-posture remediate --target-org prod --app ConnectedApp:Sync --include-active --dry-run',
    ],
    ['off', 'works, and its client credentials flow is off', ''],
    ['used', 'works, but its client credentials flow is still used', 'Move the client to JWT bearer'],
    ['unknown', "works, but it's unknown whether its client credentials flow is still used", 'failed steps'],
  ];
  for (const [status, heading, next] of headings)
    it(`says what is proven and what comes next where the flow is ${status}`, () => {
      const text = reportOf({}, { status });
      expect(text).to.include(`The new login of Sync ${heading}`);
      expect(text.replaceAll(/ \\\n +/g, ' ')).to.include(next);
      if (status !== 'stopped') expect(text).not.to.include('oauth-posture remediate');
    });

  it('names the command only where it would turn the flow off', () => {
    const ofApp = (type: App['type'], managed: boolean): App => ({ type, name: 'Sync', managed });
    const eca = ofApp('ExternalClientApplication', false);
    const ways: [string, Partial<VerifyResult>, string][] = [
      ['a packaged connected app', { app: ofApp('ConnectedApp', true) }, 'clear "Run As"'],
      ['a hardened app', { app: eca, reason: 'hardened' }, '"flow on, hardened"'],
      ['an app that only SOQL shows as on', { app: eca, reason: 'enabled-by-query' }, 'uncheck "Enable Client'],
    ];
    for (const [what, more, todo] of ways)
      expect(reportOf({}, {}, more).replaceAll(/\s+/g, ' '), what)
        .to.include(todo)
        .and.not.include('oauth-posture remediate');
    const packaged = { app: ofApp('ExternalClientApplication', true), reason: 'not-hardened' } as const;
    expect(reportOf({}, {}, packaged)).to.include('oauth-posture remediate');
  });

  for (const type of ['ExternalClientApplication', 'ConnectedApp'] as const)
    it(`says that the client ID was not compared with the consumer key of the app, in each state: ${type}`, () => {
      const app: App = { type, name: 'Sync', managed: false };
      const where = type === 'ConnectedApp' ? 'App Manager › the app › View' : 'External Client App Manager';
      for (const status of ['stopped', 'off', 'used', 'unknown'] as const) {
        const report = reportOf({}, { status }, { app, isClientIdCompared: false }).replace(/\s+/g, ' ');
        expect(report).to.include('Compare the client ID that you passed').and.include(where);
        expect(reportOf({}, { status }, { app })).not.to.include('Compare the client ID');
      }
    });

  it('offers to turn nothing off while the login is not proven', () => {
    const text = reportOf(refused('invalid_grant', "user hasn't approved this consumer"));
    expect(text).to.include("couldn't be verified").and.include('--wait=10').and.not.include('remediate');
  });

  it('tells that a token may live, whatever else there is to tell', () => {
    for (const login of [{ token: 'alive' as const }, { ...refused('x', 'y'), token: 'alive' as const }])
      expect(reportOf(login)).to.include("doesn't confirm").and.include('Session Management');
  });

  it('ends with the exit code, and how the run came to it', () => {
    const ended = (login: Partial<LoginProof>, flow: Partial<FlowUse>, exitCode: number): string[] =>
      reportOf(login, flow, { summary: { exitCode } }).split('\n\n').at(-1)!.trimEnd().split('\n  ');
    const moved = 'The new login works, and no login through the old flow was seen in the last 7 days.';
    const token = 'The issued token may still be valid.';
    expect(ended({}, {}, 0)).to.deep.equal(['Exit code 0', moved]);
    expect(ended({ token: 'alive' }, {}, 31)).to.deep.equal(['Exit code 31', moved, token]);
    const used = 'The new login works, but the old flow is still used.';
    expect(ended({ token: 'alive' }, { status: 'used' }, 30)).to.deep.equal(['Exit code 30', used]);
    const not = "The new login couldn't be verified.";
    expect(ended(refused('x', 'y'), {}, 1)).to.deep.equal(['Exit code 1', not]);
  });

  it('shows the command that compares certificates on lines of its own', () => {
    const text = reportOf(refused('invalid_client', 'invalid client credentials'));
    expect(text).to.include('\n     openssl x509 -in cert.pem -noout -enddate -fingerprint -sha256\n');
  });

  it('has a sentence and something to do for every cause', () => {
    for (const cause of LOGIN_CAUSES) {
      const text = reportOf({ proven: false, causes: [cause] });
      expect(text).to.include('Why').and.include('Next steps');
      expect(texts.say('verify', `cause.${cause}`)).not.to.equal(texts.say('verify', `cause.${cause}.todo`));
    }
  });

  it('shows the org’s words without what a terminal would take for more', () => {
    const text = reportOf(refused('invalid_grant', `${ESC}]0;title${ESC}\\ \u202egnp.exe\nsecond line`));
    expect(text).not.to.include(ESC).and.not.include('\u202e').and.not.include('\nsecond line');
  });
});

describe('why a login did not work', () => {
  const rows: [error: string, description: string, cause: string, mayPass: boolean][] = [
    ['invalid_grant', "user hasn't approved this consumer", 'not-approved', true],
    ['invalid_app_access', 'user is not admin approved to access this app', 'not-assigned', true],
    ['invalid_client', 'invalid client credentials', 'wrong-certificate', true],
    ['invalid_client_id', 'client identifier invalid', 'unknown-client', true],
    ['invalid_grant', 'audience is invalid', 'wrong-audience', true],
    ['app_not_found', 'External client app is not installed in this org', 'wrong-audience', true],
    ['invalid_grant', 'invalid assertion', 'invalid-assertion', true],
    ['inactive_user', 'user is inactive', 'inactive-user', false],
    ['invalid_grant', 'app is not enabled', 'app-off', false],
    ['invalid_grant', 'ip restricted', 'ip-restricted', false],
    ['invalid_grant', 'something new', 'unrecognized', true],
    ['unsupported_grant_type', 'grant type not supported', 'unrecognized', false],
  ];
  for (const [error, description, cause, passes] of rows)
    it(`is ${cause} where the org says "${description}"`, () => {
      expect([causeOf({ error, description }), mayPass({ error, description })]).to.deep.equal([cause, passes]);
    });
});
