import type { AuditReport, Counts, Finding, Status, Target } from '../../posture/model.js';
import { failedHiding } from '../../posture/steps.js';
import type { Texts, TextValue } from '../render.js';
import { nameOfTarget } from '../words/names.js';
import { allFindings, worstFirst } from '../words/result/order.js';

/** The input of every part of the page. */
export type Sheet = {
  report: AuditReport;
  texts: Texts;
  say: (key: string, ...values: TextValue[]) => string;
  count: (key: string, count: number, ...values: TextValue[]) => string;
  /** Worst first, over all targets. */
  rows: readonly Row[];
  /** A unique name for each target, in their order. */
  names: readonly string[];
};

/** A finding, and the number of the target that it belongs to. */
export type Row = { finding: Finding; target: Target; at: number };

export const STATUSES: readonly Status[] = ['fail', 'not-evaluated', 'waived', 'pass', 'not-applicable'];

const COUNT_OF = {
  fail: 'fail',
  'not-evaluated': 'notEvaluated',
  waived: 'waived',
  pass: 'pass',
  'not-applicable': 'notApplicable',
} as const satisfies Record<Status, keyof Counts>;

export const countOf = (counts: Counts, status: Status): number => counts[COUNT_OF[status]];

/** Whether apps without a finding may exist. Then, a page that shows none of them must not look clean. */
export const mayHideApps = ({ error, coverage }: Target): boolean =>
  error !== undefined || failedHiding(coverage, 'apps').length > 0;

export const isSeveral = ({ report }: Sheet): boolean => report.targets.length > 1;

export const sheetOf = (report: AuditReport, texts: Texts): Sheet => ({
  report,
  texts,
  say: (key, ...values) => texts.say('html', key, ...values),
  count: (key, count, ...values) => texts.count('html', key, count, ...values),
  rows: rowsOf(report),
  names: namesOf(report, texts),
});

const rowsOf = (report: AuditReport): Row[] => {
  const owners = new Map(report.targets.flatMap((target, at) => target.findings.map((one) => [one, { target, at }])));
  return worstFirst(allFindings(report)).flatMap((finding) => {
    const owner = owners.get(finding);
    return owner ? [{ finding, ...owner }] : [];
  });
};

const namesOf = ({ targets }: AuditReport, texts: Texts): string[] => {
  const names = targets.map((target) => nameOfTarget(target, texts));
  return names.map((name, at) => {
    const earlier = names.slice(0, at).filter((other) => other === name).length;
    return earlier === 0 ? name : `${name} (${earlier + 1})`;
  });
};
