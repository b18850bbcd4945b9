import { alsoCalled, readPermissionSet } from '../../inventory/context/users/permissionSet.js';
import type { PermissionSetFacts } from '../../migration/model.js';
import type { OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import type { Finding } from '../../posture/model.js';
import { Refusal } from '../refusal.js';

const bundle = 'migrate';

/**
 * With a wrong name, the deploy would fail, or no user could log in, or the wrong ones. The file of a connected app names
 * the permission set by its label.
 */
export const permissionSetCalled = async (
  name: string,
  door: OrgDoor,
  org: string,
  findings: readonly Finding[],
): Promise<PermissionSetFacts> => {
  const refuseUnread = ({ detail }: OrgProblem): never => {
    throw new Refusal('permission-set-not-read', [org, name, detail], { bundle });
  };
  const answer = await readPermissionSet(door, name);
  if (!answer.ok) return refuseUnread(answer.problem);
  if (answer.value === undefined) throw new Refusal('no-such-permission-set', [org, name], { bundle });
  const { needsActivation, ...facts } = answer.value;
  if (needsActivation) throw new Refusal('permission-set-needs-activation', [facts.name, org], { bundle });
  if (findings.every(({ app }) => app.type !== 'ConnectedApp')) return facts;
  const others = await alsoCalled(door, answer.value);
  if (!others.ok) return refuseUnread(others.problem);
  if (others.value.length > 0)
    throw new Refusal('permission-set-ambiguous', [facts.label, facts.name, others.value.join(', '), org], { bundle });
  return facts;
};
