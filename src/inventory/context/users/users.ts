import type { OrgDoor, Row } from '../../../org/door.js';
import { chunkForIn, object, queryEach, soqlString, text } from '../../../org/requests/soql.js';
import { type Known, known, unknown } from '../../../posture/known.js';
import { fold, isUserId, userKey } from '../../../posture/names.js';
import type { ExecutionUser } from '../../../posture/subject.js';
import { defined } from '../../../values.js';
import type { CallerPermissions } from '../../apps/callerPermissions.js';
import { type Coverage, notShown } from '../../coverage.js';

/** A Run As user as in the User object. `why` says why the user couldn't be read. */
export type UserRecord = Pick<ExecutionUser, 'username' | 'state' | 'userId' | 'userType' | 'licence' | 'profile'> & {
  why?: string;
};

const STEP = 'query-users';

const FIELDS = 'Id, Username, IsActive, UserType, ProfileId, Profile.Name, Profile.UserLicense.Name';

/** No username is longer. A longer one could make the request's address too long, and then no user would be found. */
const LONGEST_USERNAME = 80;

/** One record for each requested name, by its key: usernames aren't case-sensitive, and an ID leads to its user. */
export const readUsers = async (
  door: OrgDoor,
  usernames: readonly string[],
  caller: Pick<CallerPermissions, 'maySeeUsers' | 'missingForUsers'>,
  coverage: Coverage,
): Promise<ReadonlyMap<string, UserRecord>> => {
  const named = new Map(usernames.map((username) => [userKey(username), username.trim()]));
  const wanted = [...named.values()].filter((username) => username.length <= LONGEST_USERNAME);
  const answer = await ask(door, wanted, coverage);
  const rows = Map.groupBy(answer.known ? answer.value : [], (row) => userKey(text(row.Username) ?? ''));
  const byId = Map.groupBy(answer.known ? answer.value : [], (row) => userKey(text(row.Id) ?? ''));
  const record = (key: string, username: string): UserRecord => {
    const found = (isUserId(username) ? byId : rows).get(key) ?? [];
    const [row] = found;
    if (row && new Set(found.map((one) => JSON.stringify(one))).size === 1)
      return toRecord(isUserId(username) ? (text(row.Username) ?? username) : username, row);
    if (row) return { username, state: 'unknown', why: 'found-twice' };
    if (username.length > LONGEST_USERNAME) return { username, state: 'not-found', why: 'user-not-found' };
    if (!answer.known) return { username, state: 'unknown', why: answer.why };
    return isYes(caller.maySeeUsers)
      ? { username, state: 'not-found', why: 'user-not-found' }
      : { username, state: 'unknown', why: 'not-shown' };
  };
  const records = new Map([...named].map(([key, username]) => [key, record(key, username)]));
  if (answer.known && [...records.values()].some(({ why }) => why === 'not-shown'))
    coverage.failed(STEP, notShown(caller.missingForUsers));
  return records;
};

const isYes = (answer: Known<boolean>): boolean => answer.known && answer.value;

const ask = async (door: OrgDoor, usernames: readonly string[], coverage: Coverage): Promise<Known<Row[]>> => {
  if (usernames.length > 0) return coverage.record(STEP, await queryEach(door, queriesFor(usernames)));
  coverage.skipped(STEP, 'no-execution-user');
  return known([]);
};

const queriesFor = (usernames: readonly string[]): string[] => {
  const wanted = [...new Set(usernames)].sort();
  return chunkForIn(wanted, usersAmong).map(usersAmong);
};

const usersAmong = (names: readonly string[]): string => {
  const usernames = names.filter((name) => !isUserId(name)).map(soqlString);
  const ids = names.filter(isUserId).map((id) => soqlString(userKey(id)));
  const conditions = [
    ...(usernames.length > 0 ? [`Username IN (${usernames.join(',')})`] : []),
    ...(ids.length > 0 ? [`Id IN (${ids.join(',')})`] : []),
  ];
  return `SELECT ${FIELDS} FROM User WHERE ${conditions.join(' OR ')}`;
};

const toRecord = (username: string, row: Row): UserRecord => {
  const profile = object(row.Profile);
  const profileId = text(row.ProfileId);
  return {
    username,
    state: typeof row.IsActive === 'boolean' ? (row.IsActive ? 'active' : 'inactive') : 'unknown',
    ...defined({
      userId: text(row.Id),
      userType: text(row.UserType),
      licence: text(object(profile.UserLicense).Name),
      profile: profileId ? { id: profileId, name: text(profile.Name) ?? profileId } : undefined,
    }),
  };
};

const INTEGRATION_LICENCE = 'salesforce integration';
const INTEGRATION_PROFILES: readonly string[] = [
  'minimum access - api only integrations',
  'salesforce api only system integrations',
];

/** Users of the platform itself. */
const MACHINES: readonly string[] = ['automatedprocess', 'cloudintegrationuser'];

/**
 * A user with a standard license and no sign of being an integration user. Users of portals and sites may be persons as
 * well.
 */
export const isPerson = (user: UserRecord, apiOnly: Known<boolean>): Known<boolean> => {
  if (user.userType === undefined) return unknown(user.why ?? 'no-user-type');
  if (MACHINES.includes(fold(user.userType)) || hasIntegrationSign(user)) return known(false);
  if (apiOnly.known && apiOnly.value) return known(false);
  if (fold(user.userType) !== 'standard') return unknown(`user-type: ${user.userType}`);
  if (user.licence === undefined) return unknown('no-licence');
  return apiOnly.known ? known(true) : apiOnly;
};

const hasIntegrationSign = ({ licence, profile }: UserRecord): boolean =>
  (licence !== undefined && fold(licence) === INTEGRATION_LICENCE) ||
  (profile !== undefined && INTEGRATION_PROFILES.includes(fold(profile.name)));
