import * as z from 'zod/mini';
import { isFields, jsonIn, type Fields } from '../../values.js';
import type { AuditReport, Counts, RiskLevel, Status } from '../model.js';
import { countFindings } from './report.js';

export type ReadBaseline =
  | { ok: true; report: AuditReport }
  | { ok: false; problem: 'baseline-damaged' }
  | { ok: false; problem: 'baseline-schema'; found: string };

export const SCHEMA_VERSION = 1;
const LONGEST_VERSION = 40;

/** Reads a saved result, as written by `--output-file` or in the envelope of `--json`. */
export const readBaseline = (text: string): ReadBaseline => {
  const saved = withoutEnvelope(jsonIn(text.replace(/^\uFEFF/, '')));
  if (!isFields(saved) || saved.schemaVersion === undefined) return { ok: false, problem: 'baseline-damaged' };
  if (saved.schemaVersion !== SCHEMA_VERSION)
    return { ok: false, problem: 'baseline-schema', found: cut(JSON.stringify(saved.schemaVersion)) };
  return isReport(saved) ? { ok: true, report: saved } : { ok: false, problem: 'baseline-damaged' };
};

export const cut = (text: string): string => text.slice(0, LONGEST_VERSION);

export const withoutEnvelope = (saved: unknown): unknown =>
  isFields(saved) && isFields(saved.result) ? saved.result : saved;

const text = z.string();
const fields = z.custom<Fields>(isFields);

const SCOPE = z.object({ controls: z.array(text), apps: z.nullable(z.array(text)), usageDays: z.number() });

const FINDING = z
  .object({
    control: text,
    status: z.enum(['pass', 'fail', 'waived', 'not-evaluated', 'not-applicable'] satisfies Status[]),
    app: z.object({ type: text, name: text }),
    risk: z.optional(z.object({ level: z.enum(['higher', 'baseline', 'lower'] satisfies RiskLevel[]) })),
  })
  // Requires the risk level of a failure. Without it, a later run couldn't notice a higher risk.
  .check(z.refine(({ status, risk }) => risk !== undefined || (status !== 'fail' && status !== 'waived')));

/** If the counts don't match the findings, a part of the file is missing. */
const FINDINGS = z
  .object({ findings: z.array(FINDING), summary: fields })
  .check(z.refine(({ findings, summary }) => isCountOf(summary, countFindings(findings))));

const WHOSE = z.union([
  z.object({ error: fields }),
  z.object({ org: z.object({ id: text }) }),
  z.object({ source: z.object({ directories: z.array(text) }) }),
]);

/** Checks only what the comparison needs. The rest is for readers. */
const REPORT = z.object({ scope: SCOPE, targets: z.array(z.intersection(FINDINGS, WHOSE)) });

const isReport = (saved: Fields): saved is Fields & AuditReport => REPORT.safeParse(saved).success;

const isCountOf = (summary: Fields, counted: Counts): boolean =>
  Object.entries(counted).every(([status, count]) => summary[status] === count);
