import { allowed, enums, executionUser, managed, ownNamespace, type Check } from './checks.js';
import { consumerKeyOf } from './keys.js';
import { refusal } from './refusals.js';
import { childrenNamed } from './tree.js';

const SCOPES = new Set(
  (
    'Address Api Basic CDP CDPCalculatedInsight CDPIdentityResolution CDPIngest CDPProfile CDPQuery CDPSegment Chatbot ' +
    'Chatter Content CustomApplications CustomPermissions Eclair Email EinsteinGPT ForgotPassword Full Interaction ' +
    'Lightning OfflineAccess OpenID Pardot Phone Profile PwdlessLogin RefreshToken SFAP UserRegistration ' +
    'VisualForce Wave Web'
  ).split(' '),
);

const FLAG = ['oauthConfig', 'isClientCredentialEnabled'];
const USER = ['oauthConfig', 'oauthClientCredentialUser'];

const creation: Check = ({ stored, rules }) =>
  !stored && rules.creation === 'blocked' ? refusal('creation-blocked') : undefined;

/** The element alone is too much, be it empty. */
const consumer: Check = ({ incoming, stored, draft }) => {
  const oauth = childrenNamed(incoming, 'oauthConfig')[0];
  const key = childrenNamed(oauth, 'consumerKey')[0]?.text;
  if (key !== undefined && draft.all().some((other) => holdsKey(other.type) && consumerKeyOf(other) === key)) {
    return refusal('key-taken');
  }
  if (key !== undefined && stored) return refusal('key-given');
  return stored && childrenNamed(oauth, 'consumerSecret').length > 0 ? refusal('secret-given') : undefined;
};

const scopes: Check = ({ incoming, storedTree }) => {
  const [asked, own] = [incoming, storedTree].map((tree) =>
    childrenNamed(childrenNamed(tree, 'oauthConfig')[0], 'scopes').map(({ text }) => text),
  );
  const wrong = asked?.find((scope) => !SCOPES.has(scope) && !own?.includes(scope));
  return wrong === undefined ? undefined : refusal('bad-scopes', { value: wrong });
};

const words = enums([
  {
    path: ['oauthPolicy', 'ipRelaxation'],
    name: 'ConnectedAppOauthIpRelaxation',
    values: ['ENFORCE', 'BYPASS', 'BYPASS_2FACTOR', 'ENFORCE_RELAXREFRESH'],
  },
]);

/** Tried in this order; the first that speaks is the component's problem. */
export const connectedAppChecks: readonly Check[] = [
  allowed(['CustomizeApplication', 'ModifyAllData'], ['CustomizeApplication', 'ManageRemoteAccess']),
  managed,
  ownNamespace,
  creation,
  consumer,
  words,
  scopes,
  executionUser(FLAG, USER),
];

function holdsKey(type: string): boolean {
  return type === 'ConnectedApp' || type === 'ExtlClntAppGlobalOauthSettings';
}
