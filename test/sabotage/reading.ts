import type { Patch } from './patch.js';

/** Mistakes in asking an org and in believing what it says. */
export const readingPatches: readonly Patch[] = [
  {
    name: 'a refused list is read as an empty one',
    file: 'org/list.ts',
    find: 'answer.ok ? { ok: true, value: rowsOf(answer.value, type, types) } : answer',
    replace: 'answer.ok ? { ok: true, value: rowsOf(answer.value, type, types) } : { ok: true, value: [] }',
    test: { file: 'org/door.test.ts', title: 'a refused list is a problem and never an empty list' },
  },
  {
    name: 'INVALID_TYPE is swallowed as a type without components',
    file: 'inventory/coverage.ts',
    find: '    if (!answer.ok) {\n      this.failed(step, why(answer.problem));',
    replace:
      "    if (!answer.ok && answer.problem.code === 'type-not-available') return { known: true, value: [] as T };\n" +
      '    if (!answer.ok) {\n      this.failed(step, why(answer.problem));',
    test: { file: 'inventory/secondReading.test.ts', title: 'does without columns and objects that the org lacks' },
  },
  {
    name: 'the fault on one type of a list spoils the others',
    file: 'org/list.ts',
    find: "['type-not-available', 'not-permitted'].includes(answer.problem.code)",
    replace: "['not-permitted'].includes(answer.problem.code)",
    test: { file: 'org/door.test.ts', title: 'a type that the org lacks does not take the others along' },
  },
  {
    name: 'an app that was not returned is dropped',
    file: 'inventory/connectedApps.ts',
    find: 'byComponent(listed).map((copies) => subjectOf(copies, retrieved))',
    replace:
      'byComponent(listed).map((copies) => subjectOf(copies, retrieved))' +
      ".filter(({ metadata }) => metadata.facts !== 'not-returned')",
    test: { file: 'actions/auditScope.test.ts', title: 'does not evaluate an app that is listed and not returned' },
  },
  {
    name: 'an empty list is believed without the permission to see more',
    file: 'inventory/listing.ts',
    find: 'rows.length > 0 || (maySee.known && maySee.value)',
    replace: 'rows.length >= 0 || (maySee.known && maySee.value)',
    test: { file: 'actions/auditPermissions.test.ts', title: 'is shown empty lists: believes none of them' },
  },
  {
    name: 'a permission that was not read counts as held',
    file: 'inventory/callerPermissions.ts',
    find: '? unknown(`unread: ${permission}`)',
    replace: '? known(true)',
    test: {
      file: 'inventory/callerPermissions.test.ts',
      title: 'takes a permission that the org does not have as not held, and one that every org has as hidden',
    },
  },
  {
    name: 'a foreign error is handed on as it is',
    file: 'run.ts',
    find: 'throw inOurWords(error, texts);',
    replace: 'throw error;',
    test: { file: 'run.test.ts', title: 'is told in our words alone' },
  },
  {
    name: 'an interrupt is heard and forgotten',
    file: 'interrupt.ts',
    find: '() => abortion.abort(name)',
    replace: '() => undefined',
    test: { file: 'interrupt.test.ts', title: 'by SIGINT aborts the run' },
  },
  {
    name: 'what a change did is not read once the run is interrupted',
    file: 'org/session.ts',
    find: 'return new Session({ ...this.options, signal: undefined });',
    replace: 'return new Session({ ...this.options });',
    test: { file: 'org/interrupted.test.ts', title: 'can still be read to the end' },
  },
  {
    name: 'a deploy whose answer is lost is sent again',
    file: 'org/deploy.ts',
    find: 'session.once(async () => {\n    const { id }',
    replace: 'session.read(async () => {\n    const { id }',
    test: { file: 'org/deploy.test.ts', title: 'whose start is lost by cut-body is never sent a second time' },
  },
  {
    name: 'an expired assignment counts',
    file: 'inventory/permissionsGranted.ts',
    find: 'return since >= (row.IsActive === true ? DAY : 0);',
    replace: 'return since >= Infinity;',
    test: { file: 'inventory/executionUsers.test.ts', title: 'not by an expired assignment' },
  },
  {
    name: 'a revoked assignment counts',
    file: 'inventory/permissionsGranted.ts',
    find: 'row.IsRevoked === true ||',
    replace: 'row.IsRevoked === null ||',
    test: { file: 'inventory/executionUsers.test.ts', title: 'not by a revoked assignment' },
  },
  {
    name: 'a group that the org still recalculates is taken at its word',
    file: 'inventory/permissionsGranted.ts',
    find: "isStale: group.Status !== 'Updated'",
    replace: 'isStale: false',
    test: { file: 'inventory/executionUsers.test.ts', title: 'may hold more by a group that is Outdated' },
  },
  {
    name: 'what somebody else holds is added',
    file: 'inventory/permissionsGranted.ts',
    find: 'rows.assignments.filter((row) => assigneeOf(row) === shortId(userId))',
    replace: 'rows.assignments.filter((row) => assigneeOf(row) !== shortId(userId) || true)',
    test: { file: 'inventory/executionUsers.test.ts', title: 'not by what somebody else holds' },
  },
  {
    name: 'the ranges of another profile are taken',
    file: 'inventory/profiles.ts',
    find: 'profile && profiles.get(shortId(profile.id))',
    replace: 'profile && [...profiles.values()][0]',
    test: {
      file: 'inventory/network.test.ts',
      title: 'is the login ranges of the profile that has the id of the user',
    },
  },
  {
    name: 'a query that fails makes every execution user one that does not exist',
    file: 'inventory/users.ts',
    find: "{ username, state: 'unknown', why: answer.why }",
    replace: "{ username, state: 'not-found', why: answer.why }",
    test: { file: 'inventory/executionUsers.test.ts', title: 'users a query that fails makes nobody "not found"' },
  },
  {
    name: 'log-ins that the caller may not see count as none',
    file: 'inventory/usageLogins.ts',
    find: 'isComplete: !shortfall && seesOthers };',
    replace: 'isComplete: !shortfall };',
    test: { file: 'inventory/usage.test.ts', title: 'is unknown where the caller may not see the log-ins of others' },
  },
  {
    name: 'log-ins are asked for under the execution users of today alone',
    file: 'inventory/usageLogins.ts',
    find: "groupedLogins(door, ['UserId', 'LoginSubType', 'Application'], days);",
    replace: "groupedLogins(door, ['UserId', 'LoginSubType', 'Application'], days, userIds);",
    test: { file: 'actions/remediatePrepare.test.ts', title: 'an app in use by the user that it had before' },
  },
  {
    name: 'log-ins of everybody that were refused count as none',
    file: 'inventory/usageLogins.ts',
    find: '  if (!ofAll.ok) return { groups, shortfall: ofAll };\n',
    replace: '',
    test: { file: 'inventory/usage.test.ts', title: 'is unknown where log-ins of everybody end with too-large' },
  },
  {
    name: 'log-ins of a user before are taken for those of another app',
    file: 'inventory/usageLogins.ts',
    find: 'return logins > 0 ? [{ ...whole, logins }] : [];',
    replace: 'return logins > 0 && parts.length > 0 ? [{ ...whole, logins }] : [];',
    test: {
      file: 'inventory/usage.test.ts',
      title: 'of two apps with one user, in parts: the app of another user by its name',
    },
  },
];
