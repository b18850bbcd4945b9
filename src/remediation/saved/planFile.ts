import type { OrgIdentity } from '../../posture/model.js';
import { sameOrg } from '../../posture/names.js';
import type { SavedPlan } from '../model/saved.js';
import { seal } from './seal.js';

/**
 * A plan for approval. Nothing in it is deployed: applying it makes each edit again and compares the result. Its
 * information about what is at stake is only for reading. Applying it shows the current information.
 */

export const PLAN_FORM = { kind: 'oauth-posture-plan', schemaVersion: 3 } as const;

export const planText = (plan: Omit<SavedPlan, keyof typeof PLAN_FORM>): string =>
  seal({ ...PLAN_FORM, ...plan } satisfies SavedPlan);

export const isOfOrg = (plan: SavedPlan, org: OrgIdentity): boolean => sameOrg(plan.org.id, org.id);

export const isOfTool = ({ tool }: SavedPlan, own: SavedPlan['tool']): boolean => tool.version === own.version;
