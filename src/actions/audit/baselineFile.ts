import type { AuditReport, Notice, Target } from '../../posture/model.js';
import { compareWithBaseline, scopeDifferences } from '../../posture/report/baseline.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';

export type Baseline = { path: string; report: Pick<AuditReport, 'scope' | 'targets'> };

/** Read before an org is contacted, so that a wrong file is noticed at once. */
export const openBaseline = async (
  path: string,
  scope: AuditReport['scope'],
  readText: Reads['readText'],
): Promise<Baseline> => {
  const text = await readText(path);
  if (!text.ok) throw Refusal.ofFile(path, text.code, '--baseline');
  const { readBaseline, SCHEMA_VERSION } = await import('../../posture/report/baselineRead.js');
  const read = readBaseline(text.value);
  if (!read.ok) throw new Refusal(read.problem, 'found' in read ? [path, read.found, SCHEMA_VERSION] : [path]);
  if (scopeDifferences(scope, read.report.scope).length > 0) throw otherScope(path, read.report.scope, scope);
  return { path, report: read.report };
};

export const against = (
  { path, report }: Baseline,
  targets: readonly Target[],
  scope: AuditReport['scope'],
): { targets: Target[]; notices: Notice[] } => {
  const compared = compareWithBaseline(targets, scope, report);
  if (compared.ok) return compared;
  if (compared.problem === 'baseline-other-scope') throw otherScope(path, report.scope, scope);
  throw new Refusal(compared.problem, [path, compared.target]);
};

type Scope = AuditReport['scope'];

/** Each difference has its own sentence, which is left out if its values are empty. */
const otherScope = (path: string, before: Scope, now: Scope): Refusal => {
  const different = scopeDifferences(before, now);
  const ifDifferent = (part: keyof Scope, ...values: string[]): string[] =>
    values.map((value) => (different.includes(part) ? value : ''));
  return new Refusal('baseline-other-scope', [
    path,
    ...ifDifferent('controls', before.controls.join(', '), now.controls.join(', ')),
    ...ifDifferent('apps', ...appsOf(before, now)),
    ...ifDifferent('usageDays', String(before.usageDays), String(now.usageDays)),
  ]);
};

/** Apps in the baseline only, in this run only, or in both. */
const appsOf = ({ apps: before }: Scope, { apps: now }: Scope): string[] => {
  const named = [before, now].map((apps) => apps?.join(', ') ?? '');
  return before && now ? ['', '', ...named] : [...named, '', ''];
};
