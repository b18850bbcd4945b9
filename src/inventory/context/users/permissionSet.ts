import type { Answer, OrgDoor } from '../../../org/door.js';
import { soqlString, text } from '../../../org/requests/soql.js';
import { fold, fullNameOf, splitName } from '../../../posture/names.js';
import { defined } from '../../../values.js';

export type PermissionSetFound = { name: string; label: string; needsActivation: boolean };

/** By API name, with the prefix of its package. Undefined: the org shows no permission set of that name. */
export const readPermissionSet = async (
  door: OrgDoor,
  name: string,
): Promise<Answer<PermissionSetFound | undefined>> => {
  const names = [name, ...withoutPrefix(name)].map(soqlString).join(', ');
  const answer = await door.query(
    'SELECT Name, NamespacePrefix, Label, Type, HasActivationRequired FROM PermissionSet ' +
      `WHERE Name IN (${names}) AND IsOwnedByProfile = false`,
  );
  if (!answer.ok) return answer;
  const row = answer.value.find((one) => fold(fullNameIn(one)) === fold(name));
  if (row === undefined) return { ok: true, value: undefined };
  const found = fullNameIn(row);
  const needsActivation = row['HasActivationRequired'] !== false || row['Type'] === 'Session';
  return { ok: true, value: { name: found, label: text(row['Label']) ?? found, needsActivation } };
};

/** The other permission sets that this label could mean. A label needn't be unique, and can be the API name of another. */
export const alsoCalled = async (door: OrgDoor, { name, label }: PermissionSetFound): Promise<Answer<string[]>> => {
  const value = soqlString(label);
  const answer = await door.query(
    `SELECT Name, NamespacePrefix FROM PermissionSet WHERE (Label = ${value} OR Name = ${value}) AND IsOwnedByProfile = false`,
  );
  if (!answer.ok) return answer;
  return {
    ok: true,
    value: answer.value
      .map(fullNameIn)
      .filter((other) => fold(other) !== fold(name))
      .sort(),
  };
};

/** The prefix is in a column of its own. */
const fullNameIn = (row: { Name?: unknown; NamespacePrefix?: unknown }): string => {
  const namespace = text(row.NamespacePrefix);
  return fullNameOf({ ...splitName(text(row.Name) ?? '', namespace), ...defined({ namespace }) });
};

const withoutPrefix = (name: string): string[] => {
  const [, rest] = /^[a-z]\w*?__(\w+)$/i.exec(name) ?? [];
  return rest === undefined ? [] : [rest];
};
