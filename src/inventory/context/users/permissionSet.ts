import type { Answer, OrgDoor, Row } from '../../../org/door.js';
import { soqlString, text } from '../../../org/requests/soql.js';
import { fold } from '../../../posture/names.js';
import { fullNameOfSet } from './permissionRows.js';

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
  const isMeant = (set: Row): boolean => fold(fullNameOfSet(set) ?? '') === fold(name);
  const row = answer.value.find(isMeant);
  const found = row && fullNameOfSet(row);
  if (row === undefined || found === undefined) return { ok: true, value: undefined };
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
  const names = answer.value.flatMap((row) => fullNameOfSet(row) ?? []);
  return { ok: true, value: names.filter((other) => fold(other) !== fold(name)).sort() };
};

const withoutPrefix = (name: string): string[] => {
  const at = name.indexOf('__');
  return at > 0 ? [name.slice(at + 2)] : [];
};
