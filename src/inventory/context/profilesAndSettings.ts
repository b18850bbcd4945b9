import type { FlagFact, IpRange } from '../../metadata/facts.js';
import { profileFacts, realTimeEventFacts, securitySettingsFacts } from '../../metadata/read/profileAndSettings.js';
import type { ListedComponent, Member, OrgDoor } from '../../org/door.js';
import { componentKey } from '../../org/names.js';
import { problemWith, retrieveAll, type RetrievedApps } from '../../org/requests/retrieveAll.js';
import { type Known, known, unknown } from '../../posture/known.js';
import { fold, idOf, shortId } from '../../posture/names.js';
import type { ExecutionUser } from '../../posture/subject.js';
import { type Coverage, why } from '../coverage.js';
import type { UserRecord } from './users.js';

/** The profile that only an administrator has, whatever its label says in this language. */
const ADMIN = 'Admin';

/** The component of each profile by its short id: names are localised, cloned and encoded. */
export type ProfilesById = ReadonlyMap<string, ListedComponent>;

/** An id that two profiles bear is nobody's: which of them a user has cannot be told. */
export const profilesById = (listed: readonly ListedComponent[]): ProfilesById => {
  const byId = Map.groupBy(listed, ({ id }) => idOf(id));
  return new Map(
    [...byId].flatMap(([id, [profile, ...others]]) =>
      id !== undefined && profile && others.length === 0 ? [[id, profile] as const] : [],
    ),
  );
};

export const profilesOf = (users: readonly UserRecord[], profiles: ProfilesById): ListedComponent[] => [
  ...new Set(users.flatMap((user) => profileOf(user, profiles) ?? [])),
];

const profileOf = ({ profile }: UserRecord, profiles: ProfilesById): ListedComponent | undefined =>
  profile && profiles.get(shortId(profile.id));

/** Every user has a profile: where it is not among those that were listed, the list is short. */
export const lacksProfile = (user: UserRecord, profiles: ProfilesById): boolean =>
  user.userId !== undefined && profileOf(user, profiles) === undefined;

export type ProfileKnowledge = Pick<ExecutionUser, 'adminProfile' | 'loginIpRanges'> & { fullName?: string };

export const profileKnowledge = (user: UserRecord, profiles: ProfilesById, textOf: TextOf): ProfileKnowledge => {
  const profile = profileOf(user, profiles);
  if (!profile) {
    const missing = unknown(user.profile ? 'profile-not-listed' : (user.why ?? 'no-profile'));
    return { adminProfile: missing, loginIpRanges: missing };
  }
  return {
    adminProfile: known(fold(profile.fullName) === fold(ADMIN)),
    loginIpRanges: rangesIn(textOf(profile)),
    fullName: profile.fullName,
  };
};

const rangesIn = (text: Known<string>): Known<IpRange[]> => {
  if (!text.known) return text;
  const facts = profileFacts(text.value);
  return facts.kind === 'Profile' ? known(facts.loginIpRanges) : unknown(facts.problem);
};

const settings = (fullName: string): ListedComponent => ({
  type: 'Settings',
  fullName,
  fileName: `settings/${fullName}.settings`,
});

const SECURITY = settings('Security');
const REAL_TIME_EVENTS = settings('RealTimeEvent');

/** Asked for by name, without a list. */
export const SETTINGS: readonly ListedComponent[] = [SECURITY, REAL_TIME_EVENTS];

/** Not every edition has event monitoring: where the org knows of none, its answer is whole without it. */
const OF_SOME_EDITIONS: readonly Member[] = [REAL_TIME_EVENTS];

export const enforceIpRangesEveryRequest = (textOf: TextOf): Known<boolean> => {
  const text = textOf(SECURITY);
  if (!text.known) return text;
  const facts = securitySettingsFacts(text.value);
  return facts.kind === 'SecuritySettings' ? asBoolean(facts.enforceIpRangesEveryRequest) : unknown(facts.problem);
};

export const realTimeEvents = (textOf: TextOf): Known<string[]> => {
  const text = textOf(REAL_TIME_EVENTS);
  if (!text.known) return text;
  const facts = realTimeEventFacts(text.value);
  return facts.kind === 'RealTimeEventSettings' ? known(facts.enabledEvents) : unknown(facts.problem);
};

const asBoolean = ({ state }: FlagFact): Known<boolean> => {
  if (state === 'on') return known(true);
  return state === 'off' ? known(false) : unknown(state);
};

/** The text of a component that was asked for, or why it is not there. */
type TextOf = (member: Member) => Known<string>;

const STEP = 'retrieve-profiles-and-settings';

/** The execution users' profiles and the settings around them, in one job. */
export const retrieveAround = async (
  door: OrgDoor,
  isNeeded: boolean,
  components: readonly ListedComponent[],
  coverage: Coverage,
): Promise<TextOf> => {
  if (!isNeeded) {
    coverage.skipped(STEP, 'no-flow-on');
    return () => unknown('no-flow-on');
  }
  const retrieved = await retrieveAll(door, components);
  const textOf: TextOf = (member) => textIn(retrieved, member);
  const absent = components.map(componentKey).filter((key) => isMissing(key, retrieved));
  if (retrieved.failure) coverage.failed(STEP, why(retrieved.failure));
  else if (absent.length > 0) coverage.failed(STEP, `not-returned: ${absent.sort().join(', ')}`);
  else coverage.ok(STEP, components.length);
  return textOf;
};

const MAY_BE_MISSING = OF_SOME_EDITIONS.map(componentKey);

const isMissing = (key: string, { files, broken, unusable }: RetrievedApps): boolean =>
  !files.has(key) && (broken.has(key) || unusable.has(key) || !MAY_BE_MISSING.includes(key));

const textIn = (retrieved: RetrievedApps, member: Member): Known<string> => {
  const file = retrieved.files.get(componentKey(member));
  if (file) return known(file.text);
  const problem = problemWith(member, retrieved);
  return unknown(problem ? why(problem) : 'not-returned');
};
