import type { OrgDoor, Row } from '../../org/door.js';
import { columnOf, mayExistUnseen } from '../../posture/factors/broadPermissions.js';
import { type Known, allOf, anyOf, known, unknown } from '../../posture/known.js';
import type { Coverage } from '../coverage.js';

/** What the calling user can see. An empty list counts only if the user could see its content. */
export type CallerPermissions = {
  maySeeConnectedApps: Known<boolean>;
  maySeeExternalClientApps: Known<boolean>;
  maySeeLoginHistory: Known<boolean>;
  /** The permissions that would make it visible, alternatives separated by `|`. Empty: none is missing. */
  missingForConnectedApps: string;
  missingForExternalClientApps: string;
  missingForLoginHistory: string;
  /** True: a user that the org doesn't show doesn't exist. */
  maySeeUsers: Known<boolean>;
  missingForUsers: string;
  /** True: the org shows everything that profiles and permission sets grant. */
  maySeeGrants: Known<boolean>;
  missingForGrants: string;
  /** True: the org shows the permission sets that are assigned to other users. */
  maySeeAssignments: Known<boolean>;
  missingForAssignments: string;
  /** Without this permission, an org leaves out other users' profiles and doesn't say so. */
  missingForProfiles: string;
  maySeeAuditTrail: Known<boolean>;
  /** True: if the org says that it has no transaction security policies, they aren't hidden from the user. */
  maySeeApiPolicies: Known<boolean>;
  /** Without it, the org shows a user only their own sessions, and no error. */
  maySeeSessions: Known<boolean>;
};

const STEP = 'caller-permissions';

/** A list of groups: the user needs at least one permission of each group. */
type Need = readonly (readonly string[])[];

const METADATA: readonly string[] = ['ModifyMetadata', 'ModifyAllData'];

/** `ManageRemoteAccess` is the API name of "Manage Connected Apps". */
const CONNECTED_APPS: Need = [METADATA, ['CustomizeApplication'], ['ManageRemoteAccess', 'ModifyAllData']];
const EXTERNAL_CLIENT_APPS: Need = [
  METADATA,
  ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'],
];
const LOGIN_HISTORY: Need = [['ManageUsers', 'MonitorLoginHistory']];
const USERS: Need = [['ViewAllUsers', 'ManageUsers']];
const PROFILES: Need = [['ViewAllProfiles']];
const ASSIGNMENTS: Need = [['ViewSetup']];
const GRANTS: Need = [...ASSIGNMENTS, ...PROFILES];
const AUDIT_TRAIL: Need = [['ViewSetup', 'ViewSetupAuditTrail']];

const API_POLICIES: Need = [['CustomizeApplication']];

const SESSIONS: Need = [['ManageUsers']];

const NEEDS: readonly Need[] = [CONNECTED_APPS, EXTERNAL_CLIENT_APPS, LOGIN_HISTORY, USERS, GRANTS, AUDIT_TRAIL];
export const PERMISSIONS_TO_READ = [...new Set(NEEDS.flat(2))].sort();

type Holds = (permission: string) => Known<boolean>;

export const readCallerPermissions = async (door: OrgDoor, coverage: Coverage): Promise<CallerPermissions> => {
  const own = await readOwn(door, coverage);
  const holds: Holds = (permission) => (own.known ? valueOf(own.value, permission) : own);
  return {
    maySeeConnectedApps: may(CONNECTED_APPS, holds),
    maySeeExternalClientApps: may(EXTERNAL_CLIENT_APPS, holds),
    maySeeLoginHistory: may(LOGIN_HISTORY, holds),
    missingForConnectedApps: missing(CONNECTED_APPS, holds),
    missingForExternalClientApps: missing(EXTERNAL_CLIENT_APPS, holds),
    missingForLoginHistory: missing(LOGIN_HISTORY, holds),
    maySeeUsers: may(USERS, holds),
    missingForUsers: knownToBeMissing(USERS, holds),
    maySeeGrants: may(GRANTS, holds),
    missingForGrants: knownToBeMissing(GRANTS, holds),
    maySeeAssignments: may(ASSIGNMENTS, holds),
    missingForAssignments: knownToBeMissing(ASSIGNMENTS, holds),
    missingForProfiles: knownToBeMissing(PROFILES, holds),
    maySeeAuditTrail: may(AUDIT_TRAIL, holds),
    maySeeApiPolicies: may(API_POLICIES, holds),
    maySeeSessions: may(SESSIONS, holds),
  };
};

const may = (need: Need, holds: Holds): Known<boolean> =>
  allOf(need.map((alternatives) => anyOf(alternatives.map(holds))));

const missing = (need: Need, holds: Holds): string =>
  need
    .filter((alternatives) => !isYes(anyOf(alternatives.map(holds))))
    .map((alternatives) => alternatives.join('|'))
    .join(', ');

/** Names a permission only if the user doesn't have it. Rows can be hidden for other reasons. */
const knownToBeMissing = (need: Need, holds: Holds): string =>
  need
    .filter((alternatives) => isNo(anyOf(alternatives.map(holds))))
    .map((alternatives) => alternatives.join('|'))
    .join(', ');

const isNo = (answer: Known<boolean>): boolean => answer.known && !answer.value;

const isYes = (answer: Known<boolean>): boolean => answer.known && answer.value;

/** Not every API version has these. If one doesn't exist, it's unknown whether rows are hidden. */
const NEEDED_TO_SEE: readonly string[] = [...GRANTS, ...USERS].flat();

type Own = { row: Row; columns: ReadonlySet<string> };

/** Describes the object first, because one column that the org doesn't have makes the whole query fail. */
const readOwn = async (door: OrgDoor, coverage: Coverage): Promise<Known<Own>> => {
  const described = await door.describeFields('UserPermissionAccess');
  if (!described.ok) return coverage.record(STEP, described);
  const columns = PERMISSIONS_TO_READ.map(columnOf).filter((column) => described.value.has(column.toLowerCase()));
  if (columns.length === 0) return nothing('no-permission-columns', coverage);
  const rows = await door.query(`SELECT ${columns.join(', ')} FROM UserPermissionAccess`);
  if (!rows.ok) return coverage.record(STEP, rows);
  const [row] = rows.value;
  if (!row) return nothing('no-row', coverage);
  coverage.ok(STEP);
  return known({ row, columns: described.value });
};

const nothing = (why: string, coverage: Coverage): Known<never> => {
  coverage.failed(STEP, why);
  return unknown(why);
};

const valueOf = ({ row, columns }: Own, permission: string): Known<boolean> => {
  const value = row[columnOf(permission)];
  if (typeof value === 'boolean') return known(value);
  const isColumn = columns.has(columnOf(permission).toLowerCase());
  return isColumn || mayExistUnseen(permission) || NEEDED_TO_SEE.includes(permission)
    ? unknown(`unread: ${permission}`)
    : known(false);
};
