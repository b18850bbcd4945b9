import { componentKey } from '../../org/names.js';
import type { Notice } from '../../posture/model.js';
import { appName } from '../../posture/names.js';
import type { Edited } from '../edit/edited.js';
import { samenessOf } from '../edit/sameApp.js';
import type { Restoring } from './restorePlan.js';

type Known = Pick<Restoring, 'changes' | 'files' | 'identities'>;

/**
 * Apps of which nothing but the name says that they are those of the snapshot. It is told and no more: an older snapshot
 * holds neither id nor key, an org need not name ids, and a restore that refused for it would keep an outage going.
 */
export const identityUnknown = (edited: readonly Edited[], { changes, files, identities }: Known): Notice[] => {
  const byComponent = new Map(changes.map((change) => [componentKey(change.component), change]));
  return edited.flatMap(({ change: { app, component } }) => {
    const [kept, file] = [byComponent.get(componentKey(component)), files.get(componentKey(component))];
    const isUnknown = kept && file && samenessOf(kept, identities, file) === 'unknown';
    return isUnknown ? [{ code: 'identity-unknown', app: appName(app) }] : [];
  });
};
