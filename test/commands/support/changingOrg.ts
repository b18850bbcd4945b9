import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { CLIENT } from '../../actions/support/movingOrg.js';
import { finishDeploys } from '../../simulator/deploy/operations.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { componentsOf, resultOf, startCliOrg, type CliOrg, type Components } from './cliOrg.js';

/** The demo org before and after a remediation of two apps, for runs that change it again and again. */
export type ChangingOrg = CliOrg & {
  states: Readonly<Record<State, Components>>;
  /** Nothing under way, nothing in the way. */
  become(state: State): void;
  /** Components that are no longer as the state has them. */
  changedSince(state: State): string[];
};

export type State = 'original' | 'remediated';

export const CHANGED = ['ConnectedApp:Open_Reporting', 'ConnectedApp:Order_Sync'] as const;

/** Apart from the folder that people work in. */
export const KEY_FILE = join('secret', 'key.pem');

const APPS = ['--app', 'Open_Reporting', '--app', 'Order_Sync'];
const PLAN = 'plan.json';
const SNAPSHOT = join('kept', 'snapshot');

export const REMEDIATE = ['oauth-posture', 'remediate', '--target-org', 'demo', '--include-active'];
export const RESTORE = ['oauth-posture', 'restore', '--target-org', 'demo'];
export const AT_ONCE = ['--no-prompt', '--json'];

/** In the folder of such an org. */
export const RUNS = {
  remediate: { args: [...REMEDIATE, ...APPS, ...AT_ONCE], from: 'original', to: 'remediated' },
  'remediate --plan': { args: [...REMEDIATE, '--plan', PLAN, ...AT_ONCE], from: 'original', to: 'remediated' },
  restore: { args: [...RESTORE, '--snapshot', SNAPSHOT, ...AT_ONCE], from: 'remediated', to: 'original' },
} as const satisfies Record<string, { args: readonly string[]; from: State; to: State }>;

/** They are equal in everything, so one plan and one snapshot do for all of them. */
export const startChangingOrgs = async (count: number): Promise<ChangingOrg[]> => {
  const orgs = await Promise.all(Array.from({ length: count }, () => startCliOrg()));
  const [first] = orgs;
  if (!first) return [];
  const original = componentsOf(first.simulator);
  await first.start([...REMEDIATE, ...APPS, '--dry-run', '--save-plan', PLAN, '--json']).ended;
  const { snapshot } = resultOf<RemediationResult>(await first.start(RUNS.remediate.args).ended);
  const states = { original, remediated: componentsOf(first.simulator) };
  return orgs.map((org) => {
    mkdirSync(join(org.home.folder, 'secret'));
    org.home.write(KEY_FILE, CLIENT.privateKey);
    if (org !== first) cpSync(join(first.home.folder, PLAN), join(org.home.folder, PLAN));
    cpSync(snapshot?.directory ?? '', join(org.home.folder, SNAPSHOT), { recursive: true });
    return changing(org, states);
  });
};

const changing = (org: CliOrg, states: ChangingOrg['states']): ChangingOrg => ({
  ...org,
  states,
  become: (name) => {
    const { simulator } = org;
    const { state } = simulator;
    finishDeploys(state);
    simulator.clearFaults();
    setDeployRules(state, { reverts: [], refuses: () => undefined });
    for (const [key, component] of state.components) component.text = states[name][key] ?? '';
  },
  changedSince: (name) => {
    const now = componentsOf(org.simulator);
    return Object.keys(states[name]).filter((key) => now[key] !== states[name][key]);
  },
});
