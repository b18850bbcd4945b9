import { readPermissionSet } from '../../inventory/context/users/permissionSet.js';
import type { PermissionSetFacts } from '../../migration/model.js';
import type { OrgDoor } from '../../org/door.js';
import { Refusal } from '../refusal.js';

const bundle = 'migrate';

/** With a wrong name, the deploy would fail, or no user could log in. */
export const permissionSetCalled = async (name: string, door: OrgDoor, org: string): Promise<PermissionSetFacts> => {
  const answer = await readPermissionSet(door, name);
  if (!answer.ok) throw new Refusal('permission-set-not-read', [org, name, answer.problem.detail], { bundle });
  if (answer.value === undefined) throw new Refusal('no-such-permission-set', [org, name], { bundle });
  return answer.value;
};
