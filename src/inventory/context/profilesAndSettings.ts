import type { FlagFact, IpRange } from '../../metadata/facts.js';
import { profileFacts, realTimeEventFacts, securitySettingsFacts } from '../../metadata/read/profileAndSettings.js';
import type { ListedComponent, Member, OrgDoor } from '../../org/door.js';
import { problemWith, retrieveAll, type RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import { type Known, known, unknown } from '../../posture/known.js';
import { fold, idOf, shortId } from '../../posture/names.js';
import type { ExecutionUser } from '../../posture/subject.js';
import { componentKey } from '../../values.js';
import { type Coverage, why } from '../coverage.js';
import type { UserRecord } from './users/users.js';

/** The metadata name of the System Administrator profile, which is the same in every language. */
const ADMIN = 'Admin';

/**
 * Profile components by short ID. Names don't identify a profile, because they can be translated, cloned, and encoded.
 */
export type ProfilesById = ReadonlyMap<string, ListedComponent>;

/**
 * If two profiles have one ID, neither is used: it's unknown which of them a user has. Nor is a profile with two IDs: its
 * file is that of one of them, and it's unknown of which.
 */
export const profilesById = (listed: readonly ListedComponent[]): ProfilesById => {
  const named = listed.flatMap((profile) => {
    const id = idOf(profile.id);
    return id === undefined ? [] : [{ id, profile }];
  });
  const byId = Map.groupBy(named, ({ id }) => id);
  const byName = Map.groupBy(named, ({ profile }) => fold(profile.fullName));
  const isAlone = ({ id, profile }: (typeof named)[number]): boolean =>
    byId.get(id)?.length === 1 && byName.get(fold(profile.fullName))?.length === 1;
  return new Map(named.filter(isAlone).map(({ id, profile }) => [id, profile]));
};

export const profilesOf = (users: readonly UserRecord[], profiles: ProfilesById): ListedComponent[] => [
  ...new Set(users.flatMap((user) => profileOf(user, profiles) ?? [])),
];

const profileOf = ({ profile }: UserRecord, profiles: ProfilesById): ListedComponent | undefined =>
  profile && profiles.get(shortId(profile.id));

/** Every user has a profile. If it isn't among the listed ones, the list is incomplete. */
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

/** Retrieved by name, without being listed. */
export const SETTINGS: readonly ListedComponent[] = [SECURITY, REAL_TIME_EVENTS];

/** Not every edition has event monitoring. If the org doesn't know the type, the answer is complete without it. */
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

/** Returns the text of a requested component, or why it's missing. */
type TextOf = (member: Member) => Known<string>;

const STEP = 'retrieve-profiles-and-settings';

/** Retrieves the Run As users' profiles and the related settings in one job. */
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
  const unreadable = components.filter((member) => !isReadable(member, textOf(member))).map(componentKey);
  if (retrieved.failure) coverage.failed(STEP, why(retrieved.failure));
  else if (absent.length > 0) coverage.failed(STEP, `not-returned: ${absent.sort().join(', ')}`);
  else if (unreadable.length > 0) coverage.failed(STEP, `unexpected-answer: ${unreadable.join(', ')}`);
  else coverage.ok(STEP, components.length);
  return textOf;
};

/** A file that came and isn't what it should be is as good as none. */
const isReadable = (member: Member, text: Known<string>): boolean =>
  !text.known || factsReaderOf(member)(text.value).kind !== 'unparsable';

const factsReaderOf = (member: Member): ((text: string) => { kind: string }) => {
  if (member === SECURITY) return securitySettingsFacts;
  return member === REAL_TIME_EVENTS ? realTimeEventFacts : profileFacts;
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
