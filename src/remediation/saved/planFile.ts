import type { OrgIdentity } from '../../posture/model.js';
import { sameOrg } from '../../posture/names.js';
import type { SavedPlan } from '../model/saved.js';
import { seal } from './seal.js';

/**
 * A plan for somebody to approve. Nothing in it is ever deployed: applying it makes each edit anew and compares. What it
 * says to be at stake is for reading alone; whoever applies it is shown what is at stake by then.
 */

export const PLAN_FORM = { kind: 'oauth-posture-plan', schemaVersion: 3 } as const;

export const planText = (plan: Omit<SavedPlan, keyof typeof PLAN_FORM>): string =>
  seal({ ...PLAN_FORM, ...plan } satisfies SavedPlan);

export const isOfOrg = (plan: SavedPlan, org: OrgIdentity): boolean => sameOrg(plan.org.id, org.id);

export const isOfTool = ({ tool }: SavedPlan, own: SavedPlan['tool']): boolean => tool.version === own.version;
