import type { Answer, OrgDoor } from '../../../org/door.js';
import { soqlString, text } from '../../../org/requests/soql.js';

/** By API name. Undefined: the org shows no permission set of that name. */
export const readPermissionSet = async (
  door: OrgDoor,
  name: string,
): Promise<Answer<{ name: string; label: string } | undefined>> => {
  const answer = await door.query(
    `SELECT Name, Label FROM PermissionSet WHERE Name = ${soqlString(name)} AND IsOwnedByProfile = false`,
  );
  if (!answer.ok) return answer;
  const [row] = answer.value;
  const found = text(row?.['Name']);
  return { ok: true, value: found === undefined ? undefined : { name: found, label: text(row?.['Label']) ?? found } };
};
