import { sortEvidence } from '../controls/evidence.js';
import {
  type AuditReport,
  type Counts,
  FACTORS,
  type FailOn,
  type Finding,
  type Notice,
  type Status,
  type Target,
} from '../model.js';
import { appKey } from '../names.js';
import { gate } from './gate.js';

export type ReportParts = Pick<AuditReport, 'tool' | 'startedAt' | 'finishedAt' | 'scope' | 'targets' | 'notices'> & {
  failOn: FailOn;
  allowIncomplete: boolean;
  /** File names as in the flags. */
  baseline?: string;
  waiverFile: string | null;
};

/** The public result. Everything in it is sorted, so that two runs on the same state differ only in their times. */
export const buildReport = (parts: ReportParts): AuditReport => {
  const { tool, startedAt, finishedAt, scope, failOn, allowIncomplete, baseline, waiverFile } = parts;
  const targets = sortedBy(parts.targets.map(inOrder), targetKey);
  const exitCode = gate(targets, { failOn, allowIncomplete, baselineUsed: baseline !== undefined });
  return {
    schemaVersion: 1,
    tool,
    startedAt,
    finishedAt,
    scope: { ...scope, controls: scope.controls.toSorted(), apps: scope.apps?.toSorted() ?? null },
    targets,
    summary: countTargets(targets),
    notices: sortedBy(parts.notices, noticeKey),
    gate: { failOn, allowIncomplete, ...(baseline === undefined ? {} : { baseline }), waiverFile, exitCode },
  };
};

type Key = readonly (string | number)[];

/** Sorts by code points, so that the language of the machine makes no difference. */
const sortedBy = <T>(items: readonly T[], keyOf: (item: T) => Key): T[] =>
  items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((one, other) => compare(one.key, other.key))
    .map(({ item }) => item);

const compare = (one: Key, other: Key): number => {
  const at = one.findIndex((part, index) => part !== other[index]);
  if (at < 0) return 0;
  return (one[at] ?? '') < (other[at] ?? '') ? -1 : 1;
};

const targetKey = ({ kind, name, org, source, error }: Target): Key => [
  kind,
  org?.username ?? source?.directories.toSorted().join('\n') ?? name ?? '',
  org?.id ?? '',
  error?.message ?? '',
];

const findingKey = ({ control, app, id }: Finding): Key => [control, appKey(app), app.file ?? '', app.line ?? 0, id];

const noticeKey = ({ code, target, app, file, line, column, data }: Notice): Key => [
  code,
  target ?? '',
  app ?? '',
  file ?? '',
  line ?? 0,
  column ?? 0,
  JSON.stringify(data ?? {}),
];

const inOrder = (target: Target): Target => ({
  ...target,
  findings: sortedBy(target.findings.map(orderedFinding), findingKey),
  summary: countFindings(target.findings),
  coverage: sortedBy(target.coverage, ({ step }) => [step]),
});

const orderedFinding = (finding: Finding): Finding => ({
  ...finding,
  ...(finding.risk ? { risk: orderedRisk(finding.risk) } : {}),
  ...(finding.executionUser ? { executionUser: orderedUser(finding.executionUser) } : {}),
  evidence: sortEvidence(finding.evidence),
});

const orderedRisk = ({ level, factors }: NonNullable<Finding['risk']>): NonNullable<Finding['risk']> => ({
  level,
  factors: sortedBy(factors, ({ factor }) => [FACTORS.indexOf(factor)]),
});

const orderedUser = (user: NonNullable<Finding['executionUser']>): NonNullable<Finding['executionUser']> => ({
  ...user,
  ...(user.broadPermissions
    ? { broadPermissions: sortedBy(user.broadPermissions, ({ permission, via }) => [permission, via]) }
    : {}),
});

const COUNTED: Readonly<Record<Status, keyof Counts>> = {
  pass: 'pass',
  fail: 'fail',
  waived: 'waived',
  'not-evaluated': 'notEvaluated',
  'not-applicable': 'notApplicable',
};

export const noCounts = (): Counts => ({ pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 });

export const countFindings = (findings: readonly Pick<Finding, 'status'>[]): Counts => {
  const counts = noCounts();
  for (const { status } of findings) counts[COUNTED[status]] += 1;
  return counts;
};

const countTargets = (targets: readonly Target[]): Counts => countFindings(targets.flatMap(({ findings }) => findings));
