import { APP_LEVEL_REASONS, type Finding, type Target } from './model.js';
import { endsSoon, hasEnded, matchOf } from './waiversMatch.js';
import type { Judged, ManualCheck, WaiverRun } from './waiversModel.js';
import { findingNotice } from './waiversNotices.js';

/** Somebody looked at the app in Setup. It stays not evaluated, and only an app's own reasons can be settled so. */
export const noteManualCheck = (
  finding: Finding,
  target: Target,
  checks: readonly ManualCheck[],
  { today, path }: WaiverRun,
): Judged => {
  const match = matchOf(checks, finding, target, today);
  if (!match) return { finding, notices: [] };
  const { entry, daysLeft } = match;
  if (!APP_LEVEL_REASONS.includes(finding.reason)) {
    const about = { entry, path, extra: { reason: finding.reason } };
    return { finding, notices: [findingNotice('manual-check-without-effect', about, finding, target)] };
  }
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
