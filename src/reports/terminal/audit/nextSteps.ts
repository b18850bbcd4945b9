import { controls, onlyByName } from '../../../posture/controls/all.js';
import { keptBackByUse } from '../../../posture/factors/keptBack.js';
import type { AuditReport, Finding, Target } from '../../../posture/model.js';
import { appName, isCalled, targetName } from '../../../posture/names.js';
import { canBeSettled } from '../../../posture/steps.js';
import type { View } from '../../render.js';
import { scopeFlags, targetFlags } from '../../words/commandLine.js';
import { stepRemedy } from '../../words/finding.js';
import { allFindings, ofStatus, failedSteps } from '../../words/order.js';
import { commandLines, heading, paragraph, type Page } from '../page/page.js';

/** What to do next, in the order in which one would do it. Last on the page, so that it is on the screen. */

type Advice = { text: string; commands?: string[][] };

const SUBJECT = ['sf', 'oauth-posture'];

const isAutomatic = (finding: Finding): boolean => finding.status === 'fail' && finding.remediation.automatic;

/** Where this audit did not look at log-ins, a remediation does so first. In files nothing is in use. */
const isKeptBack = (finding: Finding, { kind }: Target): boolean =>
  kind === 'org' && finding.usage !== undefined && keptBackByUse(finding) !== undefined;

/** A guard lets only an exact name past an ended waiver, and the command to copy has the names of this report. */
const isHeldByWaiver = ({ app }: Finding, target: Target, { notices, scope }: AuditReport): boolean =>
  !(scope.apps ?? []).some((name) => isCalled(app, name)) &&
  notices.some(
    (notice) => notice.code === 'waiver-expired' && notice.target === targetName(target) && notice.app === appName(app),
  );

const wouldBePlanned = (target: Target, report: AuditReport): Finding[] =>
  target.findings.filter(
    (finding) => isAutomatic(finding) && !isKeptBack(finding, target) && !isHeldByWaiver(finding, target, report),
  );

const heldByWaiver = (target: Target, report: AuditReport): Finding[] =>
  target.findings.filter((finding) => isAutomatic(finding) && isHeldByWaiver(finding, target, report));

const toCheckByHand = (target: Target): Finding[] =>
  target.findings.filter((finding) => !finding.manualCheck && canBeSettled(finding, target));

const command = (verb: string, targets: readonly Target[], report: AuditReport, ...last: string[]): string[] => [
  ...SUBJECT,
  verb,
  ...targets.flatMap(targetFlags),
  ...scopeFlags(
    report,
    controls.map((control) => control.id),
  ),
  ...last,
];

/** A remediation refuses controls that it changes nothing about. */
const remediable = (report: AuditReport): AuditReport => ({
  ...report,
  scope: {
    ...report.scope,
    controls: report.scope.controls.filter((id) => !onlyByName.some((control) => control.id === id)),
  },
});

const advise = (report: AuditReport, view: View, { texts }: Page): Advice[] => {
  const findings = allFindings(report);
  const failures = ofStatus(findings, 'fail');
  const plannedIn = (target: Target): Finding[] => wouldBePlanned(target, report);
  const fixable = report.targets.filter((target) => plannedIn(target).length > 0);
  const planned = fixable.flatMap(plannedIn).length;
  const waiverEnded = report.targets.flatMap((target) => heldByWaiver(target, report)).length;
  const keptBack = failures.filter(isAutomatic).length - planned - waiverEnded;
  const byHand = failures.filter((finding) => !isAutomatic(finding)).length;
  const uncheckable = report.targets.flatMap(toCheckByHand).length;
  const remedies = report.targets.flatMap(failedSteps).flatMap((step) => stepRemedy(step, texts) ?? []);
  const unread = [...new Set(remedies)];
  const unopened = report.targets.filter((target) => target.error).length;
  const say = (key: string, ...values: number[]): string => texts.say('report', key, ...values);

  return [
    ...(unopened > 0 ? [{ text: say('next.unopened', unopened) }] : []),
    ...unread.map((todo) => ({ text: texts.say('steps', todo) })),
    ...(failures.length > 0 && view === 'table'
      ? [
          {
            text: say('next.detail'),
            commands: [command('audit', report.targets, report, '--view detail')],
          },
        ]
      : []),
    ...(fixable.length > 0
      ? [
          {
            text: say('next.dry-run', planned),
            commands: fixable.map((target) => command('remediate', [target], remediable(report), '--dry-run')),
          },
        ]
      : []),
    ...(keptBack > 0 ? [{ text: say('next.kept-back', keptBack) }] : []),
    ...(waiverEnded > 0 ? [{ text: say('next.waiver-ended', waiverEnded) }] : []),
    ...(byHand > 0 ? [{ text: say('next.by-hand', byHand) }] : []),
    ...(failures.length > 0 ? [{ text: say(view === 'table' ? 'next.waive' : 'next.waive-from-here') }] : []),
    ...(uncheckable > 0
      ? [{ text: say(view === 'table' ? 'next.check-in-setup' : 'next.check-from-here', uncheckable) }]
      : []),
  ];
};

export const nextSteps = (report: AuditReport, view: View, page: Page): string[] => {
  const advices = advise(report, view, page);
  if (advices.length === 0) return [];
  return [
    ...heading(page.texts.say('report', 'next.heading'), page),
    ...advices.flatMap(({ text, commands = [] }, at) => [
      ...paragraph(text, page, 2, `${at + 1}. `),
      ...commands.flatMap((words) => commandLines(words, page, 5)),
    ]),
  ];
};
