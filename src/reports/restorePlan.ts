import type { Notice, OrgIdentity } from '../posture/model.js';
import type { Plan } from '../remediation/model.js';
import type { RenderOptions } from './render-options.js';
import { noticesSection } from './remediation.js';
import { joined, pageOf } from './remediationPage.js';
import { planReport } from './remediationPlan.js';
import type { Texts } from './texts-type.js';

/** What a restore cannot put back is told before somebody says yes to the rest. */
export const restorePlanReport = (
  plan: Plan,
  org: OrgIdentity,
  notices: readonly Notice[],
  texts: Texts,
  options: RenderOptions,
): string => {
  const shown = planReport(plan, org, texts, options);
  return notices.length === 0 ? shown : `${shown}\n${joined([noticesSection(notices, pageOf(texts, options))])}`;
};
