import type { IpRange } from '../metadata/facts.js';
import { profileFacts } from '../metadata/orgContext.js';
import type { ListedComponent } from '../org/door.js';
import type { ExecutionUser, Known } from '../posture/subject.js';
import { known, unknown } from './known.js';
import { shortId } from './names.js';
import type { TextOf } from './secondRetrieve.js';
import type { UserRecord } from './users.js';

/** The profile that only an administrator has, whatever its label says in this language. */
const ADMIN = 'Admin';

/** The component of each profile by its short id: names are localised, cloned and encoded. */
export type ProfilesById = ReadonlyMap<string, ListedComponent>;

export const profilesById = (listed: readonly ListedComponent[]): ProfilesById =>
  new Map(listed.flatMap((profile) => (profile.id ? [[shortId(profile.id), profile]] : [])));

export const profilesOf = (users: readonly UserRecord[], profiles: ProfilesById): ListedComponent[] => [
  ...new Set(users.flatMap((user) => profileOf(user, profiles) ?? [])),
];

const profileOf = ({ profile }: UserRecord, profiles: ProfilesById): ListedComponent | undefined =>
  profile && profiles.get(shortId(profile.id));

/** Every user has a profile: where it is not among those that were listed, the list is short. */
export const lacksProfile = (user: UserRecord, profiles: ProfilesById): boolean =>
  user.userId !== undefined && profileOf(user, profiles) === undefined;

export type ProfileKnowledge = Pick<ExecutionUser, 'adminProfile' | 'loginIpRanges'>;

export const profileKnowledge = (user: UserRecord, profiles: ProfilesById, textOf: TextOf): ProfileKnowledge => {
  const profile = profileOf(user, profiles);
  if (!profile) {
    const missing = unknown(user.profile ? 'profile-not-listed' : (user.why ?? 'no-profile'));
    return { adminProfile: missing, loginIpRanges: missing };
  }
  return { adminProfile: known(profile.fullName === ADMIN), loginIpRanges: rangesIn(textOf(profile)) };
};

const rangesIn = (text: Known<string>): Known<IpRange[]> => {
  if (!text.known) return text;
  const facts = profileFacts(text.value);
  return facts.kind === 'Profile' ? known(facts.loginIpRanges) : unknown(facts.problem);
};
