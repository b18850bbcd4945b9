import { ADVICE, adviceFor, type Advice } from '../../posture/controls/advice.js';
import { type KeptBack, keptBackByUse } from '../../posture/factors/keptBack.js';
import type { AuditReport, Finding, Target } from '../../posture/model.js';
import { appName, targetName } from '../../posture/names.js';
import { canBeSettled, stepBehind } from '../../posture/steps.js';
import type { Texts } from '../render.js';
import { clean } from './safe/clean.js';
import { stepName } from './finding.js';

/**
 * What to do about a finding. Some of it differs for files, which no org validates and no user's rights hide, and for a
 * packaged app, whose settings only its publisher can change.
 */

const IN_FILES = 'in-files';

/** The message for files, if there is one of its own. */
export const keyFor = (
  { kind }: Pick<Target, 'kind'>,
  bundle: 'reasons' | 'report' | 'controls',
  key: string,
  texts: Texts,
): string => {
  const own = `${key}.${IN_FILES}`;
  return kind === 'source' && texts.has(bundle, own) ? own : key;
};

/**
 * If a failed step is behind it, the step has to be fixed, and the advice for the reason wouldn't help. `hasEvidence`:
 * the evidence is on the same page, so that no other view has to be named.
 */
export const todo = (finding: Finding, target: Target, texts: Texts, hasEvidence = false): string[] => {
  const failed = stepBehind(finding, target);
  if (failed) return [texts.say('report', 'gaps.kept-back', stepName(failed, texts))];
  if (finding.manualCheck) return [texts.say('report', 'gaps.check-again', clean(finding.manualCheck.expires))];
  const variants = [...(finding.app.managed ? ['managed'] : []), ...(hasEvidence ? ['here'] : [])];
  const key = variants.reduce(
    (found, variant) => (texts.has('reasons', `${found}.${variant}`) ? `${found}.${variant}` : found),
    keyFor(target, 'reasons', `${finding.reason}.todo`, texts),
  );
  return texts.points('reasons', key);
};

/**
 * An app is then changed only if it's named exactly. A waiver is for one control: an app can have another that is
 * evaluated by its settings.
 */
export const hasEndedWaiver = (
  { app, control }: Pick<Finding, 'app' | 'control'>,
  target: Target,
  { notices }: Pick<AuditReport, 'notices'>,
): boolean =>
  notices.some(
    (notice) =>
      notice.code === 'waiver-expired' &&
      notice.target === targetName(target) &&
      notice.app === appName(app) &&
      notice.data?.control === control,
  );

/** What `remediate` can do about it. A result of another version may not say. */
export const whatToolCan = (
  finding: Finding,
  target: Target,
  report: Pick<AuditReport, 'notices'>,
  texts: Texts,
): string => {
  const { status, remediation } = finding;
  const { automatic, why = 'not-evaluated' } = remediation;
  if (status === 'waived') return texts.say('report', 'advice.waived');
  const guard = guardOf(finding, target);
  if (automatic && hasEndedWaiver(finding, target, report))
    return texts.say(
      'report',
      guard ? `advice.waiver-ended.${guard}` : keyFor(target, 'report', 'advice.waiver-ended', texts),
    );
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

export const adviceTitle = (code: Advice, target: Pick<Target, 'kind'>, texts: Texts): string =>
  texts.say('controls', keyFor(target, 'controls', `advice.${code}.title`, texts));

export type HowTo = { code: Advice; title: string; steps: string[] };

/**
 * The steps that the findings of a report need, once each. If only files need one, it has the steps for files. If an org
 * needs it too, those with a title of their own are shown besides the ones for the org.
 */
export const howTos = (
  targets: readonly Target[],
  texts: Texts,
  isMeant: (finding: Finding) => boolean = () => true,
): HowTo[] => {
  const needed = (kind: Target['kind']): Set<Advice> =>
    new Set(
      targets
        .filter((target) => target.kind === kind)
        .flatMap((target) => target.findings.filter(isMeant).flatMap((finding) => adviceIn(finding, target))),
    );
  const needs = { org: needed('org'), source: needed('source') };
  return ADVICE.flatMap((code) => {
    const found = (['org', 'source'] as const).filter((kind) => needs[kind].has(code));
    const byTitle = new Map(found.toReversed().map((kind) => [adviceTitle(code, { kind }, texts), kind]));
    return [...byTitle].toReversed().map(([title, kind]) => ({
      code,
      title,
      steps: texts.points('controls', keyFor({ kind }, 'controls', `advice.${code}.steps`, texts)),
    }));
  });
};
