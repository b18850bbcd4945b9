import type { Notice, OrgIdentity } from '../posture/model.js';
import type { Plan } from '../remediation/model.js';
import type { RenderOptions } from './render-options.js';
import { joined, pageOf } from './remediationPage.js';
import { planReport } from './remediationPlan.js';
import { notices } from './terminal/result.js';
import type { Texts } from './texts-type.js';

/** What a restore cannot put back is told before somebody says yes to the rest. */
export const restorePlanReport = (
  plan: Plan,
  org: OrgIdentity,
  told: readonly Notice[],
  texts: Texts,
  options: RenderOptions,
): string => {
  const shown = planReport(plan, org, texts, options);
  return told.length === 0 ? shown : `${shown}\n${joined([notices(told, pageOf(texts, options))])}`;
};
