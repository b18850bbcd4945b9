import { adviceFor, type Advice } from '../../posture/controls/advice.js';
import { type KeptBack, keptBackByUse } from '../../posture/factors/keptBack.js';
import type { Finding, Target } from '../../posture/model.js';
import { canBeSettled, stepBehind } from '../../posture/steps.js';
import type { Texts } from '../render.js';
import { stepName } from './finding.js';

/** What to do about a finding. Some of it differs for files, which no org validates and no user's rights hide. */

const IN_FILES = 'in-files';

const keyFor = (
  { kind }: Pick<Target, 'kind'>,
  bundle: 'reasons' | 'report' | 'controls',
  key: string,
  texts: Texts,
): string => {
  const own = `${key}.${IN_FILES}`;
  return kind === 'source' && texts.has(bundle, own) ? own : key;
};

/** If a failed step is behind it, the step has to be fixed, and the advice for the reason wouldn't help. */
export const todo = (finding: Finding, target: Target, texts: Texts): string[] => {
  const failed = stepBehind(finding, target);
  return failed
    ? [texts.say('report', 'gaps.kept-back', stepName(failed, texts))]
    : texts.points('reasons', keyFor(target, 'reasons', `${finding.reason}.todo`, texts));
};

/** What `remediate` can do about it. A result of another version may not say. */
export const whatToolCan = (finding: Finding, target: Target, texts: Texts): string => {
  const { status, remediation } = finding;
  const { automatic, why = 'not-evaluated' } = remediation;
  if (status === 'waived') return texts.say('report', 'advice.waived');
  const guard = guardOf(finding, target);
  if (guard && automatic) return texts.say('report', `advice.${guard}`);
  if (guard && why === 'hardening-unknown') return texts.say('report', `advice.${why}.${guard}`);
  if (automatic) return texts.say('report', keyFor(target, 'report', 'advice.automatic', texts));
  const key = status === 'fail' && why === 'not-evaluated' ? 'advice.not-said' : `advice.${why}`;
  return texts.say('report', keyFor(target, 'report', key, texts));
};

/** What a file doesn't show is in the org's metadata: retrieving it again is less work than to check it in Setup. */
export const isToCheckInSetup = (finding: Finding, target: Target): boolean =>
  target.kind === 'org' && !finding.manualCheck && canBeSettled(finding, target);

/** The file has to show more. */
export const isToRetrieveAgain = (finding: Finding, target: Target): boolean =>
  target.kind === 'source' && !finding.manualCheck && canBeSettled(finding, target);

export const isToolOffered = ({ status, remediation: { automatic, why } }: Finding): boolean =>
  status !== 'waived' && (automatic || why === 'hardening-unknown');

/** Without this flag, the suggested command would skip the app. */
export const guardFlags = (finding: Finding, target: Target): string[] =>
  guardOf(finding, target) ? ['--include-active'] : [];

/** Files show no use. If the audit didn't search the logins, it's unknown whether the remediation skips the app. */
const guardOf = (finding: Finding, { kind }: Target): KeptBack | undefined =>
  kind === 'org' && finding.usage ? keptBackByUse(finding) : undefined;

export const needsNothing = ({ status }: Finding): boolean => status === 'pass' || status === 'not-applicable';

/** No advice if a failed step is behind the finding, because nothing is known about the app. */
export const adviceIn = (finding: Finding, target: Target): readonly Advice[] =>
  needsNothing(finding) || stepBehind(finding, target) ? [] : adviceFor(finding);

/** The steps of one piece of advice, for the targets of a report: those for files if all targets are files. */
export const adviceSteps = (code: Advice, targets: readonly Target[], texts: Texts): string[] => {
  const kind = targets.every((target) => target.kind === 'source') ? 'source' : 'org';
  return texts.points('controls', keyFor({ kind }, 'controls', `advice.${code}.steps`, texts));
};
