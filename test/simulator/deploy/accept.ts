import { OrgState, type StoredComponent } from '../state.js';
import type { Case } from './checks.js';
import { consumerKeyOf } from './keys.js';
import type { Member } from './package.js';
import { pathOf } from './places.js';
import { replacement } from './replace.js';
import { rotationAskedBy, withNewKey, withoutWish } from './rotate.js';
import { success, warning, type DeployRow } from './rows.js';
import type { Surroundings } from './sift.js';

/** What becomes of one file of a deploy. `component`: as the org would hold it; missing when it is refused. */
export type Judged = { row: DeployRow; component?: StoredComponent; newSecretFor?: string };

export type About = Member & { fileName: string };

export function accepted(component: Case, about: About, around: Surroundings): Judged {
  const { type, stored, rules, incoming } = component;
  const rotation = rotationAskedBy(type, incoming);
  const text = replacement({ ...component, incoming: withoutWish(incoming), reverted: reverts(component, around) });
  const next = { ...(stored ?? created(about, around.state)), ...(text !== undefined && { text }) };
  const withId = { ...about, id: next.id };
  const effect = { created: !stored, changed: text !== undefined || rotation.key || rotation.secret };
  const note = rules.warns(about);
  const { ignoreWarnings } = around.submission.options;
  const row = note === undefined ? success(withId, effect) : warning(withId, note, ignoreWarnings, effect);
  if (!row.success) return { row };
  const settled = rotation.key ? withNewKey(next) : next;
  return { row, component: settled, ...(rotation.secret && { newSecretFor: consumerKeyOf(settled) }) };
}

function reverts({ type, fullName, rules }: Case, { submission: { fault } }: Surroundings): boolean {
  const key = OrgState.key(type, fullName);
  return rules.reverts.includes(key) || (fault?.kind === 'deploy-reverted' && (fault.member ?? key) === key);
}

function created({ type, fullName }: About, state: OrgState): StoredComponent {
  const fileName = pathOf({ type, fullName });
  return { type, fullName, id: state.nextId(type), fileName, manageableState: 'unmanaged', text: '' };
}
