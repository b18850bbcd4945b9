import type { Finding, Target } from './model.js';
import { endsSoon, hasEnded, matchOf } from './waiversMatch.js';
import type { Judged, ManualCheck, WaiverRun } from './waiversModel.js';
import { findingNotice } from './waiversNotices.js';

/** Somebody looked in Setup at an app that can be settled so. It stays not evaluated. */
export const noteManualCheck = (
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
