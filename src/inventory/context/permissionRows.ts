import type { Row } from '../../org/door.js';
import { object, text } from '../../org/requests/soql.js';
import type { Known } from '../../posture/known.js';
import { shortId } from '../../posture/names.js';

/** Which columns this org has: one that it lacks would fail the whole query. */
export type PermissionColumns = { set: ReadonlySet<string>; assignment: ReadonlySet<string> };

/** Ids of the permission sets that give Modify All on some object, and whether the caller was shown all there are. */
export type ModifyAll = { sets: ReadonlySet<string>; isWhole: boolean };

/** What the org says of its execution users' permissions, before anything is concluded from it. */
export type PermissionRows = {
  columns: PermissionColumns;
  assignments: Row[];
  modifyAll: Known<ModifyAll>;
};

export const assigneeOf = (row: Row): string => shortId(text(row.AssigneeId) ?? '');

/** Every user has a profile: where its row did not come, rows are hidden from the caller. */
export const areProfilesShown = (userIds: readonly string[], assignments: readonly Row[]): boolean => {
  const shown = new Set(assignments.filter(isProfile).map(assigneeOf));
  return userIds.every((userId) => shown.has(shortId(userId)));
};

export const isProfile = (row: Row): boolean => object(row.PermissionSet).IsOwnedByProfile === true;
