import { isIPv4 } from 'node:net';
import type { Row } from '../../../../src/org/door.js';
import type { Finding } from '../../../../src/posture/model.js';
import { childrenOf, rootOf } from '../../../simulator/xml.js';
import type { Answers } from './answers.js';
import {
  CONNECTED_APP,
  filesOf,
  flagIn,
  fold,
  isMissing,
  isRowOf,
  isTrue,
  listOf,
  name,
  POLICY,
  POLICY_TYPE,
  policyRows,
  rowsOf,
  short,
  usersIn,
  valuesIn,
  type File,
} from './given.js';

/** The four conditions of hardening, by the rules of the design. Each part that isn't proven is named. */
export const unhardened = (file: File, finding: Finding, answers: Answers): string[] => {
  const own = rowsOfPolicy(file, finding, answers);
  const [username = '', ...others] = valuesIn(file, POLICY.user);
  const users = (rowsOf(answers, 'User') ?? []).filter((row) => name(row['Username']) === username);
  const [user = {}] = users;
  const id = short(user['Id']);
  const queried = own.map((row) => row['ClientCredentialsFlowUser']).filter((value) => !isMissing(value));
  const parts: Record<string, boolean> = {
    'one user': username !== '' && others.length === 0,
    'the same user in SOQL': queried.every((value) => name(value) === username || short(value) === id),
    'an active user': users.length > 0 && users.every((row) => row['IsActive'] === true && short(row['Id']) === id),
    ...permissions(id, answers),
    ...network(file, own, user, answers),
    ...dedicated(file, finding, { username, id }, answers),
  };
  return Object.entries(parts).flatMap(([part, isProven]) => (isProven ? [] : [`not proven: ${part}`]));
};

/** Of several rows of an app, the one that has the policy's name. */
const rowsOfPolicy = ({ fullName }: File, finding: Finding, answers: Answers): Row[] => {
  const ofApp = (policyRows(answers) ?? []).filter((row) => isRowOf(row, finding, fullName));
  const named = ofApp.filter(({ DeveloperName }) => fold(DeveloperName) === fold(fullName));
  return named.length > 0 ? named : ofApp;
};

const BROAD = `
  AssignPermissionSets AuthorApex BulkApiHardDelete CanApproveUninstalledApps ClientSecretRotation CustomizeApplication
  DataExport ExternalClientAppAdmin ExternalClientAppDeveloper ManageCertificates ManageEncryptionKeys
  ManageInternalUsers ManageIpAddresses ManageLoginAccessPolicies ManageProfilesPermissionsets ManageRemoteAccess
  ManageRoles ManageSharing ManageUsers ModifyAllData ModifyMetadata QueryAllFiles ResetPasswords ViewAllData
  ViewAllFieldsGlobal ViewClientSecret ViewEncryptedData`
  .trim()
  .split(/\s+/);
const OF_EVERY_ORG = ['ModifyAllData', 'ViewAllData', 'AuthorApex', 'CustomizeApplication', 'ManageUsers'];
const DAY = 24 * 60 * 60 * 1000;

const partOf = (row: Row, object: 'PermissionSet' | 'PermissionSetGroup'): Row => (row[object] ?? {}) as Row;
const isProfile = (row: Row): boolean => partOf(row, 'PermissionSet')['IsOwnedByProfile'] === true;
const isGroup = (row: Row): boolean =>
  !isMissing(row['PermissionSetGroupId']) || partOf(row, 'PermissionSet')['Type'] === 'Group';

const mayBeActivated = (row: Row): boolean => {
  const { HasActivationRequired, Type } = partOf(row, 'PermissionSet');
  const ofGroup = isGroup(row) && partOf(row, 'PermissionSetGroup')['HasActivationRequired'] !== false;
  return HasActivationRequired !== false || Type === 'Session' || ofGroup;
};

const hasEnded = (row: Row): boolean =>
  !isProfile(row) &&
  (row['IsRevoked'] === true ||
    Date.parse(String(row['ExpirationDate'])) < Date.now() - DAY ||
    (row['IsActive'] === false && !mayBeActivated(row)));

const permissions = (id: string, answers: Answers): Record<string, boolean> => {
  const fields = answers.fields.get('PermissionSet');
  const has = (permission: string): boolean =>
    fields?.ok === true && fields.value.has(fold(`Permissions${permission}`));
  const all = rowsOf(answers, 'PermissionSetAssignment') ?? [];
  const own = all.filter((row) => short(row['AssigneeId']) === id);
  const counting = own.filter((row) => !hasEnded(row));
  const idsOf = (rows: readonly Row[]): Set<string> => new Set(rows.map((row) => short(row['PermissionSetId'])));
  const objects = rowsOf(answers, 'ObjectPermissions');
  const [caller = {}] = rowsOf(answers, 'UserPermissionAccess') ?? [];
  return {
    'all permissions described': OF_EVERY_ORG.every(has),
    'no assignment of nobody': all.every((row) => !isMissing(row['AssigneeId'])),
    'one profile': own.filter(isProfile).length === 1,
    'profile or not': own.every((row) => typeof partOf(row, 'PermissionSet')['IsOwnedByProfile'] === 'boolean'),
    'no broad permission': counting.every((row) =>
      BROAD.filter(has).every((permission) => partOf(row, 'PermissionSet')[`Permissions${permission}`] === false),
    ),
    'groups as they are': counting.every(
      (row) => isProfile(row) || !isGroup(row) || partOf(row, 'PermissionSetGroup')['Status'] === 'Updated',
    ),
    'no Modify All on an object':
      objects?.every((row) => !idsOf(counting).has(short(row['ParentId'])) && idsOf(all).has(short(row['ParentId']))) ??
      false,
    'all rows shown': caller['PermissionsViewSetup'] === true && caller['PermissionsViewAllProfiles'] === true,
  };
};

const ENFORCING = ['enforce', '0', 'enforce_relaxrefresh', '3'];

const network = (file: File, own: readonly Row[], user: Row, answers: Answers): Record<string, boolean> => {
  const named = (listOf(answers, 'Profile') ?? []).filter(
    ({ id }) => id !== undefined && short(id) === short(user['ProfileId']),
  );
  const [profile = '', ...others] = new Set(named.map(({ fullName }) => fullName));
  const queried = own.map((row) => row['IpRelaxationPolicyType']).filter((value) => !isMissing(value));
  const relaxations = [...valuesIn(file, 'ipRelaxationPolicyType'), ...queried.map(name)];
  return {
    'one profile in the list': profile !== '' && others.length === 0,
    'no administrator': fold(profile) !== 'admin',
    'enforced ranges': relaxations.length > 0 && relaxations.every((value) => ENFORCING.includes(value)),
    'narrow ranges': areNarrow(answers.files.get(`Profile:${profile}`)),
  };
};

/** As far as the ranges of these orgs go: an IPv6 range counts as narrow within one network of theirs. */
const areNarrow = (text: unknown): boolean => {
  const root = typeof text === 'string' ? rootOf(text) : undefined;
  if (!root) return false;
  const sizes = childrenOf(root, 'loginIpRanges').map((range) =>
    sizeOf(...(['startAddress', 'endAddress'] as const).map((end) => valuesIn({ root: range }, end).join(' and '))),
  );
  return sizes.length > 0 && sizes.every((size) => size >= 0) && sizes.reduce((sum, size) => sum + size, 0) < 65_536;
};

const NETWORK = '2001:db8:17::';

const sizeOf = (start = '', end = ''): number => {
  if (start.startsWith(NETWORK) && end.startsWith(NETWORK)) return 0;
  return isIPv4(start) && isIPv4(end) ? numberOf(end) - numberOf(start) + 1 : -1;
};

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

const dedicated = (
  file: File,
  finding: Finding,
  { username, id }: { username: string; id: string },
  answers: Answers,
): Record<string, boolean> => {
  const ofApp = (policy: File): string => valuesIn(policy, 'externalClientApplication').join();
  const others = [
    ...filesOf(answers, 'ConnectedApp').map((other) => ({ other, ...CONNECTED_APP })),
    ...filesOf(answers, POLICY_TYPE).flatMap((other) => (ofApp(other) === ofApp(file) ? [] : [{ other, ...POLICY }])),
  ].filter(({ other, flag, at }) => flagIn(other, flag, at) !== 'off');
  const rows = (policyRows(answers) ?? []).filter(
    (row) => !isRowOf(row, finding, file.fullName) && isTrue(row['IsClientCredentialsFlowEnabled']),
  );
  const isUser = (value: unknown): boolean => name(value) === username || short(value) === id;
  return {
    'no other app of the user': !others.some(({ other, user }) => usersIn(other, user).some(isUser)),
    'no other row of the user': !rows.some((row) => isUser(row['ClientCredentialsFlowUser'])),
    'all apps read':
      ['ConnectedApp', 'ExternalClientApplication', POLICY_TYPE].every((type) => listOf(answers, type) !== undefined) &&
      policyRows(answers) !== undefined &&
      rowsOf(answers, 'ExternalClientApplication') !== undefined,
  };
};
