import { defined } from '../defined.js';
import type { OrgDoor, Row } from '../org/door.js';
import type { ExecutionUser } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
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

/** Each name that was asked for has a record, keyed without case. */
export const readUsers = async (
  door: OrgDoor,
  usernames: readonly string[],
  coverage: Coverage,
): Promise<ReadonlyMap<string, UserRecord>> => {
  const asked = new Map(usernames.map((username) => [fold(username), username]));
  if (asked.size === 0) {
    coverage.skipped(STEP, 'no-execution-user');
    return new Map();
  }
  const answer = coverage.record(STEP, await queryAll(door, inChunks(asked.values(), USERS)));
  const rows = new Map((answer.known ? answer.value : []).map((row) => [fold(text(row.Username) ?? ''), row]));
  const absent = answer.known
    ? ({ state: 'not-found', why: 'user-not-found' } as const)
    : ({ state: 'unknown', why: answer.why } as const);
  return new Map(
    [...asked].map(([key, username]) => {
      const row = rows.get(key);
      return [key, row ? toRecord(username, row) : { username, ...absent }];
    }),
  );
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
