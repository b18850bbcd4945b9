import { statedRisk } from '../../posture/factors/atLeast.js';
import type { AuditReport, Finding, Notice, Step, Target } from '../../posture/model.js';
import { defined } from '../../values.js';
import type { Texts } from '../render.js';
import { reasonKey, stepSentence } from '../words/finding.js';
import { noticeSentence } from '../words/notices.js';

/**
 * The report for readers without another source: it adds the sentence for each code that it uses, once, so that two
 * runs differ only in what they found.
 */
export const explained = (report: AuditReport, texts: Texts): AuditReport => ({
  ...report,
  $schema: schemaOf(report),
  sentences: sentencesOf(report, texts),
  targets: report.targets.map((target) => withSteps(withRisks(target), texts)),
  notices: report.notices.map((notice): Notice => ({ ...notice, text: noticeSentence(notice, texts) })),
});

/** The schema comes with the package, so each version names its own. */
const schemaOf = ({ tool }: AuditReport): string =>
  `https://unpkg.com/${tool.name}@${tool.version}/schemas/oauth__posture-audit.json`;

const withRisks = (target: Target): Target => ({
  ...target,
  findings: target.findings.map((finding) => ({ ...finding, ...defined({ risk: statedRisk(finding, target) }) })),
});

const withSteps = (target: Target, texts: Texts): Target => ({
  ...target,
  coverage: target.coverage.map((step): Step =>
    step.status === 'failed' ? { ...step, text: stepSentence(step, texts) } : step,
  ),
});

const sentencesOf = ({ scope, targets }: AuditReport, texts: Texts): Record<string, string> => {
  const findings = targets.flatMap((target) => target.findings);
  const reasons = new Set(findings.map((finding) => reasonKey(finding, texts)));
  const factors = new Set(findings.flatMap(factorKeys));
  const said = (bundle: 'reasons' | 'factors', keys: ReadonlySet<string>): [string, string][] =>
    [...keys].sort().map((key) => [key, texts.say(bundle, key)]);
  return Object.fromEntries([
    ...scope.controls.map((control) => [control, titleOf(control, texts)] as const),
    ...said('reasons', reasons),
    ...said('factors', factors),
  ]);
};

/** As `<factor>.<state>`. A reason is by itself, or as `<reason>.settings` if it means less in an app's settings. */
const factorKeys = ({ risk }: Finding): string[] =>
  (risk?.factors ?? []).map(({ factor, state }) => `${factor}.${state}`);

const titleOf = (control: string, texts: Texts): string =>
  texts.has('controls', `${control}.name`) ? texts.say('controls', `${control}.name`) : control;
