import { isFields, isListOf, isText, jsonIn, type Fields } from '../../values.js';
import type { AuditReport, Counts, Finding, Status } from '../model.js';
import { countFindings } from './report.js';

export type ReadBaseline =
  | { ok: true; report: AuditReport }
  | { ok: false; problem: 'baseline-damaged' }
  | { ok: false; problem: 'baseline-schema'; found: string };

export const SCHEMA_VERSION = 1;
const LONGEST_VERSION = 40;
const STATUSES: readonly unknown[] = ['pass', 'fail', 'waived', 'not-evaluated', 'not-applicable'] satisfies Status[];
const LEVELS: readonly unknown[] = ['higher', 'baseline', 'lower'];

/** A saved result, as `--output-file` writes it or in the envelope that `--json` puts around it. */
export const readBaseline = (text: string): ReadBaseline => {
  const saved = withoutEnvelope(jsonIn(text.replace(/^\uFEFF/, '')));
  if (!isFields(saved) || saved.schemaVersion === undefined) return { ok: false, problem: 'baseline-damaged' };
  if (saved.schemaVersion !== SCHEMA_VERSION)
    return { ok: false, problem: 'baseline-schema', found: cut(JSON.stringify(saved.schemaVersion)) };
  return isReport(saved) ? { ok: true, report: saved } : { ok: false, problem: 'baseline-damaged' };
};

const cut = (text: string): string => text.slice(0, LONGEST_VERSION);

const withoutEnvelope = (saved: unknown): unknown => (isFields(saved) && isFields(saved.result) ? saved.result : saved);

/** What comparing rests on, no more: the rest is for readers. */
const isReport = (saved: Fields): saved is Fields & AuditReport =>
  isScope(saved.scope) && isListOf(saved.targets, isTarget);

const isScope = (scope: unknown): boolean =>
  isFields(scope) &&
  isListOf(scope.controls, isText) &&
  (scope.apps === null || isListOf(scope.apps, isText)) &&
  typeof scope.usageDays === 'number';

/** Counts that do not fit the findings tell of a part that is missing. */
const isTarget = (target: unknown): boolean =>
  isFields(target) &&
  (isFields(target.error) || isOrg(target.org) || isSource(target.source)) &&
  isListOf(target.findings, isFinding) &&
  sameCounts(target.summary, countFindings(target.findings as Finding[]));

const isOrg = (org: unknown): boolean => isFields(org) && isText(org.id);

const isSource = (source: unknown): boolean => isFields(source) && isListOf(source.directories, isText);

const isFinding = (finding: unknown): boolean =>
  isFields(finding) &&
  isText(finding.control) &&
  STATUSES.includes(finding.status) &&
  isFields(finding.app) &&
  isText(finding.app.type) &&
  isText(finding.app.name) &&
  hasRisk(finding.status, finding.risk);

/** Without the level of a failure nobody could tell later that it has risen. */
const hasRisk = (status: unknown, risk: unknown): boolean =>
  risk === undefined ? status !== 'fail' && status !== 'waived' : isFields(risk) && LEVELS.includes(risk.level);

const sameCounts = (summary: unknown, counted: Counts): boolean =>
  isFields(summary) && Object.entries(counted).every(([status, count]) => summary[status] === count);
