import type { Permission } from '../data/permissions.js';
import type { StoredComponent } from '../state.js';
import type { Draft } from './draft.js';
import { refusal } from './refusals.js';
import type { DeployRules } from './rules.js';
import { isTrueAt, valueAt, type Tree } from './tree.js';

/** What the checks of one component see. */
export type Case = {
  type: string;
  fullName: string;
  incoming: Tree;
  /** Undefined: the deploy would create it. */
  stored: StoredComponent | undefined;
  storedTree: Tree | undefined;
  draft: Draft;
  rules: DeployRules;
  orgNamespace: string | null;
  /** What the caller may do. */
  permissions: ReadonlySet<Permission>;
};

/** The problem, in the platform's words. */
export type Check = (component: Case) => string | undefined;

export type EnumElement = { path: readonly string[]; name: string; values: readonly string[]; anyCase?: true };

const POLICIES = ['ExtlClntAppOauthConfigurablePolicies', 'ExtlClntAppConfigurablePolicies'];

export const managed: Check = ({ type, stored, rules }) => {
  if (stored?.manageableState !== 'installed' || rules.managed === 'accept') return undefined;
  if (POLICIES.includes(type) && rules.managed !== 'refuse-policies-too') return undefined;
  return refusal('managed', { type, id: stored.id });
};

export const ownNamespace: Check = ({ fullName, stored, orgNamespace }) => {
  const namespace = /^([A-Za-z]\w*?)__/.exec(fullName)?.[1];
  if (stored || namespace === undefined || namespace === orgNamespace) return undefined;
  return refusal('other-namespace', { namespace });
};

/** The caller holds all permissions of one of the sets. */
export const allowed =
  (...anyOf: readonly (readonly Permission[])[]): Check =>
  ({ permissions }) =>
    anyOf.some((all) => all.every((one) => permissions.has(one))) ? undefined : refusal('access-denied');

export const enums =
  (elements: readonly EnumElement[]): Check =>
  ({ incoming, storedTree }) => {
    const wrong = elements.find((element) => {
      const value = valueAt(incoming, ...element.path);
      return value !== undefined && value !== valueAt(storedTree, ...element.path) && !isMember(element, value);
    });
    return wrong && refusal('enum-invalid', { value: valueAt(incoming, ...wrong.path) ?? '', enum: wrong.name });
  };

export const executionUser =
  (flag: readonly string[], user: readonly string[]): Check =>
  ({ incoming, storedTree, draft, rules }) => {
    const username = valueAt(incoming, ...user);
    const element = user.at(-1) ?? '';
    if (isTrueAt(incoming, ...flag)) {
      return username === undefined || draft.activeUser(username) ? undefined : refusal('user-invalid');
    }
    if (username !== undefined)
      return rules.userWhileOff === 'must-go' ? refusal('user-while-off', { element }) : undefined;
    const removed = valueAt(storedTree, ...user) !== undefined;
    return removed && rules.userWhileOff === 'must-stay' ? refusal('user-must-stay', { element }) : undefined;
  };

function isMember({ values, anyCase }: EnumElement, value: string): boolean {
  return anyCase ? values.some((one) => one.toLowerCase() === value.toLowerCase()) : values.includes(value);
}
