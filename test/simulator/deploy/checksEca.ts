import type { StoredComponent } from '../state.js';
import { allowed, enums, executionUser, managed, ownNamespace, type Case, type Check } from './checks.js';
import { consumerKeyOf } from './keys.js';
import { refusal, type DeployRefusalId } from './refusals.js';
import { childrenNamed, storedTree, valueAt } from './tree.js';

const PARENT = 'externalClientApplication';

/** Grants of a policy: what was granted once stays, whatever a later deploy leaves out. */
export const ADDITIVE = ['commaSeparatedPermissionSet', 'commaSeparatedProfile'] as const;

const TAKEN: Readonly<Record<(typeof ADDITIVE)[number], DeployRefusalId>> = {
  commaSeparatedPermissionSet: 'permission-sets-taken',
  commaSeparatedProfile: 'profiles-taken',
};

export function listed(commaSeparated: string | undefined): string[] {
  return (commaSeparated ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const knownParent: Check = ({ incoming, storedTree: own, draft }) => {
  const parent = valueAt(incoming, PARENT) ?? '';
  if (parent === valueAt(own, PARENT)) return undefined;
  return own === undefined && draft.component('ExternalClientApplication', parent)
    ? undefined
    : refusal('parent-unknown');
};

const onlyOne: Check = ({ type, incoming, stored, draft }) => {
  const sibling = ({ text }: StoredComponent): boolean =>
    valueAt(storedTree(text), PARENT) === valueAt(incoming, PARENT);
  const existing = stored ? undefined : draft.componentsOf(type).find(sibling);
  return existing && refusal('second-policy', { existing: existing.fullName });
};

const grantedAlready: Check = ({ incoming, storedTree: own, rules }) => {
  if (rules.regrant === 'accept') return undefined;
  const again = ADDITIVE.find((element) => {
    const granted = listed(valueAt(own, element));
    return listed(valueAt(incoming, element)).some((name) => granted.includes(name));
  });
  return again && refusal(TAKEN[again]);
};

const ownKey: Check = ({ incoming, stored, draft }: Case) => {
  const key = childrenNamed(incoming, 'consumerKey')[0]?.text;
  if (key === undefined || (stored && key === consumerKeyOf(stored))) return undefined;
  if (draft.all().some((other) => consumerKeyOf(other) === key)) return refusal('key-taken');
  return stored && refusal('key-given');
};

const words = enums([
  {
    path: ['ipRelaxationPolicyType'],
    name: 'IpRelaxationPolicyType',
    values: ['Enforce', 'Bypass', 'Bypass_2factor', 'Enforce_RelaxRefresh'],
    anyCase: true,
  },
  {
    path: ['permittedUsersPolicyType'],
    name: 'PermittedUsersPolicyType',
    values: ['AllSelfAuthorized', 'AdminApprovedPreAuthorized'],
  },
  {
    path: ['refreshTokenPolicyType'],
    name: 'RefreshTokenPolicyType',
    values: ['Immediate', 'Infinite', 'SpecificInactivity', 'SpecificLifetime', 'Zero'],
  },
]);

const POLICY_EDITOR = allowed(['ExternalClientAppAdmin']);
const DEVELOPER = allowed(['ExternalClientAppDeveloper']);
const satellite = [managed, ownNamespace, knownParent, onlyOne];

/** Tried in this order; the first that speaks is the component's problem. */
export const ecaChecks: Readonly<Record<string, readonly Check[]>> = {
  ExternalClientApplication: [DEVELOPER, managed, ownNamespace],
  ExtlClntAppConfigurablePolicies: [POLICY_EDITOR, ...satellite],
  ExtlClntAppGlobalOauthSettings: [DEVELOPER, ...satellite, ownKey],
  ExtlClntAppOauthConfigurablePolicies: [
    POLICY_EDITOR,
    ...satellite,
    words,
    grantedAlready,
    executionUser(['isClientCredentialsFlowEnabled'], ['clientCredentialsFlowUser']),
  ],
  ExtlClntAppOauthSettings: [DEVELOPER, ...satellite],
};
