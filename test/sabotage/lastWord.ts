import type { Patch } from './patch.js';

/** Mistakes about who has the last word: the org's status, its clock, its id, its lists. */
export const lastWordPatches: readonly Patch[] = [
  {
    name: 'the first look decides about a deploy that was not rolled back for certain',
    file: 'remediation/deploy/reading.ts',
    find: "(end.kind === 'failed' && !end.isRolledBack)",
    replace: 'false',
    test: {
      file: 'actions/remediate/remediateUnclear.test.ts',
      title: 'called Canceled is not one that changed nothing because the org shows the earlier state for a while: 32',
    },
  },
  {
    name: 'a check that the org carried out counts as a check',
    file: 'remediation/deploy/validate.ts',
    find: 'const isForReal = ({ checkOnly }: DeployResult): boolean => !checkOnly;',
    replace: 'const isForReal = ({ checkOnly }: DeployResult): boolean => checkOnly === undefined;',
    test: {
      file: 'actions/remediate/remediateCheckOnly.test.ts',
      title: 'a check that the org carries out ends the run before anything else is sent',
    },
  },
  {
    name: 'a check that the org is about to carry out is not stopped',
    file: 'remediation/deploy/validate.ts',
    find: '    await this.door.cancelDeploy(id);\n    const ended',
    replace: '    const ended',
    test: {
      file: 'actions/remediate/remediateCheckOnly.test.ts',
      title: 'a check that the org is about to carry out is stopped',
    },
  },
  {
    name: 'a deploy that was only checked has succeeded',
    file: 'remediation/deploy/sendOne.ts',
    find: '  if (checkOnly) return',
    replace: '  if (checkOnly && !success) return',
    test: {
      file: 'actions/remediate/remediateCheckOnly.test.ts',
      title: 'a deploy of which the org says that it only checked it',
    },
  },
  {
    name: 'a canceled deploy that took effect is verified',
    file: 'remediation/outcome/verify.ts',
    find: "end.kind === 'failed' && !end.isPartial)",
    replace: "end.kind === 'failed' && end.isRolledBack)",
    test: {
      file: 'actions/remediate/remediateUnclear.test.ts',
      title: 'called a success and Canceled is one that failed',
    },
  },
  {
    name: 'what was taken back and took effect is the work of somebody else',
    file: 'remediation/deploy/send.ts',
    find: "'steppedBack' in sent ? unlessLanded(one, sent) : one",
    replace: 'one',
    test: {
      file: 'actions/remediate/remediateOtherDeploys.test.ts',
      title: 'tells that what it took back has taken effect all the same',
    },
  },
  {
    name: 'a disk that stalls for the fourth time has its old look deployed',
    file: 'remediation/deploy/sendOne.ts',
    find: 'if (elapsed() >',
    replace: 'if (sending.mayStepBack && elapsed() >',
    test: {
      file: 'actions/remediate/remediateLastMoment.test.ts',
      title: 'deploys on no old look, however often it stalls',
    },
  },
  {
    name: 'the org is not asked who it is before the look',
    file: 'actions/remediate/lastLook.ts',
    find: 'if (!confirmed.ok) throw',
    replace: 'if (!confirmed.ok && confirmed.problem.code === undefined) throw',
    test: {
      file: 'actions/remediate/remediateOtherOrg.test.ts',
      title: 'does nothing where the login leads to another org by now',
    },
  },
  {
    name: 'an app with another key is the one that was planned, in an org that gives no ids',
    file: 'actions/remediate/lastLook.ts',
    find: 'if (file && !isSameComponent(edited, file))',
    replace: 'if (file && file.id !== undefined && !isSameComponent(edited, file))',
    test: {
      file: 'actions/remediate/remediateOtherOrg.test.ts',
      title: 'goes by the key in an org that gives no ids',
    },
  },
  {
    name: 'a deploy can no longer arrive by the clock of this machine',
    file: 'actions/remediate/itsDeploys.ts',
    find: "Date.parse(orgNow ?? '') - Date.parse(orgAt)",
    replace: "now().getTime() - Date.parse(at || orgAt || orgNow || '')",
    test: {
      file: 'actions/restoreLost.test.ts',
      title: 'is not taken for older than it is where this machine is hours ahead',
    },
  },
  {
    name: 'an app that SOQL alone knows is passed over',
    file: 'inventory/fromOrg.ts',
    find: 'isCompared ? unlistedSubjects(queried, connectedApps, ownApps)',
    replace: 'isCompared ? unlistedSubjects([], connectedApps, ownApps)',
    test: {
      file: 'actions/audit/auditUnlisted.test.ts',
      title: 'does not pass that one over',
    },
  },
  {
    name: 'an app hides behind another one of its name',
    file: 'inventory/apps/unlistedApps.ts',
    find: ".filter(({ id }) => !queriedIds?.has(idOf(id) ?? ''))",
    replace: '.filter(({ fullName }) => queriedIds && fullName)',
    test: {
      file: 'inventory/apps/unlistedApps.test.ts',
      title: 'do not hide behind another app of their name',
    },
  },
  {
    name: 'files of an older API version are relied on',
    file: 'org/requests/retrieve/retrieve.ts',
    find: 'Number(found) !== Number(version)',
    replace: 'Number(found) > Number(version)',
    test: { file: 'actions/audit/auditOtherVersion.test.ts', title: 'are none that are relied on' },
  },
  {
    name: 'an app whose name has a prefix is an own one where the list gives no namespace',
    file: 'inventory/apps/connectedApps.ts',
    find: " || fullName.includes('__')",
    replace: '',
    test: {
      file: 'inventory/firstReading.test.ts',
      title: 'take an app for one of a namespace by its name NS__Billing where the list gives none: undefined',
    },
  },
  {
    name: 'a plan is carried out on an app that was made anew',
    file: 'remediation/edit/switchingOff.ts',
    find: '(!one.id || !other.id || isSameId(one.id, other.id))',
    replace: 'one.control === other.control',
    test: {
      file: 'actions/remediate/remediatePlan.test.ts',
      title: 'shrinks by an app that was deleted and made anew',
    },
  },
  {
    name: 'two apps with long names get one key',
    file: 'reports/migration/commands.ts',
    find: 'if (name.length > LONGEST_NAME || /\\W/.test(name))',
    replace: 'if (/\\W/.test(name))',
    test: { file: 'reports/migration/readme.test.ts', title: 'has a name that no other app has' },
  },
  {
    name: 'two apps whose names hold other characters get one key',
    file: 'reports/migration/commands.ts',
    find: 'fingerprint(appKey(app)).slice(0, HASHED)',
    replace: 'fingerprint(app.type).slice(0, HASHED)',
    test: { file: 'reports/migration/readme.test.ts', title: 'has a name that no other app has' },
  },
  {
    name: 'a command of the steps replaces the private key of another client',
    file: 'reports/migration/keyStep.ts',
    find: '`test ! -e ${key} &&`',
    replace: "'test -d ~/jwt-keys &&'",
    test: {
      file: 'actions/migrate/migrate.test.ts',
      title: 'makes a key by commands that replace none, however often they are pasted',
    },
  },
  {
    name: 'a quote of PowerShell ends a word of a command to paste',
    file: 'reports/words/safe/commandLine.ts',
    find: "^[^'\\u2018-\\u201b&|<>^]*$",
    replace: "^[^']*$",
    test: { file: 'reports/words/safe/commandLine.test.ts', title: 'leaves nothing to PowerShell' },
  },
  {
    name: 'a double quote in the name of an app begins a command in the old command line of Windows',
    file: 'reports/words/safe/commandLine.ts',
    find: "isUsername ? '\"' : /[\"%]/g, '?'",
    replace: '/%/g, (one) => (isUsername ? one : "?")',
    test: {
      file: 'reports/words/safe/commandLine.test.ts',
      title: 'begins no command in that of Windows, in its own word or in another: x"&calc&',
    },
  },
  {
    name: 'a variable in the name of an app begins a command in the old command line of Windows',
    file: 'reports/words/safe/commandLine.ts',
    find: "isUsername ? '\"' : /[\"%]/g, '?'",
    replace: "isUsername ? '\"' : /\"/g, '?'",
    test: {
      file: 'reports/words/safe/commandLine.test.ts',
      title: 'in its own word or in another: %CMDCMDLINE:~0,1%&calc&',
    },
  },
  {
    name: 'a record in text says nothing of an app that was skipped after the plan was shown',
    file: 'reports/change/text.ts',
    find: 'skipped: skippedByPlan,',
    replace: 'skipped: skippedByPlan && result.plan.skipped,',
    test: {
      file: 'reports/change.test.ts',
      title: 'names in human an app that was skipped only after the plan was shown',
    },
  },
  {
    name: 'a set of names in braces hides that one of them is of no app',
    file: 'posture/selection.ts',
    find: '(patterns ?? []).flatMap(alternativesOf).filter(',
    replace: '(patterns ?? []).filter(',
    test: {
      file: 'posture/selection.test.ts',
      title: 'names each name of a set in braces that no app has, as if each had been asked for by itself',
    },
  },
  {
    name: 'a set of names in braces hides that the result of an org is missing',
    file: 'cli/flags/savedFiles.ts',
    find: 'for (const one of alternativesOf(pattern)) {',
    replace: 'for (const one of [pattern]) {',
    test: {
      file: 'cli/flags/savedFiles.test.ts',
      title: 'refuses a set of names in braces of which one finds nothing: that result would be missing in the report',
    },
  },
];
