import type { OrgState, Row } from '../state.js';
import { maySee, permissionsOf, type Permission } from './permissions.js';

/** Which records somebody finds. What they may not see is missing, without an error; some objects are missing altogether. */

export type Caller = { userId: string; now: number };

type Held = ReadonlySet<Permission>;

const objectsBehind: Readonly<Record<string, (held: Held) => boolean>> = {
  ExternalClientApplication: (held) => maySee('ExternalClientApplication', held),
  ExtlClntAppOauthPlcyCnfg: (held) => maySee('ExtlClntAppOauthConfigurablePolicies', held),
  TransactionSecurityPolicy: (held) => held.has('CustomizeApplication'),
};

export function knowsObject(object: string, state: OrgState, { userId, now }: Caller): boolean {
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
