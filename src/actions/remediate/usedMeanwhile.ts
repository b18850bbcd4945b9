import type { Inventory } from '../../inventory/model.js';
import type { OrgDoor } from '../../org/door.js';
import { keptBackByUse } from '../../posture/factors/keptBack.js';
import { appKey } from '../../posture/names.js';
import { skipOf } from '../../remediation/model/result.js';
import { stopsClients } from '../../remediation/outcome/closes.js';
import { defined } from '../../values.js';
import type { UnfitNow } from './prepared.js';

/** After that, clients may have logged in that the last search of the login history didn't find. */
const LONGEST_MS = 60_000;

/**
 * The run may wait for a person, a validation, or other deploys, and meanwhile a client may log in. Searching the login
 * history again takes one more query.
 */
export const usedMeanwhile = ({ useAgain }: Pick<Inventory, 'useAgain'>, door: OrgDoor): UnfitNow => {
  let age = useAgain?.age;
  return async () => {
    if (!useAgain || !age || age() <= LONGEST_MS) return undefined;
    const found = await useAgain.read();
    age = door.sinceLastRequest();
    return (change) => {
      const usage = found.get(appKey(change.app));
      const reason = stopsClients(change) ? keptBackByUse(defined({ usage })) : undefined;
      return reason ? [skipOf(change, reason, usage?.lastLogin)] : [];
    };
  };
};
