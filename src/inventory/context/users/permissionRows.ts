import type { Row } from '../../../org/door.js';
import { object, text } from '../../../org/requests/soql.js';
import type { Known } from '../../../posture/known.js';
import { fullNameOf, shortId, splitName } from '../../../posture/names.js';
import { defined } from '../../../values.js';

/** The columns that this org has. Querying a column that it lacks would make the whole query fail. */
export type PermissionColumns = { set: ReadonlySet<string>; assignment: ReadonlySet<string> };

/** IDs of the permission sets that grant Modify All on an object, and whether the caller sees all of them. */
export type ModifyAll = { sets: ReadonlySet<string>; isWhole: boolean };

/** The rows about the permissions of Run As users, not yet interpreted. */
export type PermissionRows = {
  columns: PermissionColumns;
  assignments: Row[];
  /** False: a user may have permission sets that the caller isn't shown. */
  areAllShown: boolean;
  modifyAll: Known<ModifyAll>;
};

export const assigneeOf = (row: Row): string => shortId(text(row.AssigneeId) ?? '');

/** Every user has a profile. If its row is missing, the org hides rows from the caller. */
export const areProfilesShown = (userIds: readonly string[], assignments: readonly Row[]): boolean => {
  const shown = new Set(assignments.filter(isProfile).map(assigneeOf));
  return userIds.every((userId) => shown.has(shortId(userId)));
};

export const isProfile = (row: Row): boolean => object(row.PermissionSet).IsOwnedByProfile === true;

/** Of a row of a permission set: its API name. The prefix of its package is in a column of its own. */
export const fullNameOfSet = (row: Row): string | undefined => {
  const name = text(row.Name);
  const namespace = text(row.NamespacePrefix);
  return name && fullNameOf({ ...splitName(name, namespace), ...defined({ namespace }) });
};
