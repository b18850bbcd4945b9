import type { Allowance, Answer, OrgDoor } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';
import { Refusal } from '../refusal.js';
import type { OrgAudit } from './auditOrg.js';

/** Why an org isn't audited, apart from what it answers itself. */

export const problemOf = (
  outcome: OrgAudit | Answer<OrgDoor>,
  { isCut, isLate }: { isCut: boolean; isLate: boolean },
  { limitMs }: { limitMs: number | undefined },
): OrgProblem => {
  if (isCut) return INTERRUPTION;
  if (isLate) return tooLong(limitMs);
  return outcome.ok ? INTERRUPTION : outcome.problem;
};

const MS_A_MINUTE = 60_000;

export const tooLong = (limitMs = 0): OrgProblem => ({
  code: 'org-wait-ended',
  detail: String(Math.round(limitMs / MS_A_MINUTE)),
});

export const INTERRUPTION: OrgProblem = { code: 'interrupted', detail: '' };

export const interrupted = (target: string): Refusal => Refusal.from(INTERRUPTION, target);

/** What is left belongs to the integrations of the org, which stop working without it. */
const MOST_USED = 0.95;

export const apiLimitProblem = (allowance: Allowance | undefined): OrgProblem | undefined =>
  allowance && allowance.used >= allowance.limit * MOST_USED
    ? { code: 'allowance-used', detail: `${allowance.used} of ${allowance.limit}` }
    : undefined;
