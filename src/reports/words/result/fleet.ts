import { isAtLeast } from '../../../posture/factors/atLeast.js';
import type { AuditReport, Finding, Target } from '../../../posture/model.js';
import { appKey, fold } from '../../../posture/names.js';
import type { Texts } from '../../render.js';
import { clean } from '../safe/clean.js';
import { levelWord } from '../finding.js';
import { fullName, nameOfTarget } from '../names.js';
import { failedSteps, worstFirst } from './order.js';

/** Several orgs as one: how each stands, and what fails in more than one of them. */

export const VERDICTS = ['fail', 'not-audited', 'incomplete', 'clean'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A result in which something is missing never counts as clean. */
export const verdictOf = (target: Target): Verdict => {
  if (target.error) return 'not-audited';
  if (target.summary.fail > 0) return 'fail';
  return target.summary.notEvaluated > 0 || failedSteps(target).length > 0 ? 'incomplete' : 'clean';
};

export type VerdictGroup = { verdict: Verdict; names: string[] };

/** Within a verdict, the orgs with the most failures first. */
export const orgsByVerdict = ({ targets }: AuditReport, texts: Texts): VerdictGroup[] => {
  const groups = Map.groupBy(targets, verdictOf);
  return VERDICTS.flatMap((verdict) => {
    const members = groups.get(verdict) ?? [];
    const sorted = members.toSorted((one, other) => other.summary.fail - one.summary.fail);
    return members.length === 0 ? [] : [{ verdict, names: sorted.map((target) => asOneName(target, texts)) }];
  });
};

/** The folders of a source tree are one result. With commas between them, they would look like several in a list. */
const asOneName = ({ source, ...target }: Target, texts: Texts): string =>
  nameOfTarget(
    source ? { ...target, source: { ...source, directories: [source.directories.join(' + ')] } } : target,
    texts,
  );

export type Shared = {
  /** What the failures have in common. */
  kind: 'app' | 'package' | 'user';
  name: string;
  /** The worst of them. */
  finding: Finding;
  /** That one, or another of its severity, may be a higher risk: something about it couldn't be read. */
  mayBeHigher: boolean;
  targets: readonly Target[];
};

/** The level of the worst of them, as each finding shows its own. */
export const sharedRiskWord = ({ finding, mayBeHigher }: Shared, texts: Texts): string =>
  levelWord(finding.risk?.level, mayBeHigher, texts);

/** The other targets in which the same app fails: it is one thing to do, wherever it is. */
export const alsoFailsIn = ({ targets }: AuditReport): ((finding: Finding, target: Target) => Target[]) => {
  const failing = new Map<string, Set<Target>>();
  for (const target of targets)
    for (const { app, status } of target.findings)
      if (status === 'fail') failing.set(appKey(app), (failing.get(appKey(app)) ?? new Set()).add(target));
  return ({ app, status }, target) =>
    status === 'fail' ? [...(failing.get(appKey(app)) ?? [])].filter((other) => other !== target) : [];
};

type Failure = { finding: Finding; target: Target };

/** Apps that fail in several targets, and Run As users of different apps that do; the worst, then the most, first. */
export const sharedFailures = ({ targets }: AuditReport): Shared[] => {
  const failures = targets.flatMap((target) =>
    target.findings.filter(({ status }) => status === 'fail').map((finding): Failure => ({ finding, target })),
  );
  const isOriginal = originals(failures);
  const byApp = [...Map.groupBy(failures, ({ finding }) => appKey(finding.app)).values()].map((found) =>
    shared(found[0]?.finding.app.namespace === undefined ? 'app' : 'package', fullNameIn(found), found),
  );
  const byUser = [...Map.groupBy(failures, (failure) => userOf(failure, isOriginal)).entries()].flatMap(
    ([user, found]) => {
      const apps = new Set(found.map(({ finding }) => appKey(finding.app)));
      return user === undefined || apps.size < 2 ? [] : [shared('user', clean(user), found)];
    },
  );
  const several = [...byApp, ...byUser].filter(({ targets: where }) => where.length > 1);
  const order = worstFirst(several.map(({ finding }) => finding));
  const rank = new Map(order.map((finding, at) => [finding, at]));
  return several.sort(
    (one, other) =>
      severityOf(one) - severityOf(other) ||
      other.targets.length - one.targets.length ||
      (rank.get(one.finding) ?? 0) - (rank.get(other.finding) ?? 0),
  );
};

const fullNameIn = ([first]: readonly Failure[]): string => (first ? fullName(first.finding.app) : '');

const shared = (kind: Shared['kind'], name: string, found: readonly Failure[]): Shared => {
  const [worst] = worstFirst(found.map(({ finding }) => finding));
  const [first] = found;
  if (!worst || !first) throw new Error('Nothing is shared by no failure.');
  const mayBeHigher =
    worst.risk?.level !== 'higher' &&
    found.some(({ finding, target }) => finding.severity === worst.severity && isAtLeast(finding, target));
  return { kind, name, finding: worst, mayBeHigher, targets: [...new Set(found.map(({ target }) => target))] };
};

const LEVELS = ['higher', 'baseline', 'lower'];

const severityOf = ({ finding: { severity, risk } }: Shared): number =>
  (severity === 'critical' ? 0 : LEVELS.length) + LEVELS.indexOf(risk?.level ?? 'lower');

/** A sandbox appends its name to the usernames of the org that it is a copy of. */
const userOf = ({ finding, target }: Failure, isOriginal: (name: string) => boolean): string | undefined => {
  const name = finding.executionUser?.username.trim();
  if (!name) return undefined;
  const original = name.slice(0, name.lastIndexOf('.'));
  return fold(target.org?.isSandbox && isOriginal(original) ? original : name);
};

const originals = (failures: readonly Failure[]): ((name: string) => boolean) => {
  const names = new Set(
    failures.flatMap(({ finding, target }) =>
      target.org && !target.org.isSandbox && finding.executionUser ? [fold(finding.executionUser.username.trim())] : [],
    ),
  );
  return (name) => names.has(fold(name));
};
