import { expect } from 'chai';
import { ADVICE, adviceFor } from '../../src/posture/controls/advice.js';
import { evaluate } from '../../src/posture/evaluate.js';
import type { FactorId, Finding } from '../../src/posture/model.js';
import type { AnySubject, ConnectedAppSubject, Context, EcaSubject, ExecutionUser } from '../../src/posture/subject.js';
import {
  ABSENT,
  connectedApp,
  contextOf,
  executionUser,
  flagFile,
  externalClientApp,
  granted,
  inSource,
  known,
  NARROW,
  NOTHING_KNOWN,
  ON,
  notKnown,
  openConnectedApp,
  openExternalClientApp,
  openPolicy,
  openRow,
  settings,
  plugin,
  policy,
  unparsable,
  USERNAME,
  userWith,
  WIDE,
} from './support/builders.js';

const judge = (subject: AnySubject, around?: Partial<Context>, user?: ExecutionUser): Finding =>
  evaluate(subject, contextOf(subject, around, user), '00D000000000001EAA');

const evidenceOf = (finding: Finding): string[] =>
  finding.evidence.map(({ source, component, path, value }) => `${source} ${component} ${path}=${value}`);

describe('posture: the identity of a finding', () => {
  const idOf = (name: string, target = '00D000000000001EAA'): string => {
    const subject = connectedApp();
    return evaluate({ ...subject, app: { ...subject.app, name } }, contextOf(subject), target).id;
  };

  it('names control, target, type, namespace and app', () => {
    expect(judge(connectedApp({ managed: true })).id).to.equal(
      'connected-app-client-credentials/00D000000000001EAA/connectedapp/ns/billing',
    );
  });

  it('does not change with the verdict or with the case of a name', () => {
    expect(judge(openConnectedApp()).id).to.equal(judge(connectedApp()).id);
    expect(idOf('BILLING')).to.equal(idOf('billing'));
  });

  it('keeps apart what differs, however it is named', () => {
    const ids = [idOf('a'), idOf('b'), idOf('a/b'), idOf('a%2Fb'), idOf('a', 'other'), judge(externalClientApp()).id];
    expect(new Set(ids).size).to.equal(ids.length);
  });
});

describe('posture: the evidence of a finding', () => {
  it('shows both sources where they disagree', () => {
    const finding = judge(externalClientApp({ policies: [policy()], crossCheck: known([openRow()]) }));
    expect(evidenceOf(finding)).to.include.members([
      'metadata ExtlClntAppOauthConfigurablePolicies:Billing_oauthPlcy isClientCredentialsFlowEnabled=false',
      'query ExtlClntAppOauthPlcyCnfg:Billing_oauthPlcy IsClientCredentialsFlowEnabled=true',
    ]);
  });

  it('tells an unreadable cross-check from an empty one', () => {
    const count = (crossCheck: Parameters<typeof externalClientApp>[0]): string[] =>
      evidenceOf(judge(externalClientApp({ policies: [policy()], ...crossCheck })));
    expect(count({ crossCheck: notKnown() })).to.include('query ExtlClntAppOauthPlcyCnfg count=null');
    expect(count({ crossCheck: known([]) })).to.include('query ExtlClntAppOauthPlcyCnfg count=0');
  });

  it('names each part of the hardening with what was seen of it', () => {
    const user = executionUser({ permissions: known({ granted: [granted('AuthorApex')], unread: [] }) });
    const component = 'ExtlClntAppOauthConfigurablePolicies:Billing_oauthPlcy';
    const finding = judge(openExternalClientApp(), { allAppsRead: false }, user);
    expect(evidenceOf(finding)).to.include.members([
      `judgement ${component} hardening.broad-permissions=failed: AuthorApex`,
      `judgement ${component} hardening.user-dedicated=unknown: apps-not-read`,
      `judgement ${component} hardening.user-active=proven`,
    ]);
  });

  it('tells which apps were not read beside a user that no other app shares', () => {
    const finding = judge(openExternalClientApp(), { unreadApps: ['ConnectedApp:Installed'] });
    expect(finding.reason).to.equal('hardened');
    expect(evidenceOf(finding)).to.include(
      'judgement ExtlClntAppOauthConfigurablePolicies:Billing_oauthPlcy hardening.user-dedicated=proven: apps-not-read: ConnectedApp:Installed',
    );
  });

  it('does not name the app itself among those that were not read', () => {
    const finding = judge(openExternalClientApp(), { unreadApps: ['ExternalClientApplication:Billing'] });
    expect(evidenceOf(finding)).to.include(
      'judgement ExtlClntAppOauthConfigurablePolicies:Billing_oauthPlcy hardening.user-dedicated=proven',
    );
  });

  it('shows who chose the Run As user of an app whose flow is on', () => {
    const userSetBy = new Map([
      ['connectedapp:billing', { when: '2026-11-01T08:00:00Z', by: 'admin@example.com', said: 'Changed Billing' }],
    ]);
    const rows = [
      'query SetupAuditTrail CreatedBy.Username=admin@example.com',
      'query SetupAuditTrail CreatedDate=2026-11-01T08:00:00Z',
      'query SetupAuditTrail Display=Changed Billing',
    ];
    expect(evidenceOf(judge(openConnectedApp(), { userSetBy }))).to.include.members(rows);
    for (const finding of [judge(connectedApp(), { userSetBy }), judge(openExternalClientApp(), { userSetBy })])
      expect(evidenceOf(finding).join('\n')).not.to.include('SetupAuditTrail');
  });

  it('shows the label, or else the name, of an app that only a query returns', () => {
    const unlisted: ConnectedAppSubject = { ...connectedApp({ read: 'not-returned' }), isUnlisted: true };
    expect(evidenceOf(judge(unlisted))).to.include('query ConnectedApplication Name=Billing');
    const labelled = { ...unlisted, app: { ...unlisted.app, label: 'Billing (EU)' } };
    expect(evidenceOf(judge(labelled))).to.include('query ConnectedApplication Name=Billing (EU)');
    expect(evidenceOf(judge(connectedApp())).join('\n')).not.to.include('ConnectedApplication');
  });

  it('shows a source that returns neither the app nor its policy', () => {
    const row = 'listing ExternalClientApplication:Billing count=0';
    expect(evidenceOf(judge(externalClientApp({ missingFrom: 'listing' })))).to.include(row);
    expect(evidenceOf(judge(externalClientApp({ missingFrom: 'listing', policies: [policy()] })))).not.to.include(row);
    expect(evidenceOf(judge(externalClientApp())).join('\n')).not.to.include('listing');
  });

  it('shows the switches of an app by a query only beside those of its metadata', () => {
    const appPolicyRows = [{ developerName: 'Billing_plcy', appEnabled: true, pluginEnabled: false }];
    const shown = (plugins: EcaSubject['plugins']): string =>
      evidenceOf(judge(externalClientApp({ policies: [openPolicy()], plugins, appPolicyRows }))).join('\n');
    expect(shown([plugin()])).to.include('query ExtlClntAppPlcyCnfg:Billing_plcy IsEnabled=true');
    expect(shown([])).not.to.include('ExtlClntAppPlcyCnfg');
  });

  it('names the place where the switch of an app cannot be read', () => {
    const plugins = [{ ...plugin(), facts: unparsable() }];
    expect(evidenceOf(judge(externalClientApp({ policies: [openPolicy()], plugins })))).to.include(
      'metadata ExtlClntAppConfigurablePolicies:Billing_plcy =conflict-markers 3:1',
    );
  });

  it('shows the switch of a switched-off app', () => {
    const finding = judge(
      externalClientApp({ policies: [openPolicy()], plugins: [plugin({ pluginEnabled: ABSENT })] }),
    );
    expect(evidenceOf(finding)).to.include(
      'metadata ExtlClntAppConfigurablePolicies:Billing_plcy isOauthPluginEnabled=null',
    );
  });

  it('names the place where a file cannot be read', () => {
    const finding = judge(connectedApp({ inSource: true, read: unparsable() }));
    expect(evidenceOf(finding)).to.deep.equal(['file ConnectedApp:Billing =conflict-markers 3:1']);
    const further = judge(connectedApp({ inSource: true, read: { ...unparsable('not-well-formed'), column: 17 } }));
    expect(evidenceOf(further)).to.deep.equal(['file ConnectedApp:Billing =not-well-formed 3:17']);
  });

  it('never shows a secret', () => {
    const finding = judge(openConnectedApp({ inSource: true, secretOffset: 7, consumerKey: 'PLANTED_KEY' }));
    expect(finding.risk?.factors).to.deep.include({
      factor: 'secret-in-source',
      state: 'present',
      detail: finding.app.file,
    });
    expect(JSON.stringify(finding)).not.to.contain('PLANTED_KEY');
  });

  it('does not depend on the order in which things were read', () => {
    const permissions = ['ViewAllData', 'AuthorApex', 'ManageUsers'].map((name) => granted(name));
    const policies = [openPolicy({}, 'One'), openPolicy({ ipRelaxation: 'Bypass' }, 'Two'), policy({}, 'Three')];
    const rows = ['One', 'Two', 'Three'].map((developerName) => openRow({ developerName }));
    const others = ['ConnectedApp:A', 'ConnectedApp:B'];
    const finding = (order: <T>(items: T[]) => T[]): Finding =>
      judge(
        externalClientApp({ policies: order(policies), crossCheck: known(order(rows)) }),
        { appsByUser: new Map([[USERNAME, order(others)]]) },
        executionUser({ permissions: known({ granted: order(permissions), unread: [] }) }),
      );
    expect(finding((items) => items.toReversed())).to.deep.equal(finding((items) => items));
  });
});

describe('posture: the execution user of a finding', () => {
  it('is reported with its permissions and ranges', () => {
    const user = executionUser({
      permissions: known({ granted: [granted('ViewAllData', 'Profile:Sales')], unread: [] }),
      modifyAllObjects: known([granted('ModifyAllRecords:Account')]),
      loginIpRanges: known([NARROW, NARROW]),
    });
    expect(judge(openExternalClientApp(), {}, user).executionUser).to.deep.equal({
      username: USERNAME,
      state: 'active',
      profile: 'Minimum Access - API Only Integrations',
      licence: 'Salesforce Integration',
      broadPermissions: [
        { permission: 'ModifyAllRecords:Account', via: 'PermissionSet:Integration' },
        { permission: 'ViewAllData', via: 'Profile:Sales' },
      ],
      loginIpRanges: { count: 2, addresses: '256' },
    });
  });

  it('has its permissions in order of their names, then of where they come from', () => {
    const found = [
      granted('AuthorApex', 'Profile:Z'),
      granted('ViewAllData', 'PermissionSet:A'),
      granted('ViewAllData', 'PermissionSet:B'),
    ];
    for (const order of [found, found.toReversed()])
      expect(judge(openExternalClientApp(), {}, userWith(...order)).executionUser?.broadPermissions).to.deep.equal(
        found,
      );
  });

  it('is named as the app spells it, with nothing invented where it was not read', () => {
    const finding = judge(openConnectedApp({ executionUser: 'Some.Body@Example.com' }));
    expect(finding.executionUser).to.deep.equal({ username: 'Some.Body@Example.com', state: 'unknown' });
  });

  for (const [what, user, told] of [
    ['all permissions were read', executionUser(), []],
    [
      'one permission could not be read',
      executionUser({ permissions: known({ granted: [], unread: ['ViewAllData'] }) }),
      undefined,
    ],
    ['Modify All on objects could not be read', executionUser({ modifyAllObjects: notKnown() }), undefined],
    ['the permissions could not be read', executionUser({ permissions: notKnown() }), undefined],
    ['the profile could not be read', executionUser({ adminProfile: notKnown() }), undefined],
    ['the profile is that of administrators', executionUser({ adminProfile: known(true) }), undefined],
  ] as const)
    it(`has an empty list of broad permissions only where all were read: ${what}`, () => {
      expect(judge(openConnectedApp(), {}, user).executionUser?.broadPermissions).to.deep.equal(told);
    });

  it('is there for a pass as well, and not for an app whose flow is off', () => {
    expect(judge(openExternalClientApp())).to.include.keys('executionUser', 'usage').and.not.to.include.keys('risk');
    expect(judge(connectedApp({ executionUser: USERNAME }))).not.to.have.any.keys('executionUser', 'usage');
  });

  it('carries the use that was seen, and none where nobody looked', () => {
    const usage = { status: 'seen', windowDays: 90, logins: 3 } as const;
    expect(judge(openConnectedApp(), { usage: new Map([['connectedapp:billing', usage]]) }).usage).to.equal(usage);
    expect(judge(openConnectedApp(), { usageDays: 0 })).not.to.have.property('usage');
  });

  it('names a few of 5,000 apps that share a user, and counts the others', () => {
    const apps = Array.from({ length: 5000 }, (_, index) => `ConnectedApp:App${String(index).padStart(4, '0')}`);
    const finding = judge(openExternalClientApp(), { appsByUser: new Map([[USERNAME, apps]]) });
    const dedicated = finding.risk?.factors.find(({ factor }) => factor === 'user-dedicated');
    expect(dedicated?.detail).to.match(/^ConnectedApp:App0000, .*, \+\d{4}$/);
    expect(JSON.stringify(finding).length).to.be.below(5000);
  });

  const detailOf = (finding: Finding, wanted: FactorId): string | undefined =>
    finding.risk?.factors.find(({ factor }) => factor === wanted)?.detail;

  it('is as bad as the worse of two users that its copies name, in each of what counts against an app', () => {
    const other = (differing: Partial<ExecutionUser>): ExecutionUser =>
      executionUser({ username: 'two@example.com', userId: '005000000000002AAA', ...differing });
    const subject = openConnectedApp({ userCopies: [USERNAME, 'two@example.com'] });
    const stateOf = (wanted: FactorId, two: ExecutionUser, appsOfTwo = ['ConnectedApp:Billing']): unknown => {
      const users = new Map([executionUser(), two].map((user) => [user.username, user]));
      const appsByUser = new Map([
        [USERNAME, ['ConnectedApp:Billing']],
        ['two@example.com', appsOfTwo],
      ]);
      return judge(subject, { users, appsByUser }).risk?.factors.find(({ factor }) => factor === wanted)?.state;
    };
    const modifyAll = known({ granted: [granted('ModifyAllData')], unread: [] });
    expect(stateOf('user-active', other({ state: 'inactive' }))).to.equal('absent');
    expect(stateOf('admin-profile', other({ adminProfile: known(true) }))).to.equal('present');
    expect(stateOf('modify-all-data', other({ permissions: modifyAll }))).to.equal('present');
    expect(stateOf('broad-permissions', other({ permissions: modifyAll }))).to.equal('present');
    expect(stateOf('user-dedicated', other({}), ['ConnectedApp:Billing', 'ConnectedApp:B'])).to.equal('absent');
    for (const factor of ['user-active', 'admin-profile', 'modify-all-data', 'broad-permissions'] as const)
      expect(stateOf(factor, other({})), factor).to.equal('unknown');
  });

  it('is in a source tree that of the first policy that is as bad as any: nothing can be asked about the others', () => {
    const policies = [policy({ flow: ON }, 'A_policy'), openPolicy({}, 'B_policy')];
    const tree = judge(inSource({ policies }), NOTHING_KNOWN);
    expect(tree).to.have.nested.property('risk.level', 'baseline');
    expect(tree).not.to.have.property('executionUser');
    // A file shows all of its policy, so nobody else can be meant.
    expect(detailOf(tree, 'broad-permissions')).to.equal('no-execution-user');
    const org = judge(externalClientApp({ policies, crossCheck: known([]) }), NOTHING_KNOWN);
    expect(org).to.have.nested.property('executionUser.username', USERNAME);
  });

  it('lists twelve permissions without counting others', () => {
    const twelve = Array.from({ length: 12 }, (_, index) => granted(`ModifyAllRecords:Object${index + 10}`));
    const finding = judge(openExternalClientApp(), {}, executionUser({ modifyAllObjects: known(twelve) }));
    expect(detailOf(finding, 'broad-permissions')).to.match(/, ModifyAllRecords:Object21$/);
  });

  it('lists where Modify All Data comes from, and what monitors the org, in order', () => {
    const user = userWith(granted('ModifyAllData', 'Profile:Z'), granted('ModifyAllData', 'PermissionSet:A'));
    const monitoring = known({ active: true, evidence: ['Policy B', 'Policy A'] });
    const finding = judge(openConnectedApp(), { monitoring }, user);
    expect(detailOf(finding, 'modify-all-data')).to.equal('PermissionSet:A, Profile:Z');
    expect(detailOf(finding, 'monitoring')).to.equal('Policy A, Policy B');
  });

  it('is broad as an administrator whose profile has no name', () => {
    const nameless = executionUser({ adminProfile: known(true) });
    delete nameless.profile;
    const finding = judge(openExternalClientApp(), {}, nameless);
    expect(detailOf(finding, 'broad-permissions')).to.equal('Admin');
    expect(detailOf(finding, 'admin-profile')).to.equal(undefined);
  });

  it('leaves open whether it was used where the logins could not be read', () => {
    const stateOf = (status: 'unknown' | 'no-evidence'): string | undefined =>
      judge(openConnectedApp(), {
        usage: new Map([['connectedapp:billing', { status, windowDays: 90 }]]),
      }).risk?.factors.find(({ factor }) => factor === 'recent-use')?.state;
    expect([stateOf('unknown'), stateOf('no-evidence')]).to.deep.equal(['unknown', 'absent']);
  });

  it('lists a few permissions and counts the others', () => {
    const many = Array.from({ length: 40 }, (_, index) => granted(`ModifyAllRecords:Object${index + 10}`));
    const user = executionUser({ modifyAllObjects: known(many) });
    const broad = judge(openExternalClientApp(), {}, user).risk?.factors.find(
      (one) => one.factor === 'broad-permissions',
    );
    expect(broad?.detail).to.match(/^ModifyAllRecords:Object10, .*, \+28$/);
  });
});

describe('posture: the advice for a finding', () => {
  it('begins with the tool where the tool can, and with Setup where it cannot', () => {
    expect(adviceFor(judge(openConnectedApp()))[0]).to.equal('disable-with-tool');
    expect(adviceFor(judge(externalClientApp({ crossCheck: known([openRow()]) })))[0]).to.equal('switch-off-in-setup');
    expect(adviceFor(judge(openExternalClientApp(), { users: new Map() }))[0]).to.equal('disable-by-name');
    expect(adviceFor(judge(openConnectedApp({ managed: true })))).to.include.members(['clear-run-as', 'ask-publisher']);
    expect(adviceFor(judge(connectedApp({ managed: true, flow: ABSENT })))).to.deep.equal([
      'clear-run-as',
      'ask-publisher',
    ]);
  });

  it('asks the publisher of a packaged app for a certificate, and nobody else', () => {
    const open = openExternalClientApp({ ipRelaxation: 'Bypass' });
    const packaged = { ...open, app: { ...open.app, managed: true } };
    expect(adviceFor(judge(packaged)))
      .to.include('ask-publisher')
      .and.not.to.include('jwt-bearer');
    expect(adviceFor(judge(open)))
      .to.include('jwt-bearer')
      .and.not.to.include('ask-publisher');
  });

  it('is none where nothing is to be done', () => {
    expect(adviceFor(judge(connectedApp()))).to.deep.equal([]);
    expect(adviceFor(judge(openExternalClientApp()))).to.deep.equal([]);
  });

  it('offers to harden an external client app where all but its IP relaxation is there, and no other', () => {
    const relaxed = openExternalClientApp({ ipRelaxation: 'Bypass' });
    const offered = (...args: Parameters<typeof judge>): boolean =>
      adviceFor(judge(...args)).includes('harden-with-tool');
    const user = (more: Partial<ExecutionUser>): ExecutionUser => executionUser(more);
    expect(offered(relaxed)).to.equal(true);
    expect(offered(openExternalClientApp({ ipRelaxation: 'Newly_invented' })), 'an unknown relaxation').to.equal(true);
    expect(offered(relaxed, {}, userWith(granted('ModifyAllData'))), 'broad').to.equal(false);
    expect(offered(relaxed, {}, user({ state: 'inactive' })), 'inactive').to.equal(false);
    expect(offered(relaxed, {}, user({ permissions: notKnown() })), 'perhaps broad').to.equal(false);
    expect(offered(relaxed, {}, user({ loginIpRanges: known([]) })), 'no range').to.equal(false);
    expect(offered(relaxed, {}, user({ loginIpRanges: known([WIDE]) })), 'a wide range').to.equal(false);
    expect(offered(relaxed, {}, user({ loginIpRanges: notKnown() })), 'ranges unknown').to.equal(false);
    expect(offered(openExternalClientApp()), 'hardened').to.equal(false);
    expect(offered(openConnectedApp()), 'a connected app').to.equal(false);
  });

  it('gives every piece of advice to somebody', () => {
    const findings = [
      judge(openExternalClientApp({ ipRelaxation: 'Bypass' })),
      judge(openConnectedApp()),
      judge(openConnectedApp({ managed: true })),
      judge(externalClientApp({ crossCheck: known([openRow()]) })),
      judge(openExternalClientApp(), { users: new Map() }),
      judge(settings({ settings: known([flagFile('on')]) })),
      judge(settings({ app: { ...settings().app, managed: true }, settings: known([flagFile('on')]) })),
    ];
    expect([...new Set(findings.flatMap(adviceFor))]).to.have.members([...ADVICE]);
  });
});
