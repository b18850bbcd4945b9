import * as z from 'zod/mini';
import { isFields } from '../../values.js';
import { allControls } from '../controls/all.js';
import { STATUS_OF } from '../controls/verdict.js';
import {
  ACTIONS,
  DISPOSITIONS,
  type AuditReport,
  FACTORS,
  type Finding,
  NOT_AUTOMATIC,
  type Notice,
  REASONS,
  type Status,
  type Target,
} from '../model.js';
import { NOTICES } from '../notices.js';
import { countFindings } from '../report/report.js';
import { daysBetween, isDay } from '../waivers/days.js';
import { LONGEST_DAYS } from '../waivers/fields.js';

/**
 * A saved result, as an audit writes it. The file may have been edited, and every format shows its content. So each
 * member must have its type, each code must have a text, and derived values must match.
 */

const text = z.string();
const texts = z.array(text);
const count = z.number().check(z.refine((value) => Number.isSafeInteger(value) && value >= 0));
/** Times are compared as texts, so all of them are read into the form that an audit writes. */
const time = z.pipe(
  text.check(
    z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/),
    z.refine((value) => !Number.isNaN(Date.parse(value))),
  ),
  z.transform((value: string) => new Date(value).toISOString()),
);
const day = text.check(z.refine(isDay));

const TEXTS_OF_FINDING = { reason: text, owner: text };

const APP = z.object({
  type: z.enum(['ConnectedApp', 'ExternalClientApplication']),
  name: text,
  namespace: z.exactOptional(text),
  label: z.exactOptional(text),
  managed: z.boolean(),
  file: z.exactOptional(text),
  line: z.exactOptional(count),
});

const RISK = z.object({
  level: z.enum(['higher', 'baseline', 'lower']),
  atLeast: z.exactOptional(z.literal(true)),
  factors: z.array(
    z.object({
      factor: z.enum(FACTORS),
      state: z.enum(['present', 'absent', 'unknown']),
      detail: z.exactOptional(text),
    }),
  ),
});

const USER = z.object({
  username: text,
  state: z.enum(['active', 'inactive', 'not-found', 'unknown']),
  profile: z.exactOptional(text),
  licence: z.exactOptional(text),
  broadPermissions: z.exactOptional(z.array(z.object({ permission: text, via: text }))),
  loginIpRanges: z.exactOptional(z.object({ count, addresses: text })),
});

const USAGE = z.object({
  status: z.enum(['seen', 'no-evidence', 'unknown']),
  windowDays: count,
  logins: z.exactOptional(count),
  addresses: z.exactOptional(count),
  lastLogin: z.exactOptional(text),
});

const controlOf = (id: string): (typeof allControls)[number] | undefined =>
  allControls.find((control) => control.id === id);

const FINDING = z
  .object({
    id: text,
    control: z.enum(['connected-app-client-credentials', 'eca-client-credentials-policy', 'eca-flow-enablement']),
    app: APP,
    appId: z.exactOptional(text),
    contact: z.exactOptional(text),
    status: z.enum(['pass', 'fail', 'waived', 'not-evaluated', 'not-applicable'] satisfies Status[]),
    reason: z.enum(REASONS),
    severity: z.enum(['critical', 'high']),
    cvss: z.object({ low: z.number(), high: z.number(), estimate: z.exactOptional(z.number()) }),
    risk: z.exactOptional(RISK),
    executionUser: z.exactOptional(USER),
    usage: z.exactOptional(USAGE),
    evidence: z.array(z.object({ source: text, component: text, path: text, value: z.nullable(text) })),
    remediation: z.object({
      automatic: z.boolean(),
      action: z.exactOptional(z.enum(ACTIONS)),
      why: z.exactOptional(z.enum(NOT_AUTOMATIC)),
    }),
    waiver: z.exactOptional(
      z.object({
        ...TEXTS_OF_FINDING,
        ticket: z.exactOptional(text),
        disposition: z.exactOptional(z.enum(DISPOSITIONS)),
        expires: day,
      }),
    ),
    manualCheck: z.exactOptional(z.object({ ...TEXTS_OF_FINDING, checked: day, expires: day })),
    change: z.exactOptional(z.enum(['new', 'unchanged'])),
  })
  .check(
    // The status decides the exit code, and follows from the reason.
    z.refine(({ status, reason, waiver }) => status === STATUS_OF[reason] || isWaived(status, reason, waiver), {
      path: ['status'],
    }),
    z.refine(({ control, severity }) => controlOf(control)?.severity === severity, { path: ['severity'] }),
    z.refine(({ control, app }) => controlOf(control)?.appType === app.type, { path: ['app', 'type'] }),
    // Without the level of a failure, a later run couldn't see that it has risen.
    z.refine(({ reason, risk }) => STATUS_OF[reason] !== 'fail' || risk !== undefined, { path: ['risk'] }),
  ) satisfies z.ZodMiniType<Finding>;

const isWaived = (status: Status, reason: Finding['reason'], waiver: Finding['waiver']): boolean =>
  status === 'waived' && STATUS_OF[reason] === 'fail' && waiver !== undefined;

const COUNTS = z.object({
  pass: count,
  fail: count,
  waived: count,
  notEvaluated: count,
  notApplicable: count,
});

const orgId = text.check(z.regex(/^00D[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/));

const ORG = z.object({
  id: orgId,
  username: text,
  alias: z.exactOptional(text),
  instanceUrl: text.check(z.regex(/^https?:\/\//)),
  name: z.exactOptional(text),
  isSandbox: z.exactOptional(z.boolean()),
  apiVersion: text,
});

const STEP = z.object({
  step: text,
  status: z.enum(['ok', 'failed', 'skipped']),
  count: z.exactOptional(count),
  detail: z.exactOptional(text),
});

const TARGET = z
  .object({
    kind: z.enum(['org', 'source']),
    name: z.exactOptional(text),
    orgId: z.exactOptional(orgId),
    username: z.exactOptional(text),
    from: z.exactOptional(text),
    org: z.exactOptional(ORG),
    source: z.exactOptional(z.object({ directories: texts, apiVersion: z.exactOptional(text) })),
    error: z.exactOptional(z.object({ name: text, message: text, actions: texts })),
    findings: z.array(FINDING),
    summary: COUNTS,
    coverage: z.array(STEP),
    requests: z.exactOptional(count),
    startedAt: z.exactOptional(time),
  })
  .check(
    // Counts that don't match the findings show that a part is missing.
    z.refine(({ findings, summary }) => isSame(summary, countFindings(findings)), { path: ['summary'] }),
    z.refine(({ error, coverage }) => error !== undefined || coverage.length > 0, { path: ['coverage'] }),
    z.refine(({ error, findings }) => error === undefined || findings.length === 0, { path: ['error'] }),
    z.refine((target) => target.error !== undefined || target[target.kind] !== undefined, { path: ['kind'] }),
    z.refine(({ kind, org, source }) => (kind === 'org' ? source : org) === undefined, { path: ['kind'] }),
  ) satisfies z.ZodMiniType<Target>;

const isSame = (one: Target['summary'], other: Target['summary']): boolean =>
  Object.entries(other).every(([status, number]) => one[status as keyof Target['summary']] === number);

const NOTICE = z.object({
  code: z.enum(NOTICES),
  target: z.exactOptional(text),
  app: z.exactOptional(text),
  file: z.exactOptional(text),
  line: z.exactOptional(count),
  column: z.exactOptional(count),
  data: z.exactOptional(z.record(text, z.union([text, z.number()]))),
}) satisfies z.ZodMiniType<Notice>;

/** The saved exit code is ignored, because this run determines it again. */
const REPORT = z
  .object({
    startedAt: time,
    finishedAt: time,
    scope: z.object({
      controls: z
        .array(text.check(z.refine((id) => controlOf(id) !== undefined)))
        .check(z.refine((ids) => ids.length > 0)),
      apps: z.nullable(texts),
      usageDays: count,
    }),
    targets: z.array(TARGET).check(z.refine((targets) => targets.length > 0)),
    summary: COUNTS,
    notices: z.array(NOTICE),
  })
  .check(
    z.refine(({ startedAt, finishedAt }) => startedAt <= finishedAt, { path: ['finishedAt'] }),
    // The newest result of an org counts, so none may be newer than its file.
    z.refine(({ targets, finishedAt }) => targets.every((target) => (target.startedAt ?? '') <= finishedAt), {
      path: ['targets', 'startedAt'],
    }),
    z.refine(({ targets, finishedAt }) => targets.every(({ findings }) => findings.every(endsAfter(finishedAt))), {
      path: ['targets', 'findings', 'expires'],
    }),
    // A target that was taken out of a file would be in no report.
    z.refine(({ targets, summary }) => isSame(summary, countFindings(targets.flatMap(({ findings }) => findings))), {
      path: ['summary'],
    }),
  );

/** No audit accepts an entry that holds for longer. One day more for a result that was made on either side of midnight. */
const endsAfter =
  (finishedAt: string) =>
  ({ waiver, manualCheck }: Pick<Finding, 'waiver' | 'manualCheck'>): boolean =>
    [waiver, manualCheck].every(
      (entry) => !entry || daysBetween(finishedAt.slice(0, 10), entry.expires) <= LONGEST_DAYS + 1,
    );

export type SavedResult = Pick<AuditReport, 'startedAt' | 'finishedAt' | 'scope' | 'targets' | 'notices'>;

/** `at`: the first member that differs from what an audit writes, such as `targets.0.findings.2.reason`. */
export const resultIn = (saved: unknown): { ok: true; result: SavedResult } | { ok: false; at: string } => {
  const { success, data, error } = REPORT.safeParse(saved);
  return success ? { ok: true, result: data } : { ok: false, at: pathOf(error.issues[0]?.path ?? []) };
};

const pathOf = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** What `--json` prints if the audit ended with an error: no result, only the org that failed. */
const FAILURE = z.object({
  commandName: z.literal('Audit'),
  name: text,
  message: text,
  status: z.number().check(z.refine((status) => status !== 0)),
  actions: z.exactOptional(texts),
});

export type SavedFailure = NonNullable<Target['error']>;

export const failureIn = (saved: unknown): SavedFailure | undefined => {
  if (!isFields(saved) || saved.result !== undefined) return undefined;
  const { success, data } = FAILURE.safeParse(saved);
  return success ? { name: data.name, message: data.message, actions: data.actions ?? [] } : undefined;
};
