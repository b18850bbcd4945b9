import { defined } from '../defined.js';
import type { ListedComponent, OrgDoor } from '../org/door.js';
import type { Usage } from '../posture/model.js';
import { appName, fold } from '../posture/names.js';
import type { Context, ExecutionUser, Known, Subject } from '../posture/subject.js';
import type { CallerPermissions } from './callerPermissions.js';
import type { Coverage } from './coverage.js';
import { areAllRead, flowApps, unreadApps, type FlowApp } from './flowApps.js';
import type { OrgScope } from './model.js';
import { monitoringOf, readApiPolicies } from './monitoring.js';
import { describePermissions, readPermissions, type PermissionRows } from './permissions.js';
import { grantsOf, nothingKnown } from './permissionsGranted.js';
import { profileKnowledge, profilesById, profilesOf, type ProfileKnowledge } from './profiles.js';
import { retrieveAround } from './secondRetrieve.js';
import { SETTINGS, enforceIpRangesEveryRequest, realTimeEvents } from './settings.js';
import { together } from './together.js';
import { usageOf } from './usage.js';
import { readLogins } from './usageLogins.js';
import { readUsers, type UserRecord } from './users.js';
import { isPerson } from './usersPerson.js';

export type ContextRequest = OrgScope & {
  door: OrgDoor;
  subjects: readonly Subject[];
  profiles: readonly ListedComponent[];
  caller: CallerPermissions;
  coverage: Coverage;
  /** What counts as expired. */
  now?: Date;
};

/** The second reading: users, network, monitoring and use around the apps whose flow is on. */
export const buildContext = async (request: ContextRequest): Promise<Context> => {
  const { door, subjects, coverage, usageDays, now = new Date() } = request;
  const apps = flowApps(subjects);
  const isNeeded = apps.length > 0;
  const usernames = apps.flatMap(({ executionUsers }) => executionUsers);
  const [policies, users, columns] = await together([
    readApiPolicies(door, isNeeded, coverage),
    readUsers(door, usernames, coverage),
    describePermissions(door, usernames.length > 0, coverage),
  ]);
  const records = [...users.values()];
  const profiles = profilesById(request.profiles);
  const [permissions, textOf, usage] = await together([
    readPermissions(door, records, columns, coverage),
    retrieveAround(door, isNeeded, [...profilesOf(records, profiles), ...SETTINGS], coverage),
    readUsage(request, apps, users),
  ]);
  const toUser = (user: UserRecord): ExecutionUser =>
    executionUser(user, permissions, profileKnowledge(user, profiles, textOf), now);
  return {
    users: new Map([...users].map(([key, user]) => [key, toUser(user)])),
    appsByUser: appsByUser(apps),
    allAppsRead: areAllRead(subjects, coverage),
    unreadApps: unreadApps(subjects, request),
    monitoring: monitoringOf(realTimeEvents(textOf), policies),
    enforceIpRangesEveryRequest: enforceIpRangesEveryRequest(textOf),
    usage,
    usageDays,
  };
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
  profile: ProfileKnowledge,
  now: Date,
): ExecutionUser => {
  const grants = permissions.known ? grantsOf(user, permissions.value, now) : nothingKnown(user.why ?? permissions.why);
  const { username, state, userId, userType, licence } = user;
  return {
    username,
    state,
    ...defined({ userId, userType, licence, profile: user.profile }),
    permissions: grants.permissions,
    modifyAllObjects: grants.modifyAllObjects,
    person: isPerson(user, grants.apiOnly),
    ...profile,
  };
};

export const appsByUser = (apps: readonly FlowApp[]): Context['appsByUser'] => {
  const uses = apps.flatMap(({ app, executionUsers }) =>
    [...new Set(executionUsers.map(fold))].map((user) => ({ user, name: appName(app) })),
  );
  const byUser = Map.groupBy(uses, ({ user }) => user);
  return new Map([...byUser].map(([user, found]) => [user, found.map(({ name }) => name).sort()]));
};
