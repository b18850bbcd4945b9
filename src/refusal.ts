import type { OrgProblem } from './org/errors.js';

/** A run that ends without a result: what happened as a code with values. Its sentence comes from messages/errors.md. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: string,
    readonly values: readonly (string | number)[] = [],
    readonly exitCode = 1,
  ) {
    super(code);
  }

  static from(problem: OrgProblem, subject: string): Refusal {
    return new Refusal(problem.code, [subject, problem.detail], problem.code === 'interrupted' ? 130 : 1);
  }
}
