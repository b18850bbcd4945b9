import { defined } from '../../values.js';
import type { IpRange, ProfileFacts, RealTimeEventFacts, SecuritySettingsFacts, Unparsable } from '../facts.js';
import { type Element, elementsAt } from '../xml/tree.js';
import { booleanOf, flagFact, onlyValue, readAs, saysOn, strayCopies } from './values.js';

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

export const realTimeEventFacts = (text: string): RealTimeEventFacts | Unparsable =>
  readAs('RealTimeEventSettings', text, (root) => ({
    kind: 'RealTimeEventSettings',
    enabledEvents: elementsAt(root, ['realTimeEvents'])
      .filter(isEnabled)
      .flatMap((event) => onlyValue(event, 'entityName') ?? []),
  }));

/** Monitoring lowers a risk: copies that disagree are no proof of it. */
function isEnabled(event: Element): boolean {
  const copies = elementsAt(event, ['isEnabled']);
  return copies.length > 0 && copies.every(saysOn);
}
