import { defined } from '../../values.js';
import { APP_POLICY_OBJECT } from '../controls/ecaEvidence.js';
import type { ChangeOfFinding, Finding, OpenFinding, StepName, Target, TargetHistory } from '../model.js';
import { appKey, appName, isNamed, shortId, targetName } from '../names.js';
import { failedHidingFindings, failedTouching } from '../steps.js';
import type { SavedFile } from './merge.js';

/**
 * The runs of each org in order of time: what appeared, what was fixed, and since when a finding is open. `judged`: the
 * targets of the merge, because the waivers of this run decide how an open finding stands, not those of the runs.
 */
export const historyOf = (saved: readonly SavedFile[], judged: readonly Target[]): TargetHistory[] => {
  const runs = saved.flatMap(({ result }) =>
    result.targets.map((target): Run => ({ target, startedAt: target.startedAt ?? result.startedAt })),
  );
  const byOrg: RunsOfOrgs = Map.groupBy(runs, ({ target }) => target.org && shortId(target.org.id));
  for (const run of runs) homeOf(run, byOrg)?.push(run);
  return judged
    .flatMap((now) => {
      const own = now.org && byOrg.get(shortId(now.org.id));
      return own ? [historyOfOrg(inOrder(own), now)] : [];
    })
    .sort((one, other) => (one.target < other.target ? -1 : 1));
};

type Run = { target: Target; startedAt: string };
const inOrder = (runs: readonly Run[]): Run[] =>
  runs.toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1));

/** Under `undefined`: the runs in which the org couldn't be opened, and those of files. */
type RunsOfOrgs = ReadonlyMap<string | undefined, Run[]>;

/**
 * An org that couldn't be opened is known by the ID that its login is stored with, or only by a name. Then it's the org
 * whose username that is, or whose alias, if one alone has it.
 */
const homeOf = ({ target: { kind, org, name: given, orgId, username } }: Run, byOrg: RunsOfOrgs): Run[] | undefined => {
  const name = username ?? given;
  if (kind !== 'org' || org !== undefined || name === undefined) return undefined;
  if (orgId !== undefined) return byOrg.get(shortId(orgId));
  const homes = [...byOrg.values()].filter((own) => own.some(({ target }) => isNamed(target, name)));
  return homes.length === 1 ? homes[0] : undefined;
};

/** `failure`: as it failed last. */
type Seen = { finding: Finding; failure: Finding; since: string; isFromFirst: boolean };

/** Identifies a finding across runs. IDs contain the org, which has 15 or 18 characters. */
const keyOf = ({ control, app }: Finding): string => `${control} ${appKey(app)}`;

const historyOfOrg = (runs: readonly Run[], judged: Target): TargetHistory => {
  const changes: ChangeOfFinding[] = [];
  const open = new Map<string, Seen>();
  // A run that failed shows neither that a finding appeared nor that it's gone.
  const read = runs.filter(({ target }) => !target.error);
  for (const [at, { target, startedAt }] of read.entries()) {
    const now = new Map(target.findings.map((finding) => [keyOf(finding), finding]));
    const note = (finding: Finding, change: ChangeOfFinding['change']): void => {
      if (at > 0) changes.push({ startedAt, control: finding.control, app: appName(finding.app), change });
    };
    for (const [key, seen] of open) if (!now.has(key)) lose(key, seen, target, open, note);
    for (const [key, finding] of now) follow(key, finding, { at, startedAt, target, open, note });
  }
  const statusNow = new Map(judged.findings.map((finding) => [keyOf(finding), finding.status]));
  return {
    target: targetName(judged),
    runs: runs.map(({ target, startedAt }) => ({
      startedAt,
      isAudited: target.error === undefined,
      failedSteps: failedTouching(target).length,
      fail: target.summary.fail,
      waived: target.summary.waived,
      notEvaluated: target.summary.notEvaluated,
    })),
    changes,
    // In order of time, as they appeared.
    open: [...open].map(([key, seen]) => ({ ...openFinding(seen), ...defined({ status: statusNow.get(key) }) })),
  };
};

type Note = (finding: Finding, change: ChangeOfFinding['change']) => void;

/** An app counts as removed only if no step that didn't succeed can have hidden its finding. */
const lose = (
  key: string,
  { finding, failure }: Seen,
  { coverage }: Target,
  open: Map<string, Seen>,
  note: Note,
): void => {
  if (failedHidingFindings(coverage, finding.control).length > 0 || isQueryUnread(failure, coverage)) return;
  open.delete(key);
  note(finding, 'removed');
};

type Step = { at: number; startedAt: string; target: Target; open: Map<string, Seen>; note: Note };

/**
 * A finding is open until a run shows that it no longer fails. A waiver accepts a failure, but doesn't end it. Nor does a
 * run that passes the app without the source by which it failed.
 */
const follow = (key: string, finding: Finding, { at, startedAt, target, open, note }: Step): void => {
  const before = open.get(key);
  const isFailing = finding.status === 'fail' || finding.status === 'waived';
  if (!before) {
    if (!isFailing) return;
    note(finding, 'appeared');
    if (finding.status === 'waived') note(finding, 'waived');
    open.set(key, { finding, failure: finding, since: startedAt, isFromFirst: at === 0 });
  } else if (isFailing) {
    const isOther = finding.status !== before.finding.status && before.finding.status !== 'not-evaluated';
    if (isOther) note(finding, finding.status === 'waived' ? 'waived' : 'waiver-ended');
    open.set(key, { ...before, finding, failure: finding });
  } else if (finding.status === 'not-evaluated') {
    if (before.finding.status !== 'not-evaluated') note(finding, 'not-evaluated');
    open.set(key, { ...before, finding });
  } else if (!isItsSourceUnread(before.failure, finding, target)) {
    note(finding, 'fixed');
    open.delete(key);
  }
};

/** It failed by what SOQL said, and this run, which may not have been permitted to read that, passes it without. */
const isItsSourceUnread = (failure: Finding, now: Finding, { coverage }: Target): boolean =>
  isQueryUnread(failure, coverage) ||
  (now.reason === 'app-disabled' &&
    isUnread('query-app-policies', coverage) &&
    failure.evidence.some(({ component }) => component.startsWith(`${APP_POLICY_OBJECT}:`)));

/** The flow was on by this query alone, which can also be the only source that shows the app. */
const isQueryUnread = ({ reason }: Finding, coverage: Target['coverage']): boolean =>
  reason === 'enabled-by-query' && isUnread('query-oauth-policies', coverage);

const isUnread = (query: StepName, coverage: Target['coverage']): boolean =>
  coverage.some(({ step, status }) => step === query && status !== 'ok');

const openFinding = ({ finding, since, isFromFirst }: Seen): OpenFinding => ({
  control: finding.control,
  app: appName(finding.app),
  status: finding.status,
  since,
  isFromFirst,
});
