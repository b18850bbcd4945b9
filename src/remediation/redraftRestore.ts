import type { RetrievedFile } from '../org/door.js';
import { hasItsKey } from './consumerKey.js';
import type { Edited } from './edited.js';
import { componentHash } from './hash.js';
import { componentKey, type Change } from './model.js';
import type { Redrafted } from './redraft.js';

/** A component that still means what it meant is restored with the very text that the org has validated. */
export const redraftRestore = (validated: readonly Edited[]): ((change: Change, file?: RetrievedFile) => Redrafted) => {
  const byComponent = new Map(validated.map((edited) => [componentKey(edited.change.component), edited]));
  return (change, file) => {
    if (!file) return { ok: false, reason: 'gone' };
    const edited = byComponent.get(componentKey(change.component));
    return edited && componentHash(file.text) === change.beforeHash && isSameApp(edited, file)
      ? { ok: true, edited }
      : { ok: false, reason: 'changed-since-plan' };
  };
};

const isSameApp = (edited: Edited, { id, text }: RetrievedFile): boolean =>
  hasItsKey(edited, text) && (edited.id === undefined || id === undefined || edited.id === id);
