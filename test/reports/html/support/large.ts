import type { AuditReport, Evidence, Finding, Reason, Target } from '../../../../src/posture/model.js';
import { finding, ORG, orgTarget, reportOf } from '../../support/builders.js';

/** As many apps as the largest orgs have, each with what an audit tells of it. */

const REASONS: readonly Reason[] = [
  'flow-disabled',
  'no-oauth',
  'flow-enabled',
  'flow-disabled',
  'managed-not-shown',
  'not-hardened',
  'flag-absent',
  'no-policy',
];

const isEca = (reason: Reason): boolean => reason === 'not-hardened' || reason === 'no-policy';

const USERS = 50;

/** What an audit tells of a failing external client app that shares one of some users with many. */
const ampleEvidence = (name: string, at: number): Evidence[] => {
  const policy = `ExtlClntAppOauthConfigurablePolicies:${name}_oauthPlcy`;
  const queried = `ExtlClntAppOauthPlcyCnfg:${name}_oauthPlcy`;
  const number = at % USERS;
  const others = Array.from({ length: 12 }, (_, more) => `ConnectedApp:App_${number + USERS * more}`).join(', ');
  const user = `integration.user.${number}@acme.example.com`;
  const ofPolicy = {
    clientCredentialsFlowUser: user,
    'hardening.broad-permissions': 'proven',
    'hardening.network-restricted': 'failed: relaxation=Enforce, ranges=0, addresses=0, every-request=unknown',
    'hardening.user-active': 'proven',
    'hardening.user-dedicated': `failed: ${others}, +30`,
    ipRelaxationPolicyType: 'Enforce',
    isClientCredentialsFlowEnabled: 'false',
  };
  const ofQuery = {
    ClientCredentialsFlowUser: user,
    IpRelaxationPolicyType: '0',
    IsClientCredentialsFlowEnabled: 'true',
  };
  const rows = (source: string, component: string, values: Record<string, string>): Evidence[] =>
    Object.entries(values).map(([path, value]) => ({ source, component, path, value }));
  return [...rows('metadata', policy, ofPolicy), ...rows('query', queried, ofQuery)];
};

const app = (at: number, reason: Reason, how?: 'ample'): Finding => {
  const user = how === 'ample' ? at % USERS : at;
  const name = `Integration_${at}_${['Billing', 'Warehouse', 'Payroll', 'Marketing'][at % 4] ?? ''}`;
  const component = `${isEca(reason) ? 'ExternalClientApplication' : 'ConnectedApp'}:${name}`;
  const isOn = reason === 'flow-enabled' || reason === 'not-hardened';
  return finding({
    name,
    type: isEca(reason) ? 'ExternalClientApplication' : 'ConnectedApp',
    app: { label: name.replaceAll('_', ' ') },
    reason,
    ...(isOn
      ? {
          risk: (['higher', 'baseline', 'lower'] as const)[at % 3] ?? 'baseline',
          factors: {
            'admin-profile': at % 3 === 0 ? ['present', 'System Administrator'] : 'absent',
            'modify-all-data': at % 3 === 0 ? ['present', 'Profile:Admin'] : 'absent',
            'broad-permissions': ['present', 'AuthorApex, ManageUsers, ViewAllData'],
            'user-active': 'present',
            'network-restricted': ['absent', `ranges=0, relaxation=BYPASS`],
            'user-dedicated': ['absent', `ConnectedApp:Integration_${at + 1}`],
            monitoring: 'absent',
            'full-scope': 'present',
            'recent-use': ['present', '2026-11-19'],
          },
          executionUser: {
            username: `integration.user.${user}@acme.example.com`,
            state: 'active',
            profile: 'Integration User',
            licence: 'Salesforce',
            broadPermissions: [
              { permission: 'AuthorApex', via: 'PermissionSet:Deploy_Helpers' },
              { permission: 'ManageUsers', via: 'Profile:Integration User' },
              { permission: 'ViewAllData', via: 'Profile:Integration User' },
            ],
            loginIpRanges: { count: 0, addresses: '0' },
          },
          usage: {
            status: 'seen',
            windowDays: 180,
            logins: at * 7,
            addresses: 3,
            lastLogin: '2026-11-19T23:02:10.000Z',
          },
        }
      : {}),
    evidence: [
      ...(how === 'ample' && isEca(reason) ? ampleEvidence(name, at) : []),
      { source: 'metadata', component, path: 'oauthConfig.isClientCredentialEnabled', value: isOn ? 'true' : 'false' },
      { source: 'metadata', component, path: 'oauthPolicy.ipRelaxation', value: isOn ? 'BYPASS' : null },
    ],
  });
};

export const largeReport = (size: number, reasons: readonly Reason[] = REASONS, how?: 'ample'): AuditReport =>
  reportOf([
    orgTarget(Array.from({ length: size }, (_, at) => app(at, reasons[at % reasons.length] ?? 'flow-enabled', how))),
  ]);

type Changed = (finding: Finding, at: number) => Finding;

const changed = (report: AuditReport, change: Changed): AuditReport =>
  reportOf(report.targets.map(({ findings }) => orgTarget(findings.map(change))));

const withContact: Changed = (one, at) => ({
  ...one,
  appId: `${one.app.type === 'ConnectedApp' ? '0H4' : '0xI'}${String(at).padStart(12, 'A')}`,
  contact: `owner.${at}@publisher-${at % 300}.example.com`,
});

const waived: Changed = (one, at) => ({
  ...withContact(one, at),
  status: 'waived',
  waiver: {
    reason: `Vendor number ${at} has no JWT support yet`,
    owner: `team-${at % 40}`,
    ticket: `SEC-${at}`,
    expires: `2027-0${1 + (at % 8)}-1${at % 9}`,
  },
});

const checked: Changed = (one, at) => ({
  ...one,
  status: 'not-evaluated',
  reason: 'managed-not-shown',
  manualCheck: { reason: `Publisher ${at} confirmed`, owner: 'team', checked: '2026-11-01', expires: '2027-03-31' },
});

/** Names are ASCII and have at most 80 characters, as usernames do. */
const longest = (text: string, word: string): string => (word.repeat(80) + text).slice(-80);

const withLongestNames: Changed = (one, at) => {
  const user = one.executionUser;
  return withContact(
    {
      ...one,
      app: { ...one.app, name: longest(one.app.name, 'Subsidiary_') },
      ...(user ? { executionUser: { ...user, username: longest(user.username, 'subsidiary.') } } : {}),
    },
    at,
  );
};

const inTwoOrgs = ({ targets }: AuditReport): AuditReport => {
  const half = (targets[0]?.findings ?? []).slice(0, 2_500);
  const orgs = ['production', 'acceptance'].map((alias, at) => ({ ...ORG, alias, id: `00D00000000000${at}EAA` }));
  return reportOf(
    orgs.map((org): Target =>
      orgTarget(
        half.map((one) => ({ ...one })),
        { org },
      ),
    ),
  );
};

/** What takes more room than the findings themselves. */
export const BURDENS: Readonly<Record<string, (report: AuditReport) => AuditReport>> = {
  'as they are': (report) => report,
  'with a contact and an ID': (report) => changed(report, withContact),
  'waived, each for its own reason': (report) => changed(report, waived),
  'each with a manual check': (report) => changed(report, checked),
  'apps with the longest names': (report) => changed(report, withLongestNames),
  'the same in two orgs': inTwoOrgs,
};
