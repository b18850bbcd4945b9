import { defined } from '../../values.js';
import type { Finding, Notice, Target } from '../model.js';
import { canBeSettled } from '../steps.js';
import { endsSoon, hasEnded, isUnmatched, matchOf } from './match.js';
import type { Judged, ManualCheck, Waiver, WaiverFile, WaiverRun } from './model.js';
import { entryNotice, findingNotice, withoutEffect } from './withoutEffect.js';

/**
 * A waiver turns a failure into a waived one and does nothing else; a manual check is noted beside its finding. Whatever
 * an earlier run had waived is judged anew.
 */
export const applyWaivers = (
  targets: readonly Target[],
  file: WaiverFile,
  run: WaiverRun,
): { targets: Target[]; notices: Notice[] } => {
  const bare = liftWaivers(targets);
  const notices = [...unmatched(targets, file, run), ...withoutEffect(bare, file, run)];
  const judged = bare.map((target) => {
    const results = target.findings.map((finding) => judge(finding, target, file, run));
    notices.push(...results.flatMap((result) => result.notices));
    return { ...target, findings: results.map(({ finding }) => finding) };
  });
  return { targets: judged, notices };
};

/** What would be without waivers and manual checks. */
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

const unmatched = (targets: readonly Target[], file: WaiverFile, { scope, path }: WaiverRun): Notice[] => [
  ...file.waivers
    .filter((entry) => isUnmatched(entry, targets, scope))
    .map((entry) => entryNotice('waiver-unmatched', { entry, path })),
  ...file.manualChecks
    .filter((entry) => isUnmatched(entry, targets, scope))
    .map((entry) => entryNotice('manual-check-unmatched', { entry, path })),
];

/** Somebody looked in Setup at an app that can be settled so. It stays not evaluated. */
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
