import type { ControlId, OrgIdentity } from '../posture/model.js';
import { sameOrg } from '../posture/orgId.js';
import type { Change, Plan } from './model.js';
import { open, seal } from './sealed.js';

/** A plan for somebody to approve. Nothing in it is ever deployed: applying it makes each edit anew and compares. */

const PLAN_KIND = 'oauth-posture-plan';

export type SavedPlan = {
  kind: typeof PLAN_KIND;
  schemaVersion: 1;
  tool: { name: string; version: string };
  createdAt: string;
  org: Pick<OrgIdentity, 'id' | 'username' | 'name' | 'instanceUrl' | 'isSandbox'>;
  apiVersion: string;
  scope: { controls: ControlId[]; apps: string[] | null };
  changes: Change[];
  skipped: Plan['skipped'];
};

export type PlanProblem = 'plan-damaged' | 'plan-edited';

export const planText = (plan: Omit<SavedPlan, 'kind' | 'schemaVersion'>): string =>
  seal({ kind: PLAN_KIND, schemaVersion: 1, ...plan } satisfies SavedPlan);

export const readPlan = (text: string): { ok: true; plan: SavedPlan } | { ok: false; problem: PlanProblem } => {
  const opened = open<SavedPlan>(text, PLAN_KIND);
  return opened.ok ? { ok: true, plan: opened.value } : { ok: false, problem: `plan-${opened.problem}` };
};

export const isOfOrg = (plan: SavedPlan, org: OrgIdentity): boolean => sameOrg(plan.org.id, org.id);

export const isOfTool = ({ tool }: SavedPlan, own: SavedPlan['tool']): boolean => tool.version === own.version;
