import { defined } from '../defined.js';
import type { OrgDoor, Row } from '../org/door.js';
import type { ExecutionUser, Known } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
import { known } from './known.js';
import { fold } from '../posture/names.js';
import { object, text } from './rows.js';
import { inChunks, queryAll } from './soqlChunks.js';

/** An execution user as the User object knows it. `why` tells what is missing where the user is not there to be read. */
export type UserRecord = Pick<ExecutionUser, 'username' | 'state' | 'userId' | 'userType' | 'licence' | 'profile'> & {
  why?: string;
};

const STEP = 'query-users';

const USERS = (list: string): string =>
  'SELECT Id, Username, IsActive, UserType, ProfileId, Profile.Name, Profile.UserLicense.Name ' +
  `FROM User WHERE Username IN (${list})`;

/** No user has a longer name. Asked for, one could make an address too long and hide all the others. */
const LONGEST_USERNAME = 80;

/** Each name that was asked for has a record, keyed without case. */
export const readUsers = async (
  door: OrgDoor,
  usernames: readonly string[],
  coverage: Coverage,
): Promise<ReadonlyMap<string, UserRecord>> => {
  const named = new Map(usernames.map((username) => [fold(username), username]));
  const answer = await ask(
    door,
    [...named.values()].filter((username) => username.length <= LONGEST_USERNAME),
    coverage,
  );
  const rows = new Map((answer.known ? answer.value : []).map((row) => [fold(text(row.Username) ?? ''), row]));
  const absent = (username: string): UserRecord =>
    answer.known || username.length > LONGEST_USERNAME
      ? { username, state: 'not-found', why: 'user-not-found' }
      : { username, state: 'unknown', why: answer.why };
  return new Map(
    [...named].map(([key, username]) => {
      const row = rows.get(key);
      return [key, row ? toRecord(username, row) : absent(username)];
    }),
  );
};

const ask = async (door: OrgDoor, usernames: readonly string[], coverage: Coverage): Promise<Known<Row[]>> => {
  if (usernames.length > 0) return coverage.record(STEP, await queryAll(door, inChunks(usernames, USERS)));
  coverage.skipped(STEP, 'no-execution-user');
  return known([]);
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
