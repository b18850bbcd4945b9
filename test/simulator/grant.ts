import { BlockList } from 'node:net';
import { childrenNamed, isTrueAt, storedTree, valueAt, type Tree } from './deploy/tree.js';
import { appWithClientId, clientCredentialsOf, GLOBAL_SETTINGS } from './deploy/keys.js';
import { oauthRefusal, type Refusal } from './refusals.js';
import type { OrgState, Row, StoredComponent } from './state.js';
import { OauthError, type Granted, type Grants, type TokenRequest } from './wire.js';

/**
 * The client credentials flow. Whether a token is issued follows from the metadata as it is at that moment; that its
 * user is active is looked at for every grant alike.
 */

const PARENT = 'externalClientApplication';

/** What the flow itself is refused with. */
export const GRANT_REFUSALS = {
  'flow-off': { source: 'field', code: 'invalid_grant', text: 'client credentials flow not enabled', status: 400 },
  'no-user': { source: 'field', code: 'invalid_grant', text: 'no client credentials user enabled', status: 400 },
  'ip-restricted': { source: 'doc', code: 'invalid_grant', text: 'ip restricted', status: 400 },
  'app-off': { source: 'assumed', code: 'invalid_grant', text: 'app is not enabled', status: 400 },
} as const satisfies Readonly<Record<string, Refusal>>;

export const clientCredentialsGrant: Grants = { client_credentials: grant };

function grant({ form, state, address = '' }: TokenRequest): Granted {
  const clientId = form.get('client_id') ?? '';
  const app = appWithClientId(state, clientId);
  if (!app) throw oauthRefusal('client-unknown');
  if (form.get('client_secret') !== clientCredentialsOf(state, app.type, app.fullName).clientSecret) {
    throw oauthRefusal('client-secret-wrong');
  }
  const username = app.type === 'ConnectedApp' ? connectedAppUser(app) : externalClientAppUser(app, state);
  const user = username === undefined ? undefined : state.user(username);
  if (!user) throw refused('no-user');
  if (enforcesRanges(app, state) && !isInRanges(address, rangesOf(user, state))) throw refused('ip-restricted');
  return { userId: String(user['Id']), clientId, scope: 'api' };
}

function connectedAppUser({ text }: StoredComponent): string | undefined {
  const tree = storedTree(text);
  if (!isTrueAt(tree, 'oauthConfig', 'isClientCredentialEnabled')) throw refused('flow-off');
  return valueAt(tree, 'oauthConfig', 'oauthClientCredentialUser');
}

function externalClientAppUser({ fullName }: StoredComponent, state: OrgState): string | undefined {
  if (partsOf('ExtlClntAppConfigurablePolicies', fullName, state).some(isSwitchedOff)) {
    throw refused('app-off');
  }
  const settings = partsOf(GLOBAL_SETTINGS, fullName, state);
  const flag = 'isClientCredentialsFlowEnabled';
  const refusedBySettings = (tree: Tree): boolean => childrenNamed(tree, flag).length > 0 && !isTrueAt(tree, flag);
  if (settings.some(refusedBySettings)) throw refused('flow-off');
  const policies = partsOf('ExtlClntAppOauthConfigurablePolicies', fullName, state);
  const open = policies.filter((tree) => isTrueAt(tree, flag));
  if (open.length === 0) throw refused('flow-off');
  return open.map((tree) => valueAt(tree, 'clientCredentialsFlowUser')).find((username) => username !== undefined);
}

const ENFORCING: readonly string[] = ['enforce', 'enforce_relaxrefresh'];

/** What a file leaves out is on its default, which enforces. */
function enforcesRanges({ type, fullName, text }: StoredComponent, state: OrgState): boolean {
  const words =
    type === 'ConnectedApp'
      ? [valueAt(storedTree(text), 'oauthPolicy', 'ipRelaxation')]
      : partsOf('ExtlClntAppOauthConfigurablePolicies', fullName, state).map((tree) =>
          valueAt(tree, 'ipRelaxationPolicyType'),
        );
  return words.every((word) => ENFORCING.includes((word ?? 'Enforce').toLowerCase()));
}

type Range = { first: string; last: string };

/** The login IP ranges of a user's own profile. */
function rangesOf(user: Row, state: OrgState): Range[] {
  const profile = state.componentsOf('Profile').find(({ id }) => id === user['ProfileId']);
  const tree = profile && storedTree(profile.text);
  return childrenNamed(tree, 'loginIpRanges').map((range) => ({
    first: valueAt(range, 'startAddress') ?? '',
    last: valueAt(range, 'endAddress') ?? '',
  }));
}

/** No range is no restriction. Ranges of the other family cover nothing. */
function isInRanges(address: string, ranges: readonly Range[]): boolean {
  const list = new BlockList();
  for (const { first, last } of ranges) list.addRange(first, last, first.includes(':') ? 'ipv6' : 'ipv4');
  const own = address.replace(/^::ffff:/, '');
  return ranges.length === 0 || list.check(own, own.includes(':') ? 'ipv6' : 'ipv4');
}

export function isSwitchedOff(tree: Tree): boolean {
  return ['isEnabled', 'isOauthPluginEnabled'].some(
    (name) => childrenNamed(tree, name).length > 0 && !isTrueAt(tree, name),
  );
}

export function partsOf(type: string, app: string, state: OrgState): Tree[] {
  return state
    .componentsOf(type)
    .map(({ text }) => storedTree(text))
    .filter((tree) => tree !== undefined)
    .filter((tree) => valueAt(tree, PARENT) === app);
}

export function refused(id: keyof typeof GRANT_REFUSALS): OauthError {
  const { code, text, status } = GRANT_REFUSALS[id];
  return new OauthError(code, text, status);
}
