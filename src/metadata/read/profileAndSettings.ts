import { defined } from '../../values.js';
import type {
  ExternalClientAppSettingsFacts,
  ProfileFacts,
  RealTimeEventFacts,
  SecuritySettingsFacts,
  Unparsable,
} from '../facts.js';
import { type Element, elementsAt } from '../xml/tree.js';
import { booleanOf, flagAt, flagFact, saysOn, firstValue, onlyValue, readAs } from './values.js';

export const profileFacts = (text: string): ProfileFacts | Unparsable =>
  readAs('Profile', text, (root) => ({
    kind: 'Profile',
    // A range without one of its ends, or with two, stays in the list: it is unknown, not missing.
    loginIpRanges: elementsAt(root, ['loginIpRanges']).map((range) => ({
      start: onlyValue(range, 'startAddress') ?? '',
      end: onlyValue(range, 'endAddress') ?? '',
    })),
    ...defined({ custom: elementsAt(root, ['custom']).map(booleanOf)[0] }),
  }));

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
    enabledEvents: elementsAt(root, ['realTimeEvents'])
      .filter(isEnabled)
      .flatMap((event) => firstValue(event, 'entityName') ?? []),
  }));

/** Monitoring lowers a risk: copies that disagree are no proof of it. */
function isEnabled(event: Element): boolean {
  const copies = elementsAt(event, ['isEnabled']);
  return copies.length > 0 && copies.every(saysOn);
}
