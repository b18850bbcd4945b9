import { defined } from '../../values.js';
import type {
  IpRange,
  ExternalClientAppSettingsFacts,
  ProfileFacts,
  RealTimeEventFacts,
  SecuritySettingsFacts,
  Unparsable,
} from '../facts.js';
import { type Element, elementsAt } from '../xml/tree.js';
import { booleanOf, flagAt, flagFact, onlyValue, readAs, saysOn, strayCopies } from './values.js';

export const profileFacts = (text: string): ProfileFacts | Unparsable =>
  readAs('Profile', text, (root) => ({
    kind: 'Profile',
    loginIpRanges: rangesIn(root),
    ...defined({ custom: elementsAt(root, ['custom']).map(booleanOf)[0] }),
  }));

const RANGES = ['loginIpRanges'];

/** A range without one of its ends, with two, or in another place or case, stays in the list: unknown, not missing. */
const rangesIn = (root: Element): IpRange[] => {
  const ranges = elementsAt(root, RANGES);
  return [
    ...ranges.map((range) => ({
      start: onlyValue(range, 'startAddress') ?? '',
      end: onlyValue(range, 'endAddress') ?? '',
    })),
    ...strayCopies(root, RANGES, ranges).map(() => ({ start: '', end: '' })),
  ];
};

export const securitySettingsFacts = (text: string): SecuritySettingsFacts | Unparsable =>
  readAs('SecuritySettings', text, (root) => ({
    kind: 'SecuritySettings',
    enforceIpRangesEveryRequest: flagFact(elementsAt(root, ['sessionSettings', 'enforceIpRangesEveryRequest'])),
  }));

export const externalClientAppSettingsFacts = (text: string): ExternalClientAppSettingsFacts | Unparsable =>
  readAs('ExternalClientAppSettings', text, (root) => ({
    kind: 'ExternalClientAppSettings',
    secretAccess: flagAt(root, ['enableConsumerSecretApiAccess']),
  }));

export const realTimeEventFacts = (text: string): RealTimeEventFacts | Unparsable =>
  readAs('RealTimeEventSettings', text, (root) => ({
    kind: 'RealTimeEventSettings',
    enabledEvents: enabledIn(elementsAt(root, ['realTimeEvents'])),
  }));

/** Monitoring lowers a risk: entries or copies that disagree are no proof of it. */
const enabledIn = (events: readonly Element[]): string[] => {
  const byName = Map.groupBy(events, (event) => onlyValue(event, 'entityName'));
  return [...byName].flatMap(([name, entries]) => (name !== undefined && entries.every(isEnabled) ? [name] : []));
};

const isEnabled = (event: Element): boolean => {
  const copies = elementsAt(event, IS_ENABLED);
  const strays = strayCopies(event, IS_ENABLED, copies);
  return copies.length > 0 && [...copies, ...strays].every((copy) => saysOn(copy) && !copy.nil);
};

const IS_ENABLED = ['isEnabled'];
