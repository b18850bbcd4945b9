import { defined } from '../../values.js';
import type { Finding, Notice, Target } from '../model.js';
import { canBeSettled } from '../steps.js';
import { targetName } from '../names.js';
import { laterDay } from './days.js';
import { endsSoon, hasEnded, isUnmatched, matchOf } from './match.js';
import type { Judged, ManualCheck, Waiver, WaiverFile, WaiverRun } from './model.js';
import { entryNotice, findingNotice, withoutEffect } from './withoutEffect.js';

/**
 * A waiver turns a failure into a waived finding, and nothing else. A manual check is added to its finding. Waivers of
 * an earlier run have no effect.
 */
export const applyWaivers = (
  targets: readonly Target[],
  file: WaiverFile,
  run: WaiverRun,
): { targets: Target[]; notices: Notice[] } => {
  const bare = liftWaivers(targets);
  const notices = [...unmatched(targets, file, run), ...withoutEffect(bare, file, run)];
  const judged = bare.map((target) => {
    const today = dayOf(target, run);
    const results = target.findings.map((finding) => judge(finding, target, file, { ...run, today }));
    const own = results.flatMap((result) => result.notices);
    notices.push(...own, ...clockBehind(own, target, run.today, today));
    return { ...target, findings: results.map(({ finding }) => finding) };
  });
  return { targets: judged, notices };
};

/** Files have no clock, so beside orgs, the latest of their days counts for files as well. */
export const dayOf = ({ org }: Target, { today, orgTimes }: Pick<WaiverRun, 'today' | 'orgTimes'>): string =>
  laterDay(today, org ? orgTimes?.get(org.id) : [...(orgTimes?.values() ?? [])].sort().at(-1));

/** The targets as they would be without waivers and manual checks. */
export const liftWaivers = (targets: readonly Target[]): Target[] =>
  targets.map((target) => ({ ...target, findings: target.findings.map(lift) }));

const lift = (finding: Finding): Finding => {
  const bare = { ...finding };
  delete bare.waiver;
  delete bare.manualCheck;
  return finding.status === 'waived' ? { ...bare, status: 'fail' } : bare;
};

const judge = (finding: Finding, target: Target, file: WaiverFile, run: WaiverRun): Judged => {
  if (finding.status === 'fail') return waive(finding, target, file.waivers, run);
  if (canBeSettled(finding, target)) return noteManualCheck(finding, target, file.manualChecks, run);
  return { finding, notices: [] };
};

const waive = (finding: Finding, target: Target, waivers: readonly Waiver[], { today, path }: WaiverRun): Judged => {
  const match = matchOf(waivers, finding, target, today);
  if (!match) return { finding, notices: [] };
  const { entry, daysLeft } = match;
  if (hasEnded(match)) return { finding, notices: [findingNotice('waiver-expired', { entry, path }, finding, target)] };
  const { reason, owner, ticket, disposition, expires } = entry;
  const waiver = { reason, owner, ...defined({ ticket, disposition }), expires };
  const about = { entry, path, extra: { days: daysLeft } };
  return {
    finding: { ...finding, status: 'waived', waiver },
    notices: endsSoon(match) ? [findingNotice('waiver-expiring', about, finding, target)] : [],
  };
};

/** On this machine, the entry would still apply. */
const clockBehind = (told: readonly Notice[], target: Target, here: string, there: string): Notice[] =>
  told.some(({ code, data }) => ENDED.includes(code) && String(data?.expires) >= here)
    ? [{ code: 'clock-behind', target: targetName(target), data: { here, there } }]
    : [];

const ENDED: readonly Notice['code'][] = ['waiver-expired', 'manual-check-expired'];

const unmatched = (targets: readonly Target[], file: WaiverFile, { scope, path }: WaiverRun): Notice[] => [
  ...file.waivers
    .filter((entry) => isUnmatched(entry, targets, scope))
    .map((entry) => entryNotice('waiver-unmatched', { entry, path })),
  ...file.manualChecks
    .filter((entry) => isUnmatched(entry, targets, scope))
    .map((entry) => entryNotice('manual-check-unmatched', { entry, path })),
];

/** A person checked the app in Setup. The app is still not evaluated. */
const noteManualCheck = (
  finding: Finding,
  target: Target,
  checks: readonly ManualCheck[],
  { today, path }: WaiverRun,
): Judged => {
  const match = matchOf(checks, finding, target, today);
  if (!match) return { finding, notices: [] };
  const { entry, daysLeft } = match;
  if (hasEnded(match)) {
    return { finding, notices: [findingNotice('manual-check-expired', { entry, path }, finding, target)] };
  }
  const { reason, owner, checked, expires } = entry;
  const about = { entry, path, extra: { days: daysLeft } };
  return {
    finding: { ...finding, manualCheck: { reason, owner, checked, expires } },
    notices: endsSoon(match) ? [findingNotice('manual-check-expiring', about, finding, target)] : [],
  };
};
