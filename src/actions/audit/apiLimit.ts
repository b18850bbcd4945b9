import type { Allowance } from '../../org/door.js';
import type { OrgProblem } from '../../org/problem.js';

/** What is left belongs to the integrations of the org, which stop working without it. */
const MOST_USED = 0.95;

export const apiLimitProblem = (allowance: Allowance | undefined): OrgProblem | undefined =>
  allowance && allowance.used >= allowance.limit * MOST_USED
    ? { code: 'allowance-used', detail: `${allowance.used} of ${allowance.limit}` }
    : undefined;
