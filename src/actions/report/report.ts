import type { AuditReport, FailOn, Notice, Target } from '../../posture/model.js';
import { keepWaivers } from '../../posture/saved/waiversKept.js';
import { dayOfReport, daysOfOrgs } from '../../posture/saved/days.js';
import { historyOf } from '../../posture/saved/history.js';
import { merge } from '../../posture/saved/merge.js';
import { unmatchedPatterns } from '../../posture/selection.js';
import { liftWaivers } from '../../posture/waivers/apply.js';
import { openBaseline } from '../audit/baselineFile.js';
import { conclude } from '../audit/conclude.js';
import { refuseBadPatterns } from '../audit/scopeChecks.js';
import { readWaivers, type WaiverChoice, type Waivers } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';
import { readSavedFiles } from './readSavedFiles.js';

export type ReportRequest = {
  /** Files, each once. */
  files: readonly string[];
  failOn: FailOn;
  allowIncomplete: boolean;
  waivers: WaiverChoice;
  baseline?: string;
  /** Also shows how the results of each org changed over time. */
  history?: boolean;
};

/** Makes one report of saved results. The rules of this run decide the exit code, from all findings. */
export const report = async (request: ReportRequest, doors: Reads): Promise<AuditReport> => {
  const machineDay = doors.now().toISOString().slice(0, 10);
  const waivers = await readWaivers(request.waivers, machineDay, doors.readText);
  await refuseBaselineAmongResults(request, doors);
  const files = await readSavedFiles(request.files, doors);
  const { scope } = files;
  refuseBadPatterns(scope.apps);
  const baseline =
    request.baseline === undefined ? undefined : await openBaseline(request.baseline, scope, doors.readText);
  const merged = merge(files.saved, files.failed);
  const days = { today: dayOfReport(machineDay, merged), orgTimes: daysOfOrgs(files.saved, merged.targets) };
  const waived = waiversOf(merged.targets, waivers, request.waivers, days);
  const told = request.history ? merged.notices.filter(({ code }) => code !== 'saved-result-older') : merged.notices;
  const result = conclude(
    {
      ...merged,
      targets: waived.targets,
      notices: [...waived.notices, ...told, ...unmatched(scope.apps, merged.targets)],
      ...days,
      scope,
      failOn: request.failOn,
      allowIncomplete: request.allowIncomplete,
      waivers,
      baseline,
    },
    doors.tool,
  );
  return request.history ? { ...result, history: historyOf(files.saved, result.targets) } : result;
};

/** A pattern can match it as well. An org whose own result is missing would then be compared with itself. */
const refuseBaselineAmongResults = async (
  { files, baseline }: ReportRequest,
  { realPath }: Pick<Reads, 'realPath'>,
): Promise<void> => {
  if (baseline === undefined) return;
  const placeOf = async (path: string): Promise<string> => {
    const real = await realPath(path);
    return real.ok ? real.value : path;
  };
  const [own, ...places] = await Promise.all([baseline, ...files].map(placeOf));
  if (own !== undefined && places.includes(own))
    throw new Refusal('baseline-is-result', [baseline], { bundle: 'saved' });
};

type Days = Parameters<typeof keepWaivers>[1];
type Judged = { targets: readonly Target[]; notices: readonly Notice[] };

const waiversOf = (targets: readonly Target[], waivers: Waivers, choice: WaiverChoice, days: Days): Judged => {
  if (waivers.file || choice.kind === 'off') return { targets: liftWaivers(targets), notices: [waivers.notice] };
  const kept = keepWaivers(targets, days);
  return kept.notices.length > 0 ? kept : { ...kept, notices: [waivers.notice] };
};

const unmatched = (patterns: readonly string[] | null, targets: readonly Target[]): Notice[] =>
  unmatchedPatterns(
    patterns,
    targets.flatMap(({ findings }) => findings.map(({ app }) => app)),
  ).map((pattern) => ({ code: 'app-pattern-unmatched', data: { pattern } }));
