import type { Row } from '../../../org/door.js';
import { object, text } from '../../../org/requests/soql.js';
import { BROAD_PERMISSIONS, API_ONLY, columnOf, mayExistUnseen } from '../../../posture/factors/broadPermissions.js';
import { type Known, known, unknown } from '../../../posture/known.js';
import type { BroadPermission } from '../../../posture/model.js';
import { shortId } from '../../../posture/names.js';
import type { ExecutionUser } from '../../../posture/subject.js';
import { type ModifyAll, type PermissionRows, assigneeOf, fullNameOfSet, isProfile } from './permissionRows.js';
import type { UserRecord } from './users.js';

/** What one user holds, as far as the rows prove it. */
export type Grants = Pick<ExecutionUser, 'permissions' | 'modifyAllObjects'> & {
  apiOnly: Known<boolean>;
  /** Permission sets that are in force without any further step, by API name and label. */
  assigned: Known<string[]>;
};

/** "Modify All" on some object, as `ObjectPermissions` calls it. */
const MODIFY_ALL_RECORDS = 'ModifyAllRecords';

type Assignment = { setId: string; via: string; values: Row; isStale: boolean; isInForce: boolean };

export const nothingKnown = (why: string): Grants => ({
  permissions: unknown(why),
  modifyAllObjects: unknown(why),
  apiOnly: unknown(why),
  assigned: unknown(why),
});

export const grantsOf = (user: UserRecord, rows: PermissionRows, now: Date): Grants => {
  const { userId } = user;
  if (userId === undefined) return nothingKnown(user.why ?? 'no-user-id');
  const own = rows.assignments.filter((row) => [shortId(userId), NOBODY].includes(assigneeOf(row)));
  if (!own.every(isReadable)) return nothingKnown('permission-set-unreadable');
  const profiles = own.filter(isProfile).length;
  if (profiles !== 1) return nothingKnown(`profile-rows: ${profiles}`);
  if (own.some((row) => isOfOtherProfile(row, user))) return nothingKnown('profile-changed');
  const assignments = own.filter((row) => !hasLapsed(row, now)).map((row) => toAssignment(row, user, now));
  return {
    permissions: known(broadPermissions(assignments, rows)),
    modifyAllObjects: modifyAllObjects(assignments, rows.modifyAll),
    apiOnly: holdsNow(API_ONLY, assignments, rows),
    assigned: known(own.filter((row) => isInForce(row, now)).flatMap(namesOfSet)),
  };
};

/** The user's profile was changed during the reading, so ranges and permissions would be from two profiles. */
const isOfOtherProfile = (row: Row, { profile }: UserRecord): boolean => {
  const id = text(object(row.PermissionSet).ProfileId);
  return isProfile(row) && id !== undefined && profile !== undefined && shortId(id) !== shortId(profile.id);
};

/** A row without a user may belong to any user. */
const NOBODY = '';

const isReadable = (row: Row): boolean =>
  assigneeOf(row) !== NOBODY &&
  text(row.PermissionSetId) !== undefined &&
  typeof object(row.PermissionSet).IsOwnedByProfile === 'boolean';

/** Without these columns, an org doesn't show which of the sets are groups. */
const tellsGroups = (row: Row): boolean =>
  row.PermissionSetGroupId !== undefined || object(row.PermissionSet).Type !== undefined;

const isGroup = (row: Row): boolean =>
  text(row.PermissionSetGroupId) !== undefined || object(row.PermissionSet).Type === 'Group';

/**
 * A permission that requires activation is one click away from being granted. The same applies if the row doesn't say
 * whether it requires activation.
 */
const mayBeActivated = (row: Row): boolean => {
  const { HasActivationRequired, Type } = object(row.PermissionSet);
  if (HasActivationRequired !== false || Type === 'Session') return true;
  return isGroup(row) && object(row.PermissionSetGroup).HasActivationRequired !== false;
};

/** A profile can't be revoked and doesn't expire. */
const hasLapsed = (row: Row, now: Date): boolean => {
  if (isProfile(row)) return false;
  if (row.IsRevoked === true || hasExpired(row, now)) return true;
  return row.IsActive === false && !mayBeActivated(row);
};

/**
 * The opposite of caution about broad permissions: here a permission set is a reason to let the user in, or what makes the
 * user API-only, so it counts only if nothing has to be activated first.
 */
const isInForce = (row: Row, now: Date): boolean =>
  isProfile(row) ||
  (row.IsRevoked !== true &&
    row.IsActive !== false &&
    !(Date.parse(text(row.ExpirationDate) ?? '') <= now.getTime()) &&
    !mayBeActivated(row));

const namesOfSet = (row: Row): string[] => {
  const set = object(row.PermissionSet);
  return [fullNameOfSet(set), text(set.Label)].flatMap((name) => name ?? []);
};

const DAY = 24 * 60 * 60 * 1000;

/**
 * Allows one day, because this machine's clock may be ahead of the org's. If the org considers the assignment expired,
 * `IsActive` says so.
 */
const hasExpired = (row: Row, now: Date): boolean => now.getTime() - Date.parse(text(row.ExpirationDate) ?? '') >= DAY;

const toAssignment = (row: Row, user: UserRecord, now: Date): Assignment => {
  const group = object(row.PermissionSetGroup);
  const set = object(row.PermissionSet);
  const setId = shortId(text(row.PermissionSetId) ?? '');
  const assignment = { setId, values: set, isStale: false, isInForce: isInForce(row, now) };
  if (isProfile(row)) return { ...assignment, via: `Profile:${user.profile?.name ?? text(set.Name) ?? setId}` };
  if (!isGroup(row))
    return { ...assignment, via: `PermissionSet:${text(set.Name) ?? setId}`, isStale: !tellsGroups(row) };
  const name = text(group.DeveloperName) ?? text(set.Name) ?? setId;
  return { ...assignment, via: `PermissionSetGroup:${name}`, isStale: group.Status !== 'Updated' };
};

type Shown = Pick<PermissionRows, 'columns' | 'areAllShown'>;

/** While the org recalculates a group, its row doesn't show everything that the group grants. */
const mayHoldMore = (
  permission: string,
  assignments: readonly Assignment[],
  { columns, areAllShown }: Shown,
): boolean => {
  const isColumn = columns.set.has(columnOf(permission).toLowerCase());
  if (!isColumn) return mayExistUnseen(permission);
  return (
    !areAllShown ||
    assignments.some(({ isStale, values }) => isStale || typeof values[columnOf(permission)] !== 'boolean')
  );
};

const sources = (permission: string, assignments: readonly Assignment[]): BroadPermission[] =>
  viaEach(
    permission,
    assignments.filter(({ values }) => values[columnOf(permission)] === true),
  );

const viaEach = (permission: string, assignments: readonly Assignment[]): BroadPermission[] =>
  [...new Set(assignments.map(({ via }) => via))].sort().map((via) => ({ permission, via }));

const broadPermissions = (
  assignments: readonly Assignment[],
  shown: Shown,
): { granted: BroadPermission[]; unread: string[] } => {
  const granted = BROAD_PERMISSIONS.flatMap((permission) => sources(permission, assignments));
  const found = new Set(granted.map(({ permission }) => permission));
  const unread = BROAD_PERMISSIONS.filter(
    (permission) => !found.has(permission) && mayHoldMore(permission, assignments, shown),
  );
  return { granted, unread };
};

/** A permission that speaks for the user: what a session has to activate, or a group may be about to lose, isn't held. */
const holdsNow = (permission: string, assignments: readonly Assignment[], shown: Shown): Known<boolean> => {
  const settled = assignments.filter((one) => one.isInForce && !one.isStale);
  if (sources(permission, settled).length > 0) return known(true);
  return mayHoldMore(permission, assignments, shown) ? unknown(`unread: ${permission}`) : known(false);
};

const modifyAllObjects = (
  assignments: readonly Assignment[],
  modifyAll: Known<ModifyAll>,
): Known<BroadPermission[]> => {
  if (!modifyAll.known) return modifyAll;
  const { sets, isWhole } = modifyAll.value;
  const found = viaEach(
    MODIFY_ALL_RECORDS,
    assignments.filter(({ setId }) => sets.has(setId)),
  );
  if (found.length === 0 && !isWhole) return unknown('not-shown');
  return found.length === 0 && assignments.some(({ isStale }) => isStale) ? unknown('group-not-updated') : known(found);
};
