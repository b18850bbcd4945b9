import type { Counts, Finding, Status, Target } from './model.js';

const COUNTED: Readonly<Record<Status, keyof Counts>> = {
  pass: 'pass',
  fail: 'fail',
  waived: 'waived',
  'not-evaluated': 'notEvaluated',
  'not-applicable': 'notApplicable',
};

export const noCounts = (): Counts => ({ pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 });

export const countFindings = (findings: readonly Finding[]): Counts => {
  const counts = noCounts();
  for (const { status } of findings) counts[COUNTED[status]] += 1;
  return counts;
};

export const countTargets = (targets: readonly Target[]): Counts =>
  countFindings(targets.flatMap(({ findings }) => findings));
