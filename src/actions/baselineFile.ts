import type { FileAnswer } from '../files/read.js';
import { compareWithBaseline, isSameScope } from '../posture/baseline.js';
import { readBaseline } from '../posture/baselineRead.js';
import type { AuditReport, Notice, Target } from '../posture/model.js';
import { Refusal } from '../refusal.js';

export type Baseline = { path: string; report: Pick<AuditReport, 'scope' | 'targets'> };

/** Read before any org is asked, so that a wrong file costs nothing. */
export const openBaseline = async (
  path: string,
  scope: AuditReport['scope'],
  readText: (path: string) => Promise<FileAnswer<string>>,
): Promise<Baseline> => {
  const text = await readText(path);
  if (!text.ok) throw new Refusal('cannot-read', [path, text.code]);
  const read = readBaseline(text.value);
  if (!read.ok) throw new Refusal(read.problem, [path]);
  if (!isSameScope(scope, read.report.scope)) throw new Refusal('baseline-other-scope', [path]);
  return { path, report: read.report };
};

export const against = (
  { path, report }: Baseline,
  targets: readonly Target[],
  scope: AuditReport['scope'],
): { targets: Target[]; notices: Notice[] } => {
  const compared = compareWithBaseline(targets, scope, report);
  if (compared.ok) return compared;
  throw new Refusal(compared.problem, compared.problem === 'baseline-other-target' ? [path, compared.target] : [path]);
};
