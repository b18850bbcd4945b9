import type { AuditReport, Finding, Notice, RiskLevel, Target } from '../model.js';
import { listed } from '../factors/signal.js';
import { appKey, appName, fold, isNamed, sameOrg, targetName } from '../names.js';
import type { NoticeCode } from '../notices.js';

type Scope = AuditReport['scope'];
export type Comparison =
  | { ok: true; targets: Target[]; notices: Notice[] }
  | { ok: false; problem: 'baseline-other-scope' }
  | { ok: false; problem: 'baseline-other-target'; target: string };

const RISING: readonly RiskLevel[] = ['lower', 'baseline', 'higher'];
const VANISHED: NoticeCode = 'baseline-vanished';
const MISSING: NoticeCode = 'baseline-target-missing';

/** Marks each finding as new or unchanged compared with an earlier result of the same scope and targets. */
export const compareWithBaseline = (
  targets: readonly Target[],
  scope: Scope,
  baseline: Pick<AuditReport, 'scope' | 'targets'>,
): Comparison => {
  if (scopeDifferences(scope, baseline.scope).length > 0) return { ok: false, problem: 'baseline-other-scope' };
  const compared: Target[] = [];
  const notices: Notice[] = [];
  for (const target of targets) {
    const before = baseline.targets.filter((earlier) => isSameTarget(earlier, target));
    if (before.length === 0 && !target.error)
      return { ok: false, problem: 'baseline-other-target', target: targetName(target) };
    const same = targets.filter((other) => isSameTarget(other, target));
    const isAnother = same.length > before.length;
    compared.push(before.length > 0 ? mark(target, isAnother ? [...before, NOTHING] : before) : target);
    if (same[0] === target && same.every(({ error }) => !error)) notices.push(...vanished(same, before));
  }
  return { ok: true, targets: compared, notices: [...notices, ...missing(targets, baseline.targets)] };
};

/** What one more tree than before is compared with: any of them may be the new one. */
const NOTHING = { findings: [] };

/** Nothing in this result shows how an org or folder stands that was read then, and isn't part of this run. */
const missing = (targets: readonly Target[], earlier: readonly Target[]): Notice[] => {
  const gone = earlier.filter(
    (before) =>
      (before.org ?? before.source) &&
      !targets.some((target) => isSameTarget(before, target) || isUnopened(target, before)),
  );
  return gone.length === 0 ? [] : [{ code: MISSING, data: { targets: listed(gone.map(targetName)) } }];
};

/** It's part of this run, which says that it couldn't be opened. */
const isUnopened = ({ org, name = '', username = name, orgId }: Target, before: Target): boolean => {
  if (org !== undefined || before.org === undefined) return false;
  return orgId === undefined ? isNamed(before, username) : sameOrg(orgId, before.org.id);
};

export const scopeDifferences = (one: Scope, other: Scope): Array<keyof Scope> => [
  ...(isSameSet(one.controls, other.controls) ? [] : (['controls'] as const)),
  ...(isSameChoice(one.apps, other.apps) ? [] : (['apps'] as const)),
  ...(one.usageDays === other.usageDays ? [] : (['usageDays'] as const)),
];

const isSameChoice = (one: Scope['apps'], other: Scope['apps']): boolean =>
  one === null || other === null ? one === other : isSameSet(one, other);

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => asSet(one) === asSet(other);

const asSet = (texts: readonly string[]): string => JSON.stringify([...new Set(texts.map(fold))].sort());

const isSameTarget = (one: Target, other: Target): boolean => {
  if (one.org && other.org) return sameOrg(one.org.id, other.org.id);
  if (!one.source || !other.source) return false;
  return JSON.stringify(one.source.directories.toSorted()) === JSON.stringify(other.source.directories.toSorted());
};

/** One app can be in two folders, so in a source tree the file is part of the key. */
const identity = ({ control, app }: Finding): string => JSON.stringify([control, appKey(app), app.file ?? null]);

const byIdentity = (findings: readonly Finding[]): Map<string, Finding> =>
  new Map(findings.map((finding) => [identity(finding), finding]));

/** Several trees can have folders with the same name. Which of them is which isn't known, so the finding must be in all. */
const mark = (target: Target, before: readonly Pick<Target, 'findings'>[]): Target => {
  const earlier = before.map(({ findings }) => byIdentity(findings));
  const findings = target.findings.map((finding): Finding => {
    const isNewer = earlier.some((known) => isNew(finding, known.get(identity(finding))));
    return { ...finding, change: isNewer ? 'new' : 'unchanged' };
  });
  return { ...target, findings };
};

/** If a waiver has ended, the earlier result has the finding as waived, and it counts as new. */
const isNew = (now: Finding, before: Finding | undefined): boolean =>
  before === undefined || (now.status === 'fail' && before.status !== 'fail') || hasRisen(now, before);

const hasRisen = (now: Finding, before: Finding): boolean =>
  now.risk !== undefined &&
  before.risk !== undefined &&
  RISING.indexOf(now.risk.level) > RISING.indexOf(before.risk.level);

const vanished = (same: readonly Target[], before: readonly Target[]): Notice[] => {
  const now = byIdentity(same.flatMap(({ findings }) => findings));
  return before
    .flatMap((target) => target.findings.map((finding) => ({ ...finding, target })))
    .filter((finding) => !now.has(identity(finding)))
    .map(({ app, status, control, target }) => ({
      code: VANISHED,
      target: targetName(target),
      app: appName(app),
      data: { status, control },
    }));
};
