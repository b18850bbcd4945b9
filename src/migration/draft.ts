import { certificateIn } from '../metadata/read/certificate.js';
import { type PermittedUsers, permittedUsersIn, ADMIN_APPROVED } from '../metadata/read/permittedUsers.js';
import { dropElements, stripSecrets } from '../metadata/edit/switchOff.js';
import { setValues, type Addition, type Wanted } from '../metadata/edit/setValues.js';
import type { Edit } from '../metadata/edit/proven.js';
import { secretPassages } from '../remediation/edit/secretPassages.js';
import { unifiedDiff } from '../remediation/edit/unifiedDiff.js';
import type { FileProblem, Parts, PermissionSetFacts } from './model.js';

/** The input of the command. The certificate is base64 without header lines. */
export type Given = { certificate?: string; permissionSet?: PermissionSetFacts };

export type Draft = {
  parts: Parts;
  /** Absent if nothing in the file has to change, or if nothing may be written. */
  file?: { text: string; diff: string; edits: Edit[] };
  problem?: FileProblem;
};

const SECRETS = secretPassages('');

type Planned = { parts: Parts; wanted: Wanted[]; additions: Addition[] };

/** The retrieved file with the missing values added, and without key and secret. The flow isn't changed. */
export const draftConnectedApp = (text: string, path: string, scopes: readonly string[], given: Given): Draft => {
  const planned = planConnectedApp(text, scopes, given);
  return drafted(planned, path, stripSecrets(text), (stripped) =>
    setValues(stripped, 'ConnectedApp', planned.wanted, planned.additions),
  );
};

const planConnectedApp = (text: string, scopes: readonly string[], given: Given): Planned => {
  const own = certificateIn(text);
  const certificate = certificateState(own, given.certificate);
  const users = usersPlan(
    permittedUsersIn(text, 'ConnectedApp'),
    given.permissionSet?.label,
    given.permissionSet?.name,
  );
  const missing = missingScopes(scopes);
  return {
    parts: {
      certificate,
      scopes: missing.length === 0 ? 'in-place' : 'in-file',
      'pre-authorization': users.state,
    },
    wanted: [
      ...(certificate === 'in-file'
        ? [{ path: ['oauthConfig', 'certificate'], value: given.certificate ?? null }]
        : []),
      ...(users.approves ? [{ path: ['oauthConfig', 'isAdminApproved'], value: 'true' }] : []),
    ],
    additions: [
      ...missing.map((value) => ({ path: ['oauthConfig', 'scopes'], value })),
      ...(users.adds === undefined ? [] : [{ path: ['permissionSetName'], value: users.adds }]),
    ],
  };
};

const certificateState = (own: string | undefined, given: string | undefined): Parts['certificate'] => {
  if (own === undefined) return given === undefined ? 'needs-certificate' : 'in-file';
  // Another certificate would lock out every client that signs with the key of the app's own certificate.
  return given === undefined || bare(own) === bare(given) ? 'in-place' : 'kept';
};

const bare = (certificate: string): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');

/** Without the second element, the app doesn't recognize users as pre-authorized by an administrator. */
const missingScopes = (scopes: readonly string[]): string[] => [
  ...(scopes.some((scope) => ['Api', 'Full'].includes(scope)) ? [] : ['Api']),
  ...(scopes.some((scope) => ['RefreshToken', 'OfflineAccess'].includes(scope)) ? [] : ['RefreshToken']),
];

/**
 * The policy with pre-authorization. Existing assignments are left out, because a deploy only adds to these lists, and
 * an org may reject repetitions.
 */
export const draftPolicy = (text: string, path: string, parts: Parts, { permissionSet }: Given): Draft => {
  const users = usersPlan(
    permittedUsersIn(text, 'ExtlClntAppOauthConfigurablePolicies'),
    permissionSet?.name,
    permissionSet?.label,
  );
  const wanted: Wanted[] = [
    ...(users.adds === undefined ? [] : [{ path: ['commaSeparatedPermissionSet'], value: users.adds }]),
    ...(users.approves ? [{ path: ['permittedUsersPolicyType'], value: ADMIN_APPROVED }] : []),
  ];
  const planned = { parts: { ...parts, 'pre-authorization': users.state }, wanted, additions: [] };
  const stripped = stripSecrets(text);
  const granted = ['commaSeparatedPermissionSet', 'commaSeparatedProfile'];
  const lighter = stripped.ok ? dropElements(stripped.text, granted) : stripped;
  return drafted(planned, path, lighter, (before) => setValues(before, 'ExtlClntAppOauthConfigurablePolicies', wanted));
};

type UsersPlan = { state: Parts['pre-authorization']; approves: boolean; adds?: string };

/** Only together with a permission set: an app for pre-authorized users without any would lock out everyone. */
const usersPlan = (
  users: PermittedUsers | undefined,
  permissionSet: string | undefined,
  alsoCalled: string | undefined,
): UsersPlan => {
  if (users === undefined) return { state: 'unknown', approves: false };
  const { isAdminApproved, permissionSets, profiles } = users;
  if (permissionSet === undefined) {
    const isReady = isAdminApproved && permissionSets.length + profiles.length > 0;
    return { state: isReady ? 'in-place' : 'needs-permission-set', approves: false };
  }
  const hasSet = permissionSets.some((name) => name === permissionSet || name === alsoCalled);
  if (isAdminApproved && hasSet) return { state: 'in-place', approves: false };
  return { state: 'in-file', approves: !isAdminApproved, ...(!hasSet && { adds: permissionSet }) };
};

const drafted = (
  { parts, wanted, additions }: Planned,
  path: string,
  stripped: ReturnType<typeof stripSecrets>,
  splice: (text: string) => ReturnType<typeof setValues>,
): Draft => {
  if (wanted.length + additions.length === 0) return { parts };
  if (!stripped.ok) return { parts, problem: stripped.problem };
  const spliced = splice(stripped.text);
  if (!spliced.ok) return { parts, problem: spliced.problem };
  const diff = unifiedDiff({ path, before: stripped.text, after: spliced.text, hidden: SECRETS });
  if (diff === undefined) return { parts, problem: 'secret-elsewhere' };
  return { parts, file: { text: spliced.text, diff, edits: spliced.edits } };
};
