import { controls } from '../../../posture/controls/all.js';
import { mayBeHardened } from '../../../posture/controls/advice.js';
import type { AuditReport, Finding, Target } from '../../../posture/model.js';
import type { View } from '../../render.js';
import { flag, remediable, scopeFlags, targetFlags } from '../../words/safe/commandLine.js';
import { stepRemedy } from '../../words/finding.js';
import { allFindings, countApps, ofStatus, failedSteps } from '../../words/result/order.js';
import { isToCheckInSetup, isToRetrieveAgain } from '../../words/todo.js';
import { commandLines, heading, paragraph, type Page } from '../page/page.js';
import { fixOf, isKeptBack, isPlanned, type Fix } from './findings/fix.js';
import { WORST } from './summary.js';

/** What to do next, in order. At the end of the page, so that it's on the screen. */

type Advice = { text: string; commands?: string[][] };

const SUBJECT = ['sf', 'oauth-posture'];

const notEvaluatedWhere = (report: AuditReport, is: (finding: Finding, target: Target) => boolean): number =>
  countApps(report.targets.flatMap((target) => target.findings.filter((finding) => is(finding, target))));

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

/** The number of failing apps that remediate would treat in one way. */
const numberOf = (report: AuditReport, is: (fix: Fix) => boolean, targets = report.targets): number =>
  countApps(
    targets.flatMap((target) =>
      ofStatus(target.findings, 'fail').filter((finding) => is(fixOf(finding, target, report))),
    ),
  );

const isByHand = (fix: Fix): boolean => !isPlanned(fix) && !isKeptBack(fix) && fix !== 'waiver-ended';

/** The command that shows more of the failures. */
const toSee = (report: AuditReport, view: View, failures: number, { texts }: Page): Advice[] => {
  const seeing = (key: string, wanted: View): Advice => ({
    text: texts.say('report', key),
    commands: [command('audit', report.targets, report, `--view ${wanted}`)],
  });
  if (failures === 0 || view === 'detail') return [];
  return [
    ...(view === 'summary' && failures > WORST ? [seeing('next.list', 'table')] : []),
    seeing('next.detail', 'detail'),
  ];
};

/** An app that must keep the flow can be hardened, if what that needs is there. */
const toHarden = (report: AuditReport, { texts }: Page): Advice[] => {
  const near = report.targets
    .map((target) => ({ target, apps: target.org ? ofStatus(target.findings, 'fail').filter(mayBeHardened) : [] }))
    .filter(({ apps }) => apps.length > 0);
  const commands = near.map(({ target }) =>
    command('remediate', [target], remediable(report), '--harden', '--dry-run'),
  );
  const count = near.flatMap(({ apps }) => apps).length;
  return count === 0 ? [] : [{ text: texts.count('report', 'next.harden', count), commands }];
};

const advise = (report: AuditReport, view: View, page: Page): Advice[] => {
  const { texts } = page;
  const failures = ofStatus(allFindings(report), 'fail').length;
  const fixable = report.targets.filter((target) => numberOf(report, isPlanned, [target]) > 0);
  // Only the publisher of a packaged app can move it.
  const moving = report.targets.filter(
    (target) => target.org && ofStatus(target.findings, 'fail').some(({ app }) => !app.managed),
  );
  const remedies = report.targets.flatMap(failedSteps).flatMap((step) => stepRemedy(step, texts) ?? []);
  const unopened = report.targets.filter((target) => target.error).length;
  const isHere = view === 'detail';
  const ifAny = (count: number, key: string, commands?: string[][]): Advice[] =>
    count === 0 ? [] : [{ text: texts.count('report', key, count), ...(commands ? { commands } : {}) }];

  return [
    ...ifAny(unopened, 'next.unopened'),
    ...[...new Set(remedies)].map((todo) => ({ text: texts.say('steps', todo) })),
    ...toSee(report, view, failures, page),
    ...(moving.length > 0
      ? [
          {
            text: texts.say('migrate', 'next.migrate'),
            commands: moving.map((target) =>
              command(
                'migrate',
                [target],
                remediable(report),
                ...(report.scope.apps === null ? flag('app', ['*']) : []),
              ),
            ),
          },
        ]
      : []),
    ...ifAny(
      numberOf(report, isPlanned),
      'next.dry-run',
      fixable.map((target) => command('remediate', [target], remediable(report), '--dry-run')),
    ),
    ...toHarden(report, page),
    ...ifAny(numberOf(report, isKeptBack), 'next.kept-back'),
    ...ifAny(
      numberOf(report, (fix) => fix === 'waiver-ended'),
      'next.waiver-ended',
    ),
    ...ifAny(numberOf(report, isByHand), isHere ? 'next.by-hand-from-here' : 'next.by-hand'),
    ...(failures > 0 ? [{ text: texts.say('report', isHere ? 'next.waive-from-here' : 'next.waive') }] : []),
    ...ifAny(notEvaluatedWhere(report, isToRetrieveAgain), 'next.retrieve-again'),
    ...ifAny(notEvaluatedWhere(report, isToCheckInSetup), isHere ? 'next.check-from-here' : 'next.check-in-setup'),
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
