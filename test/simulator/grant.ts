import { childrenNamed, isTrueAt, storedTree, valueAt, type Tree } from './deploy/tree.js';
import { appWithClientId, clientCredentialsOf, GLOBAL_SETTINGS } from './deploy/keys.js';
import { oauthRefusal, type Refusal } from './refusals.js';
import type { OrgState, StoredComponent } from './state.js';
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
  'app-off': { source: 'assumed', code: 'invalid_grant', text: 'app is not enabled', status: 400 },
} as const satisfies Readonly<Record<string, Refusal>>;

export const clientCredentialsGrant: Grants = { client_credentials: grant };

function grant({ form, state }: TokenRequest): Granted {
  const clientId = form.get('client_id') ?? '';
  const app = appWithClientId(state, clientId);
  if (!app) throw oauthRefusal('client-unknown');
  if (form.get('client_secret') !== clientCredentialsOf(state, app.type, app.fullName).clientSecret) {
    throw oauthRefusal('client-secret-wrong');
  }
  const username = app.type === 'ConnectedApp' ? connectedAppUser(app) : externalClientAppUser(app, state);
  const user = username === undefined ? undefined : state.user(username);
  if (!user) throw refused('no-user');
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
