import { isSameCertificate, validityOf } from '../keys/certificate.js';
import { certificateIn } from '../metadata/read/certificate.js';
import { type PermittedUsers, permittedUsersIn, ADMIN_APPROVED } from '../metadata/read/permittedUsers.js';
import { dropElements, stripSecrets } from '../metadata/edit/switchOff.js';
import { setValues, type Addition, type Wanted } from '../metadata/edit/setValues.js';
import type { Edit } from '../metadata/edit/proven.js';
import { secretPassages } from '../remediation/edit/secretPassages.js';
import { unifiedDiff } from '../remediation/edit/unifiedDiff.js';
import type { FileProblem, Parts, PermissionSetFacts } from './model.js';

/** What the user passed to the command, and when. The certificate is base64 without header lines. */
export type Given = { certificate?: string; permissionSet?: PermissionSetFacts; now: Date };

export type Draft = {
  parts: Parts;
  /** When the app's own certificate ends, or begins if it isn't valid yet. */
  certificateDate?: string;
  /** Absent if the file needs no change, or can't be changed safely. */
  file?: { text: string; diff: string; edits: Edit[] };
  problem?: FileProblem;
};

const SECRETS = secretPassages('');

type Planned = { parts: Parts; certificateDate?: string; wanted: Wanted[]; additions: Addition[] };

/** Adds what JWT bearer needs to the retrieved file, and removes the key and secret. The flow itself doesn't change. */
export const draftConnectedApp = (text: string, path: string, scopes: readonly string[], given: Given): Draft => {
  const planned = planConnectedApp(text, scopes, given);
  return drafted(planned, path, stripSecrets(text), (stripped) =>
    setValues(stripped, 'ConnectedApp', planned.wanted, planned.additions),
  );
};

const planConnectedApp = (text: string, scopes: readonly string[], given: Given): Planned => {
  const own = certificateIn(text);
  const certificate = certificateState(own, given);
  const users = usersPlan(
    permittedUsersIn(text, 'ConnectedApp'),
    given.permissionSet?.label,
    given.permissionSet?.name,
  );
  const missing = missingScopes(scopes);
  return {
    parts: {
      certificate: certificate.state,
      scopes: missing.length === 0 ? 'in-place' : 'in-file',
      'pre-authorization': users.state,
    },
    ...(certificate.date !== undefined && { certificateDate: certificate.date }),
    wanted: [
      ...(certificate.state === 'in-file' || certificate.state === 'replaces-expired'
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

const certificateState = (
  own: string | undefined,
  { certificate, now }: Given,
): { state: Parts['certificate']; date?: string } => {
  if (own === undefined) return { state: certificate === undefined ? 'needs-certificate' : 'in-file' };
  const validity = validityOf(own, now);
  if (validity.state === 'unreadable') return { state: 'unreadable' };
  const { state, date } = validity;
  // No client is expected to log in with an expired certificate, so replacing it locks none out.
  if (state === 'expired') return { state: certificate === undefined ? 'expired' : 'replaces-expired', date };
  if (state === 'not-yet-valid') return { state, date };
  // Another certificate would lock out every client that signs with the key of this one.
  const isOther = certificate !== undefined && !isSameCertificate(own, certificate);
  return { state: isOther ? 'kept' : 'in-place', date };
};

/** Without RefreshToken, the org rejects even pre-authorized users as not approved. */
const missingScopes = (scopes: readonly string[]): string[] => [
  ...(scopes.some((scope) => ['Api', 'Full'].includes(scope)) ? [] : ['Api']),
  ...(scopes.some((scope) => ['RefreshToken', 'OfflineAccess'].includes(scope)) ? [] : ['RefreshToken']),
];

/**
 * Adds pre-authorization to the policy. Its current grants are left out, because a deploy only adds to these lists, and an
 * org can reject what is already in them.
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

/** Limits an app to pre-authorized users only if a permission set lets some in. Otherwise no user could log in. */
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
  { wanted, additions, ...found }: Planned,
  path: string,
  stripped: ReturnType<typeof stripSecrets>,
  splice: (text: string) => ReturnType<typeof setValues>,
): Draft => {
  if (wanted.length + additions.length === 0) return found;
  if (!stripped.ok) return { ...found, problem: stripped.problem };
  const spliced = splice(stripped.text);
  if (!spliced.ok) return { ...found, problem: spliced.problem };
  const diff = unifiedDiff({ path, before: stripped.text, after: spliced.text, hidden: SECRETS });
  if (diff === undefined) return { ...found, problem: 'secret-elsewhere' };
  return { ...found, file: { text: spliced.text, diff, edits: spliced.edits } };
};
