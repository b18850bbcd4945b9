import type { ListedComponent } from '../../../../src/org/door.js';
import type { AuditReport, Finding, Target } from '../../../../src/posture/model.js';
import type { Answers } from './answers.js';
import {
  CONNECTED_APP,
  filesOf,
  flagIn,
  fold,
  isClean,
  isMissing,
  isRowOf,
  isTrue,
  listedName,
  listOf,
  name,
  nameOf,
  POLICY,
  POLICY_TYPE,
  policyRows,
  rowsOf,
  SETTINGS_TYPE,
  short,
  shows,
  SWITCHES_TYPE,
  usersIn,
  type File,
} from './given.js';
import { unhardened } from './hardening.js';

/**
 * What a report claims and the org's answers don't prove, by the rules of the design. It only finds verdicts that are too
 * good.
 */
export const unproven = ({ targets: [target], gate }: AuditReport, answers: Answers): string[] => {
  if (!target || target.error) return [];
  return [
    ...connectedApps(target, answers),
    ...policies(target, answers),
    ...rowsThatAreOn(target, answers),
    ...settings(target, answers),
    ...lostApps(target, answers),
    ...(gate.exitCode === 0 ? openQuestions(target, answers) : []),
  ];
};

const ofControl = ({ findings }: Target, start: string): Finding[] =>
  findings.filter(({ control }) => control.startsWith(start));

const although = (finding: Finding, why: string): string => `${nameOf(finding)}: ${finding.reason}, although ${why}`;

const connectedApps = (target: Target, answers: Answers): string[] => {
  const files = new Map(filesOf(answers, 'ConnectedApp').map((file) => [fold(file.fullName), file]));
  const listed = Map.groupBy(listOf(answers, 'ConnectedApp') ?? [], listedName);
  return [...listed].flatMap(([own, copies]) => {
    const finding = ofControl(target, 'connected-app').find((one) => nameOf(one) === own);
    if (!finding) return [`${own} is in no finding`];
    const texts = copies.flatMap(({ fullName }) => files.get(fold(fullName)) ?? []);
    return connectedApp(finding, copies, [...new Set(texts)]);
  });
};

const connectedApp = (finding: Finding, copies: readonly ListedComponent[], files: readonly File[]): string[] => {
  const flags = files.map((file) => flagIn(file, CONNECTED_APP.flag, CONNECTED_APP.at));
  const areAlike = new Set(copies.map(({ manageableState }) => manageableState)).size === 1;
  const isInstalled = copies.some(({ manageableState }) => manageableState === 'installed');
  const mayHide = isInstalled || copies.some(mayBeInstalled);
  const hasUser = files.some((file) => usersIn(file, CONNECTED_APP.user).length > 0);
  const isOff = flags.every((flag) => flag === 'off' || (flag === 'absent' && !mayHide));
  if (isClean(finding) && !(areAlike && isOff && !(mayHide && hasUser))) return [although(finding, flags.join(', '))];
  const isOn = areAlike && flags.length > 0 && flags.every((flag) => flag === 'on') && (!isInstalled || hasUser);
  return isOn && !(mayHide && !isInstalled) && finding.status !== 'fail' ? [although(finding, 'on')] : [];
};

const STATES = 'beta deleted deprecated deprecatedEditable installed installedEditable released unmanaged'.split(' ');
const mayBeInstalled = ({ fullName, namespacePrefix, manageableState = '' }: ListedComponent): boolean =>
  (namespacePrefix !== undefined || fullName.includes('__')) && !STATES.includes(manageableState);

const policies = (target: Target, answers: Answers): string[] =>
  filesOf(answers, POLICY_TYPE).flatMap((file) => {
    const own = ofControl(target, 'eca-client').filter((finding) => shows(finding, `${POLICY_TYPE}:${file.fullName}`));
    if (own.length === 0) return [`policy ${file.fullName} is in no finding`];
    return own.flatMap((finding) => policy(file, finding, answers));
  });

const policy = (file: File, finding: Finding, answers: Answers): string[] => {
  const flag = flagIn(file, POLICY.flag);
  if (finding.status === 'fail' || flag === 'off' || flag === 'absent' || isSwitchedOff(finding, answers)) return [];
  if (flag === 'unknown') return isClean(finding) ? [although(finding, 'unknown')] : [];
  const missing = unhardened(file, finding, answers);
  if (missing.length > 0) return isCertain(file, answers) ? missing.map((why) => although(finding, why)) : [];
  return isClean(finding) && finding.reason !== 'hardened' ? [although(finding, 'on')] : [];
};

/** A list that names a policy twice in different ways says nothing about it. */
const isCertain = ({ fullName }: File, answers: Answers): boolean =>
  (listOf(answers, POLICY_TYPE) ?? []).filter((row) => fold(row.fullName) === fold(fullName)).length === 1;

const isSwitchedOff = (finding: Finding, answers: Answers): boolean => {
  if (finding.reason !== 'app-disabled') return false;
  const files = filesOf(answers, SWITCHES_TYPE).filter(({ fullName }) =>
    shows(finding, `${SWITCHES_TYPE}:${fullName}`),
  );
  const rows = (rowsOf(answers, 'ExtlClntAppPlcyCnfg') ?? []).filter((row) =>
    files.some(({ fullName }) => isRowOf(row, finding, fullName)),
  );
  const isOff = (element: string, column: string): boolean =>
    files.length > 0 &&
    files.every((file) => flagIn(file, element) === 'off') &&
    !rows.some((row) => isTrue(row[column]) || name(row[column]) === 'enabled');
  return isOff('isEnabled', 'IsEnabled') || isOff('isOauthPluginEnabled', 'OauthPluginStatus');
};

const rowsThatAreOn = (target: Target, answers: Answers): string[] =>
  (policyRows(answers) ?? [])
    .filter((row) => isTrue(row['IsClientCredentialsFlowEnabled']))
    .flatMap((row) => {
      const developerName = String(row['DeveloperName']);
      const own = ofControl(target, 'eca-client').filter(
        (finding) =>
          shows(finding, `ExtlClntAppOauthPlcyCnfg:${developerName}`) ||
          (finding.appId !== undefined && isRowOf(row, finding, developerName)),
      );
      if (own.length === 0) return [`row ${developerName} is on and in no finding`];
      // Whether "hardened" is right, its policy shows.
      const isTold = own.some(
        (finding) =>
          ['fail', 'not-evaluated'].includes(finding.status) ||
          finding.reason === 'hardened' ||
          isSwitchedOff(finding, answers),
      );
      return isTold ? [] : own.map((finding) => although(finding, 'on by SOQL'));
    });

const settings = (target: Target, answers: Answers): string[] =>
  filesOf(answers, SETTINGS_TYPE).flatMap((file) => {
    const flag = flagIn(file, POLICY.flag);
    return ofControl(target, 'eca-flow')
      .filter((finding) => isClean(finding) && shows(finding, `${SETTINGS_TYPE}:${file.fullName}`))
      .flatMap((finding) => (flag === 'off' || flag === 'absent' ? [] : [although(finding, flag)]));
  });

const lostApps = (target: Target, answers: Answers): string[] => {
  const own = ofControl(target, 'eca-client');
  const names = own.map(nameOf);
  const ids = new Set(own.flatMap(({ appId }) => (appId === undefined ? [] : short(appId))));
  const isFound = (called: string, id: unknown): boolean =>
    ids.has(short(id)) || names.some((one) => one === called || one.endsWith(`__${called}`));
  const listed = listOf(answers, 'ConnectedApp') ?? [];
  const isEachOnce = new Set(listed.map(listedName)).size === listed.length;
  const queried = (rowsOf(answers, 'ConnectedApplication') ?? []).flatMap(({ Id, Name }) =>
    isMissing(Id) ? (Name ?? []) : short(Id),
  );
  return [
    ...(listOf(answers, 'ExternalClientApplication') ?? [])
      .filter((row) => !isFound(listedName(row), row.id))
      .map(({ fullName }) => `${fullName} is in no finding`),
    ...(rowsOf(answers, 'ExternalClientApplication') ?? [])
      .filter(({ Id, DeveloperName }) => !isFound(fold(DeveloperName), Id))
      .map(({ DeveloperName }) => `${String(DeveloperName)} of SOQL is in no finding`),
    ...(isEachOnce && ofControl(target, 'connected-app').length < new Set(queried).size && listed.length > 0
      ? ['a connected app of SOQL is in no finding']
      : []),
  ];
};

/** What may leave the hardening of an app open. */
const ASKED = [
  'User',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'ExternalClientApplication',
  'ExtlClntAppOauthPlcyCnfg',
];
const LISTED = ['ConnectedApp', 'ExternalClientApplication', POLICY_TYPE];

const openQuestions = ({ findings }: Target, answers: Answers): string[] => {
  const withoutList = [...LISTED, 'Profile'].filter((type) => listOf(answers, type) === undefined);
  const isRefused = withoutList.length > 0 || isAnyRefused(answers);
  return [
    ...findings.filter(({ status }) => status === 'not-evaluated').map((finding) => although(finding, 'exit 0')),
    ...findings
      .filter(({ reason }) => isRefused && reason === 'hardening-unknown')
      .map((finding) => although(finding, 'exit 0 and an answer is missing')),
    ...withoutList.filter((type) => type !== 'Profile').map((type) => `exit 0 without the list of ${type}`),
    ...(rowsOf(answers, 'ExternalClientApplication') === undefined ? ['exit 0 without the query for apps'] : []),
  ];
};

const isAnyRefused = (answers: Answers): boolean =>
  ASKED.some((object) => rowsOf(answers, object) === undefined && isAsked(answers, object));

const isAsked = ({ queries }: Answers, object: string): boolean =>
  [...queries.keys()].some((soql) => soql.includes(`FROM ${object}`));
