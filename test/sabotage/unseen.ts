import type { Patch } from './patch.js';

/** Mistakes that take what is not shown for absent, or one of two sources for the truth. */
export const unseenPatches: readonly Patch[] = [
  {
    name: 'the user that SOQL names beside the metadata is not looked at',
    file: 'posture/controls/externalClientApp.ts',
    find: 'users: [...usersOf(facts), ...queriedUsers],',
    replace: 'users: [...usersOf(facts), ...queriedUsers.slice(1)],',
    test: { file: 'posture/evaluate.test.ts', title: 'two sources: SOQL names an administrator: fail, not-hardened' },
  },
  {
    name: 'the relaxation that SOQL gives beside the metadata is not looked at',
    file: 'posture/controls/externalClientApp.ts',
    find: 'relaxations: relaxations.length > 0 ? relaxations : [null],',
    replace: 'relaxations: relaxations.length > 0 ? relaxations.slice(0, 1) : [null],',
    test: { file: 'posture/evaluate.test.ts', title: 'two sources: SOQL relaxes the network: fail, not-hardened' },
  },
  {
    name: 'sources that disagree on a user count as agreed where nothing is bad',
    file: 'posture/factors/observe.ts',
    find: 'return bad ?? unknown(SOURCES_DISAGREE);',
    replace: 'return bad ?? only ?? unknown(SOURCES_DISAGREE);',
    test: {
      file: 'posture/evaluate.test.ts',
      title: 'two sources: SOQL names another user, harmless as well: fail, hardening-unknown',
    },
  },
  {
    name: 'a refused query for external client apps is no list',
    file: 'posture/steps.ts',
    find: "  'query-external-client-apps',\n];",
    replace: '];',
    test: {
      file: 'actions/audit/auditUnseen.test.ts',
      title: 'leaves 31 also where every app that is known passes',
    },
  },
  {
    name: 'a cross-check that failed leaves a user dedicated',
    file: 'posture/steps.ts',
    find: '  ...CROSS_CHECK,\n];',
    replace: '];',
    test: {
      file: 'inventory/context/context.test.ts',
      title: 'has not read every app where query-external-client-apps failed',
    },
  },
  {
    name: 'a list of profiles that lacks one is whole',
    file: 'inventory/context/context.ts',
    find: 'if (records.some((user) => lacksProfile(user, profiles)))',
    replace: 'if (records.some((user) => lacksProfile(user, profiles) && user.userId === undefined))',
    test: { file: 'inventory/context/network.test.ts', title: 'is unknown where the profile is not in the list' },
  },
  {
    name: 'an empty answer about object permissions is believed',
    file: 'inventory/context/grants.ts',
    find: "if (found.length === 0 && !isWhole) return unknown('not-shown');",
    replace: '',
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'have no Modify All on objects only where the caller may see all that is granted',
    },
  },
  {
    name: 'a user that the caller cannot see does not exist',
    file: 'inventory/context/users.ts',
    find: 'return isYes(caller.maySeeUsers)',
    replace: 'return isYes(caller.maySeeUsers) || true',
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'that a caller who may not see all users does not find are unknown',
    },
  },
  {
    name: 'a permission that the caller has is blamed',
    file: 'inventory/apps/callerPermissions.ts',
    find: 'isNo(anyOf(alternatives.map(holds)))',
    replace: '!isNo(anyOf(alternatives.map(holds)))',
    test: { file: 'inventory/apps/callerPermissions.test.ts', title: 'and only the one that is missing is named' },
  },
  {
    name: 'a risk whose raising conditions are unknown stands as it is',
    file: 'posture/factors/atLeast.ts',
    find: "one.state === 'unknown'",
    replace: "one.state === 'present'",
    test: { file: 'posture/atLeast.test.ts', title: 'at least: a group that is not up to date' },
  },
  {
    name: 'a managed app whose flag is off passes, whoever is set to run it',
    file: 'posture/controls/connectedApp.ts',
    find: "managed && (flow.state === 'on' || executionUser !== undefined)",
    replace: "managed && flow.state === 'on'",
    test: { file: 'posture/evaluate.test.ts', title: 'managed, a user shown and the flag OFF: not-evaluated' },
  },
  {
    name: 'a managed app fails by its flag alone',
    file: 'posture/controls/connectedApp.ts',
    find: "flow.state === 'on' && (!app.managed || executionUser !== undefined)",
    replace: "flow.state === 'on' && (app.managed || executionUser !== null)",
    test: { file: 'posture/evaluate.test.ts', title: 'managed, flag on and no user shown: not-evaluated' },
  },
  {
    name: 'a flag in another place is absent',
    file: 'metadata/read/values.ts',
    find: 'return stray ?',
    replace: 'return stray && copies.length > 99 ?',
    test: {
      file: 'metadata/read/connectedApp.test.ts',
      title: 'cannot read a flag that stands below the root or in oauthPolicy',
    },
  },
  {
    name: 'a flag in another case is absent',
    file: 'metadata/read/values.ts',
    find: 'localName(element) === name &&',
    replace: 'element.name === path.at(-1) &&',
    test: { file: 'metadata/read/connectedApp.test.ts', title: 'reads a flag of true in another case as unreadable' },
  },
  {
    name: 'a user named by its id is another user',
    file: 'inventory/context/context.ts',
    find: '[name, shortId(userId)] as const',
    replace: '[key, key] as const',
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'are one where apps name them by username, by id',
    },
  },
  {
    name: 'a no-break space behind a username makes it another user',
    file: 'posture/names.ts',
    find: 'name.trim().slice(0, 15) : fold(name.trim()));',
    replace: 'name.trim().slice(0, 15) : fold(name));',
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'are one where apps name them by username, by id',
    },
  },
  {
    name: 'the first of two copies of a user is the user',
    file: 'posture/factors/usersOf.ts',
    find: 'userCopies ?? [executionUser];',
    replace: 'userCopies?.slice(0, 1) ?? [executionUser];',
    test: { file: 'posture/evaluate.test.ts', title: 'two copies of the user in one policy: fail, hardening-unknown' },
  },
  {
    name: 'of two apps whose names differ in case the first counts',
    file: 'inventory/apps/copies.ts',
    find: 'return texts.size > 1 || states.size > 1 ?',
    replace: 'return texts.size > 99 || states.size > 1 ?',
    test: { file: 'inventory/firstReading.test.ts', title: 'listed in two cases whose files differ as: copies-differ' },
  },
  {
    name: 'an assignment that the org still calls active has expired by our clock',
    file: 'inventory/context/grants.ts',
    find: "?? '') >= DAY;",
    replace: "?? '') >= 0;",
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'by an assignment that ended five seconds ago by our clock',
    },
  },
  {
    name: 'an undocumented sub-type that speaks of the flow is another flow',
    file: 'inventory/context/usage.ts',
    find: "lettersOf(subType).includes('clientcredential');",
    replace: 'isClientCredentials(subType);',
    test: { file: 'inventory/context/usage.test.ts', title: 'is unknown by the sub-type OauthClientCredentialsFlow' },
  },
  {
    name: 'an app of a namespace that may be installed passes without the flag',
    file: 'posture/controls/connectedApp.ts',
    find: 'if (managed || subject.mayBeInstalled)',
    replace: 'if (managed)',
    test: {
      file: 'posture/evaluate.test.ts',
      title: 'of a namespace, perhaps installed, without the flag: not-evaluated',
    },
  },
  {
    name: 'a profile called Security hides the settings of that name',
    file: 'org/requests/retrieve.ts',
    find: "if (settings !== undefined && comparable(fileName).startsWith('settings/')) return settings;",
    replace: '',
    test: { file: 'org/requests/retrieve.test.ts', title: 'keeps a profile called Security apart' },
  },
  {
    name: 'a policy that names its packaged app without the prefix makes an app of its own',
    file: 'inventory/apps/ecaLinks.ts',
    find: 'apps.byName(parent) ?? packagedEntry(parent, policy, rowsByName, apps) ?? apps.add',
    replace: 'apps.byName(parent) ?? apps.add',
    test: {
      file: 'inventory/apps/externalClientApps.test.ts',
      title: 'a policy that names its packaged app without the prefix',
    },
  },
  {
    name: 'an app that another source calls enabled is switched off',
    file: 'posture/controls/externalClientApp.ts',
    find: '!appPolicyRows.some((row) => row.appEnabled)',
    replace: '!appPolicyRows.some((row) => !row.appEnabled && row.pluginEnabled)',
    test: {
      file: 'posture/evaluate.test.ts',
      title: 'switched off in the metadata, while SOQL calls it enabled: the app itself',
    },
  },
  {
    name: 'an audit trail that is refused makes a run incomplete',
    file: 'posture/report/gate.ts',
    find: "status === 'failed' && !TOLD_ONLY.includes(step)",
    replace: "status === 'failed' && (TOLD_ONLY.includes(step) || true)",
    test: { file: 'posture/report/gate.test.ts', title: 'an audit trail that was refused' },
  },
  {
    name: 'a suspect names by its username a user whom the app names by an id',
    file: 'inventory/context/context.ts',
    find: '[key, userKey(username)].map(',
    replace: '[key].map(',
    test: {
      file: 'inventory/context/context.test.ts',
      title:
        'tells who else may run as a user whom one app names 005Ws0000000001AAA and the other Integration.User@example.com',
    },
  },
  {
    name: 'an assignment ends at once where the org does not say whether it is active',
    file: 'inventory/context/grants.ts',
    find: "?? '') >= DAY;",
    replace: "?? '') >= (row.IsActive === true ? DAY : 0);",
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'by an assignment that ended five seconds ago while the org does not say whether it is active: null',
    },
  },
  {
    name: 'a set that does not say whether it waits for an activation does not',
    file: 'inventory/context/grants.ts',
    find: "HasActivationRequired !== false || Type === 'Session'",
    replace: "HasActivationRequired === true || Type === 'Session'",
    test: {
      file: 'inventory/context/executionUsers.test.ts',
      title: 'by an inactive assignment of a set that does not say whether it waits for an activation',
    },
  },
  {
    name: 'of two profiles with one id the last is believed',
    file: 'inventory/context/profilesAndSettings.ts',
    find: 'profile && others.length === 0',
    replace: 'profile && others.length >= 0',
    test: {
      file: 'inventory/context/network.test.ts',
      title: 'is that of nobody knows which profile where two are listed under one id: its step has failed',
    },
  },
  {
    name: 'the first of two ends of a login IP range is believed',
    file: 'metadata/read/profileAndSettings.ts',
    find: "end: onlyValue(range, 'endAddress')",
    replace: "end: firstValue(range, 'endAddress')",
    test: {
      file: 'metadata/read/profileAndSettings.test.ts',
      title: 'does not choose between two ends of a login IP range',
    },
  },
  {
    name: 'a policy that names two apps is of the first',
    file: 'metadata/read/values.ts',
    find: 'differingValues(root, path) ? undefined :',
    replace: 'differingValues(root, []) ? undefined :',
    test: {
      file: 'metadata/read/externalClientApp.test.ts',
      title: 'does not say whose a policy is that names two apps',
    },
  },
  {
    name: 'what SOQL says of a switch is dropped where no app has its id',
    file: 'inventory/apps/ecaLinks.ts',
    find: '(apps.byId(appId) ?? named)?.',
    replace: '(appId === undefined ? named : apps.byId(appId))?.',
    test: {
      file: 'inventory/apps/externalClientApps.test.ts',
      title: 'is told of the app: of the name of its policy, under an id that no app has',
    },
  },
  {
    name: 'two listed apps under one id are one',
    file: 'inventory/apps/externalClientApps.ts',
    find: 'apps.addListed(listedApp(',
    replace: 'apps.add(listedApp(',
    test: {
      file: 'inventory/apps/externalClientApps.test.ts',
      title: 'make two apps that the list gives one id: none is lost',
    },
  },
  {
    name: 'a policy that stands for no app passes',
    file: 'posture/controls/externalClientApp.ts',
    find: 'return isUnlinked &&',
    replace: 'return !isUnlinked && isUnlinked &&',
    test: {
      file: 'posture/evaluate.test.ts',
      title: 'policy whose app cannot be told, its flag off: not-evaluated, policy-not-readable',
    },
  },
  {
    name: 'connected apps are not looked at where --control leaves them out',
    file: 'inventory/fromOrg.ts',
    find: 'scope.connectedApps || flowApps(clientApps).length > 0;',
    replace: 'scope.connectedApps;',
    test: {
      file: 'actions/audit/auditScope.test.ts',
      title: 'still sees a connected app that runs as the user of one: it is not hardened',
    },
  },
  {
    name: 'an execution user in another case does not count',
    file: 'metadata/read/values.ts',
    find: ', ...strays.map(valueOf)];',
    replace: '];',
    test: {
      file: 'metadata/read/connectedApp.test.ts',
      title: 'counts an execution user and an IP relaxation in another place, case or namespace as copies',
    },
  },
  {
    name: 'a flag in another namespace is none',
    file: 'metadata/read/values.ts',
    find: "name.slice(name.lastIndexOf('}') + 1).toLowerCase();",
    replace: 'name.toLowerCase();',
    test: {
      file: 'metadata/read/connectedApp.test.ts',
      title: 'reads a flag of true in another namespace as unreadable',
    },
  },
  {
    name: 'whatever a number can be made of is a version',
    file: 'inventory/source/sourceVersions.ts',
    find: 'Number(/^\\d{1,3}(?:\\.0)?$/.exec(String(version))?.[0] ?? NaN)',
    replace: 'Number(version)',
    test: {
      file: 'inventory/source/fromSource.test.ts',
      title: 'not where a number can be made of the version alone: "1e9"',
    },
  },
  {
    name: 'an installed app that shows no user is told as read',
    file: 'inventory/apps/flowApps.ts',
    find: " && !(isManaged && flow.state === 'on' && executionUser === undefined)",
    replace: '',
    test: {
      file: 'inventory/context/context.test.ts',
      title: 'names as not read an installed app that is on and shows no user',
    },
  },
  {
    name: 'what SOQL gives in an odd shape counts as empty',
    file: 'inventory/apps/crossCheck.ts',
    find: "value === null || value === '';",
    replace: "value === null || value === '' || typeof value !== 'string';",
    test: { file: 'inventory/apps/externalClientApps.test.ts', title: 'is not taken for empty: true' },
  },
];
