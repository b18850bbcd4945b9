import type { IpRange } from '../metadata/facts.js';
import { profileFacts } from '../metadata/orgContext.js';
import type { ListedComponent, Member, Retrieved } from '../org/door.js';
import type { ExecutionUser, Known } from '../posture/subject.js';
import { known, unknown } from './known.js';
import { shortId } from './names.js';
import { memberKey } from './retrieving.js';
import type { UserRecord } from './users.js';

/** The profile that only an administrator has, whatever its label says in this language. */
const ADMIN = 'Admin';

/** The metadata component of each profile, by short id: names are localised, cloned and encoded. */
export type ProfileMembers = ReadonlyMap<string, Member>;

export const profileMembers = (listed: readonly ListedComponent[]): ProfileMembers =>
  new Map(listed.flatMap(({ id, type, fullName }) => (id ? [[shortId(id), { type, fullName }]] : [])));

export const profilesOf = (users: Iterable<UserRecord>, members: ProfileMembers): Member[] => {
  const wanted = [...users].flatMap((user) => memberOf(user, members) ?? []);
  return [...new Map(wanted.map((member) => [memberKey(member), member])).values()];
};

const memberOf = ({ profile }: UserRecord, members: ProfileMembers): Member | undefined =>
  profile && members.get(shortId(profile.id));

export type ProfileKnowledge = Pick<ExecutionUser, 'adminProfile' | 'loginIpRanges'>;

export const profileKnowledge = (
  user: UserRecord,
  members: ProfileMembers,
  retrieved: Known<Retrieved>,
): ProfileKnowledge => {
  const member = memberOf(user, members);
  if (!member) {
    const missing = unknown(user.profile ? 'profile-not-listed' : (user.why ?? 'no-profile'));
    return { adminProfile: missing, loginIpRanges: missing };
  }
  return { adminProfile: known(member.fullName === ADMIN), loginIpRanges: rangesOf(member, retrieved) };
};

const rangesOf = (member: Member, retrieved: Known<Retrieved>): Known<IpRange[]> => {
  if (!retrieved.known) return retrieved;
  const file = retrieved.value.files.get(memberKey(member));
  if (!file) return unknown('not-returned');
  const facts = profileFacts(file.text);
  return facts.kind === 'Profile' ? known(facts.loginIpRanges) : unknown(facts.problem);
};
