import type { ListedComponent, OrgDoor } from '../../org/door.js';
import { together } from '../../org/requests/together.js';
import type { Known } from '../../posture/known.js';
import type { Usage } from '../../posture/model.js';
import { appName, userKey, shortId } from '../../posture/names.js';
import type { Context, ExecutionUser, Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import type { CallerPermissions } from '../apps/callerPermissions.js';
import { areAllRead, flowApps, suspectApps, unreadApps, usersOf, type FlowApp } from '../apps/flowApps.js';
import { notShown, Coverage } from '../coverage.js';
import type { OrgScope, UseAgain } from '../model.js';
import { readAuditTrail, usersSetBy } from './auditTrail.js';
import { readFlowAddresses } from './logins/flowAddresses.js';
import { readLogins } from './logins/logins.js';
import { usageOf } from './logins/usage.js';
import { monitoringOf, readApiPolicies } from './monitoring.js';
import {
  lacksProfile,
  profileKnowledge,
  profilesById,
  profilesOf,
  type ProfileKnowledge,
  retrieveAround,
  SETTINGS,
  enforceIpRangesEveryRequest,
  realTimeEvents,
} from './profilesAndSettings.js';
import { grantsOf, nothingKnown } from './users/grants.js';
import type { PermissionRows } from './users/permissionRows.js';
import { describePermissions, readPermissions } from './users/permissions.js';
import { recordUnreadUsers } from './users/unreadUsers.js';
import { readUsers, type UserRecord, isPerson } from './users/users.js';

export type ContextRequest = OrgScope & {
  door: OrgDoor;
  subjects: readonly Subject[];
  profiles: readonly ListedComponent[];
  caller: CallerPermissions;
  coverage: Coverage;
  /**
   * The time with which expiration dates are compared. By default the org's own: on a machine whose clock is ahead, a
   * permission that the user still has would count as expired.
   */
  now?: Date;
};

export type ReadContext = { context: Context; useAgain: UseAgain };

/** The second pass: users, network, monitoring, and use of the apps whose flow is on. */
export const buildContext = async (request: ContextRequest): Promise<ReadContext> => {
  const { door, subjects, coverage, usageDays, now = new Date(request.door.orgTime() ?? Date.now()) } = request;
  const apps = flowApps(subjects);
  const isNeeded = apps.length > 0;
  const usernames = [...apps.flatMap(usersOf), ...(isNeeded ? (request.hardening?.users ?? []) : [])];
  const [policies, auditTrail, users, columns] = await together([
    readApiPolicies(door, isNeeded, request.caller, coverage),
    readAuditTrail(door, isNeeded, request.caller, coverage),
    readUsers(door, usernames, request.caller, coverage),
    describePermissions(door, usernames.length > 0, coverage),
  ]);
  const records = [...users.values()];
  const profiles = profilesById(request.profiles);
  if (records.some((user) => lacksProfile(user, profiles)))
    coverage.failed('list-profiles', notShown(request.caller.missingForProfiles));
  const [permissions, textOf, { usage, age }, flowAddresses] = await together([
    readPermissions(door, records, columns, request.caller, coverage),
    retrieveAround(door, isNeeded, [...profilesOf(records, profiles), ...SETTINGS], coverage),
    readUsage(request, apps, users).then((found) => ({ usage: found, age: door.sinceLastRequest() })),
    request.hardening ? readFlowAddresses(door, apps, users, usageDays, request.caller, coverage) : undefined,
  ]);
  const toUser = (user: UserRecord): ExecutionUser =>
    executionUser(user, permissions, profileKnowledge(user, profiles, textOf), now);
  const executionUsers = new Map([...users].map(([key, user]) => [key, toUser(user)]));
  recordUnreadUsers([...executionUsers.values()], coverage);
  const context: Context = {
    users: executionUsers,
    appsByUser: appsByUser(apps, usernames, users),
    suspectsByUser: appsByUser(suspectApps(subjects), usernames, users),
    allAppsRead: areAllRead(subjects, coverage),
    unreadApps: unreadApps(subjects, request),
    monitoring: monitoringOf(realTimeEvents(textOf), policies),
    enforceIpRangesEveryRequest: enforceIpRangesEveryRequest(textOf),
    usage,
    usageDays,
    userSetBy: usersSetBy(
      apps,
      subjects.map(({ app }) => app),
      auditTrail,
    ),
    maySeeSessions: request.caller.maySeeSessions,
    ...defined({ flowAddresses }),
  };
  const read = (): Promise<Context['usage']> => readUsage({ ...request, coverage: new Coverage() }, apps, users);
  return { context, useAgain: { age, read } };
};

const readUsage = async (
  { door, usageDays, caller, coverage }: ContextRequest,
  apps: readonly FlowApp[],
  users: ReadonlyMap<string, UserRecord>,
): Promise<ReadonlyMap<string, Usage>> => {
  const userIds = [...users.values()].flatMap(({ userId }) => userId ?? []);
  const wanted = { isNeeded: apps.length > 0, userIds, days: usageDays };
  const history = await readLogins(door, wanted, caller, coverage);
  return usageDays === 0 ? new Map() : usageOf(apps, users, history, usageDays);
};

const executionUser = (
  user: UserRecord,
  permissions: Known<PermissionRows>,
  { fullName, ...profile }: ProfileKnowledge,
  now: Date,
): ExecutionUser => {
  const grants = permissions.known ? grantsOf(user, permissions.value, now) : nothingKnown(user.why ?? permissions.why);
  const { username, state, userId, userType, licence } = user;
  return {
    username,
    state,
    ...defined({ userId, userType, licence, profile: user.profile && { ...user.profile, ...defined({ fullName }) } }),
    permissions: grants.permissions,
    modifyAllObjects: grants.modifyAllObjects,
    person: isPerson(user, grants.apiOnly),
    apiOnly: grants.apiOnly,
    assigned: grants.assigned,
    ...profile,
  };
};

/**
 * Apps by each name under which they give a user. Two names of one user, such as username and ID, lead to the same
 * apps.
 */
export const appsByUser = (
  apps: readonly FlowApp[],
  usernames: readonly string[],
  users: ReadonlyMap<string, UserRecord>,
): Context['appsByUser'] => {
  // A suspected app may name a user by username whom the other apps name only by ID.
  const ids = new Map(
    [...users].flatMap(([key, { userId, username }]) =>
      userId === undefined ? [] : [key, userKey(username)].map((name) => [name, shortId(userId)] as const),
    ),
  );
  const idOf = (key: string): string => ids.get(key) ?? key;
  const uses = apps.flatMap(({ app, executionUsers }) =>
    executionUsers.map((user) => ({ user: idOf(userKey(user)), name: appName(app) })),
  );
  const byId = Map.groupBy(uses, ({ user }) => user);
  const namesOf = (id: string): string[] => [...new Set((byId.get(id) ?? []).map(({ name }) => name))].sort();
  const keys = [...new Set(usernames.map(userKey))].filter((key) => byId.has(idOf(key)));
  return new Map(keys.map((key) => [key, namesOf(idOf(key))]));
};
