import { dirname } from 'node:path';
import { apply } from '../../../src/actions/remediate/apply.js';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { prepareRestore, type RestoreRequest } from '../../../src/actions/restore.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { file, policy, type Parts } from '../../simulator/deploy/samples.js';
import { askForToken } from '../../simulator/askForToken.js';
import type { RowsFile } from '../../simulator/rowsFile.js';
import { startRemediateOrg, type RemediateOrg } from './remediateOrg.js';

/**
 * An external client app whose flow works from everywhere, run by an integration user whose profile has narrow ranges. Its
 * clients stand at addresses of this machine: 127.0.0.0 to 127.0.0.15 are inside the ranges, all others outside.
 */

export const INTEGRATION = 'integration.user@example.com';
export const OTHER = 'other.integration@example.com';
export const INSIDE = '127.0.0.5';
export const OUTSIDE = '127.0.0.99';
export const POLICY = 'ExtlClntAppOauthConfigurablePolicies:Gateway_oauthPlcy';
export const OPEN: Parts = { ipRelaxationPolicyType: 'Bypass', permittedUsersPolicyType: 'AllSelfAuthorized' };

const user = (Username: string, profile = '@narrow'): Record<string, unknown> => ({
  Username,
  Name: Username,
  IsActive: true,
  UserType: 'Standard',
  ProfileId: profile,
});

const login = (SourceIp: string): Record<string, unknown> => ({
  UserId: '@integration',
  LoginTime: '@-1d',
  LoginType: 'Remote Access 2.0',
  LoginSubType: 'OauthClientCredentials',
  Application: 'Gateway',
  Status: 'Success',
  SourceIp,
});

export const HARDENING_ROWS: RowsFile = {
  Profile: [
    { Id: '@narrow', Name: 'Narrow', UserType: 'Standard', PermissionsApiEnabled: true, PermissionsApiUserOnly: true },
    { Id: '@person', Name: 'Person', UserType: 'Standard', PermissionsApiEnabled: true },
  ],
  User: [
    { Id: '@integration', ...user(INTEGRATION) },
    user(OTHER),
    { ...user('retired.user@example.com'), IsActive: false },
    user('person@example.com', '@person'),
    user('admin.integration@example.com', '@Profile:Admin'),
  ],
  LoginHistory: [login(INSIDE)],
};

export const rangesFile = (...ranges: (readonly [string, string])[]): string =>
  file('Profile', {
    custom: 'true',
    loginIpRanges: ranges.map(([start, end]) => `<endAddress>${end}</endAddress><startAddress>${start}</startAddress>`),
  });

export type HardeningOrg = RemediateOrg & {
  reset(): void;
  setPolicy(parts: Parts): void;
  addLogin(row: Record<string, unknown>): void;
  harden(changed?: Partial<RemediateRequest>): Promise<RemediationResult>;
  restore(result: RemediationResult, changed?: Partial<RestoreRequest>): Promise<RemediationResult>;
  token(from: string): Promise<string>;
};

export const HARDEN = {
  controls: ['eca-client-credentials-policy'],
  harden: {},
} as const satisfies Partial<RemediateRequest>;

export const startHardeningOrg = async (): Promise<HardeningOrg> => {
  const org = await startRemediateOrg({ rows: HARDENING_ROWS });
  const { simulator } = org;
  const logins = [...simulator.state.rowsOf('LoginHistory')];
  const setPolicy = (parts: Parts): void =>
    void simulator.setComponent(
      'ExtlClntAppOauthConfigurablePolicies',
      'Gateway_oauthPlcy',
      policy({ ...OPEN, ...parts }),
    );
  const reset = (): void => {
    simulator.clearFaults();
    simulator.removeComponent('ConnectedApp', 'Sync');
    simulator.setComponent('Profile', 'Narrow', rangesFile(['127.0.0.0', '127.0.0.15']));
    setPolicy({});
    simulator.state.rows.set('LoginHistory', [...logins]);
    simulator.journal.clear();
  };
  reset();
  return {
    ...org,
    reset,
    setPolicy,
    addLogin: (row) => void simulator.state.addRow('LoginHistory', { ...logins[0], Id: undefined, ...row }),
    harden: (changed) => org.remediate({ ...HARDEN, ...changed }),
    restore: async ({ snapshot }, changed) => {
      const directory = snapshot?.directory ?? '';
      const request = { org: org.login.username, snapshot: directory, apps: null, force: false, ...changed };
      return apply(await prepareRestore(request, org.doors), dirname(directory), org.doors);
    },
    token: (from) => askForToken(simulator, 'ExternalClientApplication', 'Gateway', from),
  };
};
