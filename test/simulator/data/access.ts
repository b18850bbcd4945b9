import type { OrgState, Row } from '../state.js';
import { maySee, permissionsOf, type Permission } from './permissions.js';

/** Which records somebody finds. What they may not see is missing, without an error; some objects are missing altogether. */

export type Caller = { userId: string; now: number; tooling?: boolean };

type Held = ReadonlySet<Permission>;

const objectsBehind: Readonly<Record<string, (held: Held) => boolean>> = {
  ExternalClientApplication: (held) => maySee('ExternalClientApplication', held),
  ExtlClntAppOauthPlcyCnfg: (held) => maySee('ExtlClntAppOauthConfigurablePolicies', held),
  DeployRequest: (held) => held.has('ModifyMetadata') || held.has('ModifyAllData'),
  TransactionSecurityPolicy: (held) => held.has('CustomizeApplication'),
};

const OF_TOOLING: readonly string[] = ['DeployRequest', 'User'];
const OF_TOOLING_ALONE = 'DeployRequest';

export function knowsObject(object: string, state: OrgState, { userId, now, tooling = false }: Caller): boolean {
  if (tooling ? !OF_TOOLING.includes(object) : object === OF_TOOLING_ALONE) return false;
  if (object === OF_TOOLING_ALONE && state.settings.deployRequests === 'refused') return false;
  return objectsBehind[object]?.(permissionsOf(state, userId, now)) ?? true;
}

const seesAll: Readonly<Record<string, (held: Held) => boolean>> = {
  LoginHistory: (held) => held.has('ManageUsers') || held.has('MonitorLoginHistory'),
  ObjectPermissions: (held) => held.has('ViewSetup'),
  PermissionSet: (held) => held.has('ViewSetup'),
  PermissionSetAssignment: (held) => held.has('ViewSetup'),
};

/** Whose a record is, for those who see their own alone. */
const ownerOf: Readonly<Record<string, (row: Row, own: Own) => boolean>> = {
  LoginHistory: (row, { userId }) => row['UserId'] === userId,
  ObjectPermissions: (row, { sets }) => sets.has(row['ParentId']),
  PermissionSet: (row, { sets }) => sets.has(row['Id']),
  PermissionSetAssignment: (row, { userId }) => row['AssigneeId'] === userId,
};

type Own = { userId: string; sets: ReadonlySet<unknown> };

export function visibleRows(object: string, state: OrgState, { userId, now }: Caller): Row[] {
  const rows = state.rowsOf(object);
  const isOwn = ownerOf[object];
  if (!isOwn || seesAll[object]?.(permissionsOf(state, userId, now))) return rows;
  const assigned = state.rowsOf('PermissionSetAssignment').filter((row) => row['AssigneeId'] === userId);
  const own = { userId, sets: new Set(assigned.map((row) => row['PermissionSetId'])) };
  return rows.filter((row) => isOwn(row, own));
}
