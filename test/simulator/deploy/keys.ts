import { createHash } from 'node:crypto';
import type { OrgState, StoredComponent } from '../state.js';
import { storedTree, valueAt } from './tree.js';

/** Consumer keys and secrets. Both follow from the component, so that a test can ask for what only the org knows. */

export const GLOBAL_SETTINGS = 'ExtlClntAppGlobalOauthSettings';

export type ClientCredentials = { clientId: string; clientSecret: string };

const rotationsByOrg = new WeakMap<OrgState, Map<string, number>>();

/** What `client_id` and `client_secret` of a connected app or an external client app are at this moment. */
export function clientCredentialsOf(state: OrgState, type: string, fullName: string): ClientCredentials {
  const component = state.component(type, fullName);
  if (!component) throw new Error(`The org has no ${type} ${fullName}.`);
  const holder = type === 'ExternalClientApplication' ? (globalSettingsOf(state, fullName) ?? component) : component;
  const clientId = consumerKeyOf(holder);
  return { clientId, clientSecret: digest(`${clientId}#${rotationsOf(state).get(clientId) ?? 0}`) };
}

/** Whose client id this is. */
export function appWithClientId(state: OrgState, clientId: string): StoredComponent | undefined {
  const hasKey = (component: StoredComponent): boolean => consumerKeyOf(component) === clientId;
  const settings = state.componentsOf(GLOBAL_SETTINGS).find(hasKey);
  const parent = settings && valueAt(storedTree(settings.text), 'externalClientApplication');
  if (parent !== undefined) return state.component('ExternalClientApplication', parent);
  return [...state.componentsOf('ConnectedApp'), ...state.componentsOf('ExternalClientApplication')].find(hasKey);
}

export function consumerKeyOf({ id, text }: StoredComponent): string {
  const tree = storedTree(text);
  return valueAt(tree, 'oauthConfig', 'consumerKey') ?? valueAt(tree, 'consumerKey') ?? keyFrom(id);
}

/** The old secret stops working. */
export function rotateSecret(state: OrgState, clientId: string): void {
  rotationsOf(state).set(clientId, (rotationsOf(state).get(clientId) ?? 0) + 1);
}

export function keyFrom(seed: string): string {
  return `3MVG9${digest(seed).slice(0, 60)}`;
}

function globalSettingsOf(state: OrgState, app: string): StoredComponent | undefined {
  return state
    .componentsOf(GLOBAL_SETTINGS)
    .find(({ text }) => valueAt(storedTree(text), 'externalClientApplication') === app);
}

function rotationsOf(state: OrgState): Map<string, number> {
  const rotations = rotationsByOrg.get(state) ?? new Map<string, number>();
  rotationsByOrg.set(state, rotations);
  return rotations;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').toUpperCase();
}
