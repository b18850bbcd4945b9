import type { FlagFact } from '../metadata/facts.js';
import { realTimeEventFacts, securitySettingsFacts } from '../metadata/orgContext.js';
import type { ListedComponent, Member } from '../org/door.js';
import type { Known } from '../posture/subject.js';
import { known, unknown } from './known.js';
import type { TextOf } from './secondRetrieve.js';

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
export const OF_SOME_EDITIONS: readonly Member[] = [REAL_TIME_EVENTS];

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
