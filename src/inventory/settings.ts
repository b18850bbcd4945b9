import type { FlagFact } from '../metadata/facts.js';
import { realTimeEventFacts, securitySettingsFacts } from '../metadata/orgContext.js';
import type { Member, OrgDoor, Retrieved } from '../org/door.js';
import type { Known } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
import { known, unknown } from './known.js';
import { memberKey } from './retrieving.js';

const STEP = 'retrieve-profiles-and-settings';

const SECURITY: Member = { type: 'Settings', fullName: 'Security' };
const REAL_TIME_EVENTS: Member = { type: 'Settings', fullName: 'RealTimeEvent' };

const SETTINGS: readonly Member[] = [SECURITY, REAL_TIME_EVENTS];

/** The second retrieve: the execution users' profiles and the settings around them, in one job. */
export const retrieveAround = async (
  door: OrgDoor,
  isNeeded: boolean,
  profiles: readonly Member[],
  coverage: Coverage,
): Promise<Known<Retrieved>> => {
  if (!isNeeded) {
    coverage.skipped(STEP, 'no-flow-on');
    return unknown('no-flow-on');
  }
  const members = [...profiles, ...SETTINGS];
  const answer = await door.retrieve(members);
  if (!answer.ok) return coverage.record(STEP, answer);
  const absent = members.map(memberKey).filter((key) => !answer.value.files.has(key));
  if (absent.length === 0) return coverage.record(STEP, answer, members.length);
  coverage.failed(STEP, `not-returned: ${absent.sort().join(', ')}`);
  return known(answer.value);
};

export const enforceIpRangesEveryRequest = (retrieved: Known<Retrieved>): Known<boolean> => {
  const text = textOf(SECURITY, retrieved);
  if (!text.known) return text;
  const facts = securitySettingsFacts(text.value);
  return facts.kind === 'SecuritySettings' ? asBoolean(facts.enforceIpRangesEveryRequest) : unknown(facts.problem);
};

export const realTimeEvents = (retrieved: Known<Retrieved>): Known<string[]> => {
  const text = textOf(REAL_TIME_EVENTS, retrieved);
  if (!text.known) return text;
  const facts = realTimeEventFacts(text.value);
  return facts.kind === 'RealTimeEventSettings' ? known(facts.enabledEvents) : unknown(facts.problem);
};

const textOf = (member: Member, retrieved: Known<Retrieved>): Known<string> => {
  if (!retrieved.known) return retrieved;
  const file = retrieved.value.files.get(memberKey(member));
  return file ? known(file.text) : unknown('not-returned');
};

const asBoolean = ({ state }: FlagFact): Known<boolean> => {
  if (state === 'on') return known(true);
  return state === 'off' ? known(false) : unknown(state);
};
