import type { Notice } from '../../posture/model.js';
import { appName } from '../../posture/names.js';
import { componentKey } from '../../values.js';
import type { Edited } from '../edit/edited.js';
import { samenessOf } from '../edit/sameApp.js';
import type { Restoring } from './restorePlan.js';

type Known = Pick<Restoring, 'changes' | 'files' | 'identities'>;

/**
 * Apps that only their name identifies as those in the snapshot. This is a notice and nothing more: an older snapshot
 * has neither ID nor key, an org may not give IDs, and a restore that failed because of that would prolong an outage.
 */
export const identityUnknown = (edited: readonly Edited[], { changes, files, identities }: Known): Notice[] => {
  const byComponent = new Map(changes.map((change) => [componentKey(change.component), change]));
  return edited.flatMap(({ change: { app, component } }) => {
    const [kept, file] = [byComponent.get(componentKey(component)), files.get(componentKey(component))];
    const isUnknown = kept && file && samenessOf(kept, identities, file) === 'unknown';
    return isUnknown ? [{ code: 'identity-unknown', app: appName(app) }] : [];
  });
};
