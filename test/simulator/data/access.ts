import type { OrgState, Row } from '../state.js';
import type { Settings } from '../settings.js';
import { maySee, permissionsOf, type Permission } from './permissions.js';

/** Which records somebody finds. What they may not see is missing, without an error; some objects are missing altogether. */

export type Caller = { userId: string; now: number; tooling?: boolean };

type Held = ReadonlySet<Permission>;

const objectsBehind: Readonly<Record<string, (held: Held, settings: Settings) => boolean>> = {
  ExternalClientApplication: (held) => maySee('ExternalClientApplication', held),
  ExtlClntAppOauthPlcyCnfg: (held) => maySee('ExtlClntAppOauthConfigurablePolicies', held),
  ExtlClntAppPlcyCnfg: (held) => maySee('ExtlClntAppConfigurablePolicies', held),
  DeployRequest: (held) => held.has('ModifyMetadata') || held.has('ModifyAllData'),
  SetupAuditTrail: (held, { auditTrailNeedsOwnPermission }) =>
    held.has('ViewSetupAuditTrail') || (held.has('ViewSetup') && !auditTrailNeedsOwnPermission),
  TransactionSecurityPolicy: (held) => held.has('CustomizeApplication'),
};

const OF_TOOLING: readonly string[] = ['DeployRequest', 'User'];
const OF_TOOLING_ALONE = 'DeployRequest';

export function knowsObject(object: string, state: OrgState, { userId, now, tooling = false }: Caller): boolean {
  if (tooling ? !OF_TOOLING.includes(object) : object === OF_TOOLING_ALONE) return false;
  if (object === OF_TOOLING_ALONE && state.settings.deployRequests === 'refused') return false;
  return objectsBehind[object]?.(permissionsOf(state, userId, now), state.settings) ?? true;
}

const seesAll: Readonly<Record<string, (held: Held) => boolean>> = {
  AuthSession: (held) => held.has('ManageUsers'),
  LoginHistory: (held) => held.has('ManageUsers') || held.has('MonitorLoginHistory'),
  ObjectPermissions: (held) => held.has('ViewSetup'),
  PermissionSet: (held) => held.has('ViewSetup'),
  PermissionSetAssignment: (held) => held.has('ViewSetup'),
  User: (held) => held.has('ViewAllUsers') || held.has('ManageUsers'),
};

/** Whose a record is, for those who see their own alone. */
const ownerOf: Readonly<Record<string, (row: Row, own: Own) => boolean>> = {
  AuthSession: (row, { userId }) => row['UsersId'] === userId,
  LoginHistory: (row, { userId }) => row['UserId'] === userId,
  ObjectPermissions: (row, { sets }) => sets.has(row['ParentId']),
  PermissionSet: (row, { sets }) => sets.has(row['Id']),
  PermissionSetAssignment: (row, { userId }) => row['AssigneeId'] === userId,
  User: (row, { userId }) => row['Id'] === userId,
};

type Own = { userId: string; sets: ReadonlySet<unknown> };

export function visibleRows(object: string, state: OrgState, caller: Caller): Row[] {
  const rows = foundRows(object, state, caller);
  return filtersProfiles(state, caller) ? rows.filter(withoutOtherProfiles(object, state, caller.userId)) : rows;
}

/** Whether this caller is shown no profile but their own. */
export function filtersProfiles(state: OrgState, { userId, now }: Caller): boolean {
  return state.settings.profileFiltering && !permissionsOf(state, userId, now).has('ViewAllProfiles');
}

export const ownProfile = (state: OrgState, userId: string): unknown => state.userById(userId)?.['ProfileId'];

function withoutOtherProfiles(object: string, state: OrgState, userId: string): (row: Row) => boolean {
  const own = ownProfile(state, userId);
  if (object === 'Profile') return (row) => row['Id'] === own;
  const column = { PermissionSet: 'Id', PermissionSetAssignment: 'PermissionSetId', ObjectPermissions: 'ParentId' }[
    object
  ];
  if (column === undefined || !state.settings.profileRowsHidden) return () => true;
  const sets = state.rowsOf('PermissionSet').filter((set) => set['IsOwnedByProfile'] === true);
  const hidden = new Set(sets.filter((set) => set['ProfileId'] !== own).map((set) => set['Id']));
  return (row) => !hidden.has(row[column]);
}

function foundRows(object: string, state: OrgState, { userId, now }: Caller): Row[] {
  const rows = state.rowsOf(object);
  if (object === 'User' && state.settings.usersFound === 'all') return rows;
  const isOwn = ownerOf[object];
  if (!isOwn || seesAll[object]?.(permissionsOf(state, userId, now))) return rows;
  const assigned = state.rowsOf('PermissionSetAssignment').filter((row) => row['AssigneeId'] === userId);
  const own = { userId, sets: new Set(assigned.map((row) => row['PermissionSetId'])) };
  return rows.filter((row) => isOwn(row, own));
}
