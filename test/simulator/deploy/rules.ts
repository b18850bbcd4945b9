import type { OrgState } from '../state.js';

/** How this org takes deploys, where orgs differ or nobody knows. The defaults are the stricter reading of each. */
export type DeployRules = {
  /**
   * The execution user of an app whose flow is off. `must-go`: an element left behind is refused. `must-stay`: taking it
   * out is refused. `may-stay`: either is fine.
   */
  userWhileOff: 'must-go' | 'may-stay' | 'must-stay';
  /** Profiles and permission sets of an external client app's policy that are granted already. */
  regrant: 'refuse' | 'accept';
  /** What belongs to an installed package. A policy belongs to the subscriber, so most orgs take it. */
  managed: 'refuse' | 'refuse-policies-too' | 'accept';
  /** New connected apps. */
  creation: 'blocked' | 'allowed';
  /** Elements that stand before one which the type puts first. */
  outOfOrder: 'drop' | 'keep';
  /** A package.xml of another API version than the endpoint's. */
  otherVersion: 'refuse' | 'accept';
  /** Profile and permission set names in another order than they were sent. `scopes` never move. */
  lists: 'reordered' | 'as-sent';
  /** `own`: comma lists in another order, words in another case, defaults and an empty execution user shown. */
  spelling: 'as-sent' | 'own';
  /** Elements that a deploy loses without a word: `isAdminApproved`, `profileName`, ... */
  forgets: readonly string[];
  /** Components (`Type:fullName`) whose flag comes back although the deploy succeeded. */
  reverts: readonly string[];
  /** A refusal of one's own: the problem to give, or undefined. */
  refuses: (component: { type: string; fullName: string; checkOnly: boolean }) => string | undefined;
  /** A warning to give with a component that is otherwise fine. */
  warns: (component: { type: string; fullName: string }) => string | undefined;
  /** `at-once`: the org is quick and the polls only hear of it late. `when-done`: nothing shows before the last poll. */
  lands: 'at-once' | 'when-done';
  /** A deploy that nobody is ahead of and that does not begin all the same. */
  staysPending: (options: { checkOnly: boolean }) => boolean;
  /** A deploy that has taken effect, and of which the org says that it failed. */
  saysFailed: (options: { checkOnly: boolean }) => boolean;
  /** Another hand, right after a check-only deploy ended. */
  afterCheckOnly: (state: OrgState) => void;
  /** Another hand, while a deploy that changes something is under way. */
  whileDeploying: (state: OrgState) => void;
};

const STRICTEST: DeployRules = {
  userWhileOff: 'must-go',
  regrant: 'refuse',
  managed: 'refuse',
  creation: 'blocked',
  outOfOrder: 'drop',
  otherVersion: 'refuse',
  lists: 'reordered',
  spelling: 'as-sent',
  forgets: [],
  reverts: [],
  refuses: () => undefined,
  warns: () => undefined,
  lands: 'at-once',
  staysPending: () => false,
  saysFailed: () => false,
  afterCheckOnly: () => undefined,
  whileDeploying: () => undefined,
};

const byOrg = new WeakMap<OrgState, DeployRules>();

export function deployRules(state: OrgState): DeployRules {
  return byOrg.get(state) ?? STRICTEST;
}

export function setDeployRules(state: OrgState, changed: Partial<DeployRules>): void {
  byOrg.set(state, { ...deployRules(state), ...changed });
}
