import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Reads, Writes } from '../../../src/actions/doors.js';
import { apply } from '../../../src/actions/remediate/apply.js';
import { prepare } from '../../../src/actions/remediate/prepare.js';
import type { Prepared, PreparedPlan, RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { Outcome, RemediationResult, Skip } from '../../../src/remediation/model/result.js';
import { startOrg, type OrgOptions, type SimulatedOrg } from '../../org/support/simulatedOrg.js';
import {
  connectedApp,
  externalClientApp,
  globalSettings,
  pluginPolicy,
  policy,
  RETIRED_USER,
  USER,
} from '../../simulator/deploy/samples.js';
import { quietDoors } from './quietDoors.js';

/** An org with one app of each kind whose flow is on, and the two actions that remediate it. */

export const SYNC = 'ConnectedApp:Sync';
export const POLICY = 'ExtlClntAppOauthConfigurablePolicies:Gateway_oauthPlcy';
export const TOOL = { name: 'sf-oauth-posture', version: '1.0.0' };

export type RemediateOrg = SimulatedOrg & {
  folder: string;
  abortion: AbortController;
  doors: Reads & Writes;
  request(changed?: Partial<RemediateRequest>): RemediateRequest;
  prepare(changed?: Partial<RemediateRequest>): Promise<PreparedPlan>;
  apply(prepared: Prepared, changed?: Partial<Reads & Writes>): Promise<RemediationResult>;
  remediate(changed?: Partial<RemediateRequest>): Promise<RemediationResult>;
  textOf(key: string): string;
};

const users = [USER, RETIRED_USER].map((Username) => ({
  Username,
  Name: Username,
  IsActive: Username === USER,
  UserType: 'Standard',
  ProfileId: '@Profile:Admin',
}));

export const startRemediateOrg = async (options: OrgOptions = {}): Promise<RemediateOrg> => {
  const org = await startOrg({ rows: { User: users }, ...options });
  const { simulator } = org;
  simulator.setComponent('ConnectedApp', 'Sync', connectedApp());
  simulator.setComponent('ExternalClientApplication', 'Gateway', externalClientApp());
  simulator.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy());
  simulator.setComponent('ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth', globalSettings());
  simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy());
  const folder = mkdtempSync(join(tmpdir(), 'remediate-'));
  const abortion = new AbortController();
  const { signal } = abortion;
  const doors = quietDoors({
    openOrg: (target, apiVersion) => org.open({ target, apiVersion, signal, firstPoll: 10 }),
    signal,
    tool: TOOL,
    patience: [10, 10],
  });
  const request: RemediateOrg['request'] = (changed = {}) => ({
    org: org.login.username,
    controls: controls.map(({ id }) => id),
    apps: null,
    usageDays: 180,
    waivers: { kind: 'off' },
    includeActive: false,
    allowLockout: false,
    ...changed,
  });
  const prepareIt: RemediateOrg['prepare'] = (changed) => prepare(request(changed), doors);
  const applyIt: RemediateOrg['apply'] = (prepared, changed = {}) => apply(prepared, folder, { ...doors, ...changed });
  return {
    ...org,
    folder,
    abortion,
    doors,
    request,
    prepare: prepareIt,
    apply: applyIt,
    remediate: async (changed) => applyIt(await prepareIt(changed)),
    textOf: (key) => {
      const [type = '', fullName = ''] = key.split(':');
      return simulator.state.component(type, fullName)?.text ?? '';
    },
    stop: async () => {
      rmSync(folder, { recursive: true, force: true });
      await org.stop();
    },
  };
};

export const outcomesIn = ({ outcomes }: RemediationResult): Record<string, Outcome['result']> =>
  Object.fromEntries(outcomes.map(({ component, result }) => [`${component.type}:${component.fullName}`, result]));

export const skipsIn = ({ plan }: { plan: { skipped: readonly Skip[] } }): Record<string, Skip['reason']> =>
  Object.fromEntries(plan.skipped.map(({ app, reason }) => [`${app.type}:${app.name}`, reason]));
