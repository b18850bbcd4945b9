import type { Counts, Finding, Severity } from '../../posture/model.js';
import type { Texts } from '../texts-type.js';

/** `7 fail (3 critical, 4 high), 2 not evaluated, 30 pass`: zeros are left out, but never the failures. */

const bySeverity = (failures: readonly Finding[], texts: Texts): string =>
  (['critical', 'high'] satisfies Severity[])
    .map((severity) => ({ severity, count: failures.filter((finding) => finding.severity === severity).length }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => `${count} ${texts.say('report', `severity.${severity}`)}`)
    .join(', ');

export const countsLine = (counts: Counts, failures: readonly Finding[], texts: Texts): string => {
  const fail =
    counts.fail === 0
      ? texts.say('report', 'counts.fail', 0)
      : texts.say('report', 'counts.fail-by-severity', counts.fail, bySeverity(failures, texts));
  const rest = (['notEvaluated', 'waived', 'pass', 'notApplicable'] satisfies (keyof Counts)[])
    .filter((key) => counts[key] > 0)
    .map((key) => texts.say('report', `counts.${key}`, counts[key]));
  return [fail, ...rest].join(', ');
};
