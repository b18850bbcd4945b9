import type { Finding, Notice, Target } from '../model.js';
import { appName, targetName } from '../names.js';
import { dayOf, liftWaivers } from '../waivers/apply.js';
import { daysBetween } from '../waivers/days.js';
import { endsSoon, hasEnded } from '../waivers/match.js';
import type { WaiverRun } from '../waivers/model.js';

/** Without a waiver file, a merge keeps the waivers and manual checks of the audits until they end. */
export const keepWaivers = (
  targets: readonly Target[],
  run: Pick<WaiverRun, 'today' | 'orgTimes'>,
): { targets: Target[]; notices: Notice[] } => {
  let kept = 0;
  let ended = 0;
  const notices: Notice[] = [];
  const judged = targets.map((target) => {
    const today = dayOf(target, run);
    const findings = target.findings.map((finding) => {
      const entry = finding.waiver ?? finding.manualCheck;
      if (entry === undefined) return finding;
      const daysLeft = daysBetween(today, entry.expires);
      if (hasEnded({ daysLeft })) {
        ended += 1;
        notices.push(aboutEntry('expired', entry, {}, finding, target));
        const [lifted] = liftWaivers([{ ...target, findings: [finding] }]);
        return lifted?.findings[0] ?? finding;
      }
      kept += 1;
      if (endsSoon({ daysLeft })) notices.push(aboutEntry('expiring', entry, { days: daysLeft }, finding, target));
      return finding;
    });
    return { ...target, findings };
  });
  if (kept + ended === 0) return { targets: judged, notices: [] };
  return { targets: judged, notices: [{ code: 'saved-waivers-kept', data: { kept, ended } }, ...notices] };
};

/** As for an entry of a waiver file, which isn't known here. */
const aboutEntry = (
  what: 'expired' | 'expiring',
  { owner, expires }: NonNullable<Finding['waiver'] | Finding['manualCheck']>,
  more: { days?: number },
  { control, app, waiver }: Finding,
  target: Target,
): Notice => ({
  code: `${waiver ? 'waiver' : 'manual-check'}-${what}`,
  target: targetName(target),
  app: appName(app),
  data: { owner, expires, ...more, control },
});
