import type { OutcomeProblem, OutcomeResult } from './remediation/model.js';
import { isFields } from './shape.js';

const AS_BEFORE: readonly unknown[] = [
  'deploy-failed',
  'rolled-back-with',
  'not-sent-again',
  'changed-by-others',
  'not-written',
] satisfies OutcomeProblem['code'][];
const NOT_TRIED: OutcomeResult = 'not-attempted';

/** Of an outcome, also as a file tells it: the run left the component as it was, whatever others did to it. */
export const isLeftUnchanged = ({ result, problem }: { result?: unknown; problem?: unknown }): boolean =>
  result === NOT_TRIED || (isFields(problem) && AS_BEFORE.includes(problem.code));
