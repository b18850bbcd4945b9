import type { AuditReport, Evidence, Finding, Reason } from '../../../../src/posture/model.js';
import { finding, orgTarget, reportOf } from '../../support/builders.js';

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
