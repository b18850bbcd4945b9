import type { Notice, Target } from '../model.js';
import { liftWaivers } from '../waivers/apply.js';

/** Without a waiver file, a merge keeps the waivers and manual checks of the audits until they end. */
export const keepWaivers = (targets: readonly Target[], today: string): { targets: Target[]; notices: Notice[] } => {
  let kept = 0;
  let ended = 0;
  const judged = targets.map((target) => {
    const findings = target.findings.map((finding) => {
      const expires = finding.waiver?.expires ?? finding.manualCheck?.expires;
      if (expires === undefined) return finding;
      if (expires >= today) {
        kept += 1;
        return finding;
      }
      ended += 1;
      const [lifted] = liftWaivers([{ ...target, findings: [finding] }]);
      return lifted?.findings[0] ?? finding;
    });
    return { ...target, findings };
  });
  if (kept + ended === 0) return { targets: judged, notices: [] };
  return { targets: judged, notices: [{ code: 'saved-waivers-kept', data: { kept, ended } }] };
};
