import type { OrgDoor } from '../org/door.js';
import type { Edited } from '../remediation/edited.js';
import type { Deploy, Plan } from '../remediation/model.js';
import type { Drawn } from '../remediation/plan.js';
import { validate } from '../remediation/validate.js';
import { Refusal } from '../refusal.js';
import type { PrepareDoors } from './prepare.js';

export type ValidatedPlan = {
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  deploys: Deploy[];
};

/** What is drawn becomes a plan by what the org says of it. */
export const validatePlan = async (
  door: OrgDoor,
  { attempts, skipped, notRead }: Drawn & Pick<Plan, 'notRead'>,
  org: string,
  { progress }: Pick<PrepareDoors, 'progress'>,
): Promise<ValidatedPlan> => {
  if (attempts.length > 0) progress.step('validate', attempts.length);
  const validated = await validate(door, attempts);
  if (!validated.ok) throw Refusal.from(validated.problem, org);
  const { packages, skipped: refused, deploys } = validated.validation;
  const { apiVersion } = door.identity;
  const changes = packages.flat().map(({ change }) => change);
  return { plan: { apiVersion, changes, skipped: [...skipped, ...refused], notRead }, packages, deploys };
};
