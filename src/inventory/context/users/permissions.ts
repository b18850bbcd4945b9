import type { Answer, OrgDoor, Row } from '../../../org/door.js';
import { text, inChunks, queryEach } from '../../../org/requests/soql.js';
import { together } from '../../../org/requests/together.js';
import { BROAD_PERMISSIONS, API_ONLY, columnOf, mayExistUnseen } from '../../../posture/factors/broadPermissions.js';
import { type Known, known, mapKnown, unknown } from '../../../posture/known.js';
import type { StepName } from '../../../posture/model.js';
import { shortId } from '../../../posture/names.js';
import type { CallerPermissions } from '../../apps/callerPermissions.js';
import { notShown, type Coverage } from '../../coverage.js';
import { areProfilesShown, type PermissionColumns, type PermissionRows, type ModifyAll } from './permissionRows.js';
import type { UserRecord } from './users.js';

const SET = 'PermissionSet';
const ASSIGNMENT = 'PermissionSetAssignment';
const DESCRIBE_STEP = 'describe-permissions';
const ASSIGNMENTS_STEP = 'query-permissions';
const OBJECTS_STEP = 'query-object-permissions';

const NO_USER = 'no-execution-user';

export const describePermissions = async (
  door: OrgDoor,
  isNeeded: boolean,
  coverage: Coverage,
): Promise<Known<PermissionColumns>> => {
  if (!isNeeded) return skip(DESCRIBE_STEP, NO_USER, coverage);
  const [set, assignment] = await together([door.describeFields(SET), door.describeFields(ASSIGNMENT)]);
  if (!set.ok) return coverage.record(DESCRIBE_STEP, set);
  if (!assignment.ok) return coverage.record(DESCRIBE_STEP, assignment);
  const hidden = BROAD_PERMISSIONS.filter(
    (name) => mayExistUnseen(name) && !set.value.has(columnOf(name).toLowerCase()),
  );
  if (hidden.length > 0) coverage.failed(DESCRIBE_STEP, `not-shown: ${hidden.join(', ')}`);
  else coverage.ok(DESCRIBE_STEP);
  return known({ set: set.value, assignment: assignment.value });
};

export const readPermissions = async (
  door: OrgDoor,
  users: readonly UserRecord[],
  columns: Known<PermissionColumns>,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<Known<PermissionRows>> => {
  const assignments = await readAssignments(door, users, columns, caller, coverage);
  const modifyAll = await readModifyAll(door, assignments, caller, coverage);
  if (!columns.known) return columns;
  const areAllShown = seesAssignments(caller);
  return mapKnown(assignments, (rows) => ({ columns: columns.value, assignments: rows, areAllShown, modifyAll }));
};

/** A profile's row alone doesn't show whether the user has permission sets, too. */
const seesAssignments = ({ maySeeAssignments }: CallerPermissions): boolean =>
  maySeeAssignments.known && maySeeAssignments.value;

const readAssignments = async (
  door: OrgDoor,
  users: readonly UserRecord[],
  columns: Known<PermissionColumns>,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<Known<Row[]>> => {
  const ids = users.flatMap(({ userId }) => userId ?? []);
  if (!columns.known) return skip(ASSIGNMENTS_STEP, columns.why, coverage);
  if (ids.length === 0) return skip(ASSIGNMENTS_STEP, NO_USER, coverage);
  const rows = coverage.record(ASSIGNMENTS_STEP, await askAssignments(door, ids, columns.value));
  if (rows.known && !areProfilesShown(ids, rows.value))
    coverage.failed(ASSIGNMENTS_STEP, notShown(caller.missingForGrants));
  else if (rows.known && !seesAssignments(caller))
    coverage.failed(ASSIGNMENTS_STEP, notShown(caller.missingForAssignments));
  return rows;
};

/**
 * No describe shows whether groups have the optional column. If the org rejects it, the query is repeated without it.
 */
const askAssignments = async (
  door: OrgDoor,
  ids: readonly string[],
  columns: PermissionColumns,
): Promise<Answer<Row[]>> => {
  const ask = (ofGroup: readonly string[]): Promise<Answer<Row[]>> =>
    queryEach(
      door,
      inChunks(ids, (list) => assignmentsOf(list, columns, ofGroup)),
    );
  if (!columns.assignment.has('permissionsetgroupid')) return ask([]);
  const answer = await ask([...GROUP, GROUP_OPTIONAL]);
  return !answer.ok && answer.problem.code === 'invalid-query' ? ask(GROUP) : answer;
};

const skip = (step: StepName, why: string, coverage: Coverage): { known: false; why: string } => {
  coverage.skipped(step, why);
  return unknown(why);
};

const ALWAYS = [
  'AssigneeId',
  'PermissionSetId',
  'PermissionSet.Name',
  'PermissionSet.Label',
  'PermissionSet.IsOwnedByProfile',
];
const GROUP = ['PermissionSetGroupId', ...['DeveloperName', 'Status'].map((column) => `PermissionSetGroup.${column}`)];
const GROUP_OPTIONAL = 'PermissionSetGroup.HasActivationRequired';

const assignmentsOf = (list: string, columns: PermissionColumns, ofGroup: readonly string[]): string => {
  const ofSet = [
    'NamespacePrefix',
    'Type',
    'ProfileId',
    'HasActivationRequired',
    ...[...BROAD_PERMISSIONS, API_ONLY].map(columnOf),
  ];
  const ofAssignment = ['ExpirationDate', 'IsActive', 'IsRevoked'];
  const selected = [
    ...ALWAYS,
    ...ofGroup,
    ...ofAssignment.filter((column) => columns.assignment.has(column.toLowerCase())),
    ...ofSet.filter((column) => columns.set.has(column.toLowerCase())).map((column) => `${SET}.${column}`),
  ];
  return `SELECT ${selected.join(', ')} FROM ${ASSIGNMENT} WHERE AssigneeId IN (${list})`;
};

const modifyAllAmong = (list: string): string =>
  `SELECT ParentId FROM ObjectPermissions WHERE PermissionsModifyAllRecords = true AND ParentId IN (${list}) GROUP BY ParentId`;

const readModifyAll = async (
  door: OrgDoor,
  assignments: Known<Row[]>,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<Known<ModifyAll>> => {
  if (!assignments.known) return skip(OBJECTS_STEP, assignments.why, coverage);
  const sets = assignments.value.flatMap((row) => text(row.PermissionSetId) ?? []);
  if (sets.length === 0) return skip(OBJECTS_STEP, 'no-assignment', coverage);
  const rows = coverage.record(OBJECTS_STEP, await queryEach(door, inChunks(sets, modifyAllAmong)));
  const isWhole = caller.maySeeGrants.known && caller.maySeeGrants.value;
  if (rows.known && !isWhole) coverage.failed(OBJECTS_STEP, notShown(caller.missingForGrants));
  return mapKnown(rows, (found) => {
    const granting = found.map((row) => shortId(text(row.ParentId) ?? ''));
    // A row that does not say whose it is, or names a set that was not asked for, may be of any of them.
    const asked = new Set(sets.map(shortId));
    return { sets: new Set(granting), isWhole: isWhole && granting.every((set) => asked.has(set)) };
  });
};
