import { isDeployEnded } from '../deployEnds.js';
import type { Notice } from '../posture/model.js';
import type { Outcome, Plan, RemediationResult, Skip } from '../remediation/model.js';
import { clean } from './clean.js';
import { fullName } from './names.js';
import type { RenderOptions } from './render-options.js';
import { joined, pageOf } from './remediationPage.js';
import { byHand } from './remediationByHand.js';
import { notReadSection, skipSections } from './remediationPlan.js';
import { commandLines, flag } from './terminal/commandLine.js';
import { failedSteps } from './terminal/gaps.js';
import { heading, paragraph, type Page } from './terminal/page.js';
import { notices } from './terminal/result.js';
import type { Texts, TextValue } from './texts-type.js';

export type RemediationOptions = RenderOptions & {
  command: 'remediate' | 'restore';
  /** Where nothing outlives the run unless it is kept on purpose. */
  inPipeline: boolean;
  /** What was told together with the plan, and is not told again. */
  shown: { skipped: readonly Skip[]; notices: readonly Notice[] };
};

/** What became of a plan, for people. The plan itself was shown before. */
export const remediationReport = (result: RemediationResult, texts: Texts, options: RemediationOptions): string => {
  const page = pageOf(texts, options);
  return joined([
    outcomes(result, page),
    ...skipSections(besides(options.shown.skipped, result.plan.skipped), page),
    unfinished(result, page),
    snapshot(result, options, page),
    unseenAgain(result, page),
    advice(result, options, page),
    notices(besides(options.shown.notices, result.notices), page),
    exit(result, page),
  ]);
};

const say = ({ texts }: Page, key: string, ...values: TextValue[]): string => texts.say('remediation', key, ...values);

const besides = <T>(shown: readonly T[], all: readonly T[]): T[] => all.filter((one) => !shown.includes(one));

const outcomes = (result: RemediationResult, page: Page): string[] => [
  ...heading(say(page, `result.heading.${result.mode}`), page),
  ...result.outcomes.flatMap((outcome) => outcomeLines(outcome, page)),
];

const outcomeLines = ({ app, component, result, problem }: Outcome, page: Page): string[] => [
  ...paragraph(
    `${fullName(app)} (${clean(component.fullName)}): ${say(page, outcomeKey(result, problem, page))}`,
    page,
    2,
    '- ',
  ),
  ...(problem ? paragraph(problemWords(problem, page), page, 4) : []),
  ...(problem?.differences ?? []).flatMap(({ path, before, after }) =>
    paragraph(say(page, 'plan.edit', clean(path), valueWords(before, page), valueWords(after, page)), page, 4, '- '),
  ),
];

/** Some problems leave it open whether anything was changed. */
const outcomeKey = (result: Outcome['result'], problem: Outcome['problem'], { texts }: Page): string => {
  const own = `outcome.${result}.${problem?.code}`;
  const asMeant = `${own}.as-meant`;
  if (problem?.differences?.length === 0 && texts.has('remediation', asMeant)) return asMeant;
  return texts.has('remediation', own) ? own : `outcome.${result}`;
};

const valueWords = (value: string | null, page: Page): string =>
  value === null ? say(page, 'plan.nothing-there') : clean(value);

const problemWords = ({ code, detail }: NonNullable<Outcome['problem']>, page: Page): string => {
  const bare = detail === undefined && page.texts.has('remediation', `problem.${code}.bare`);
  return bare ? say(page, `problem.${code}.bare`) : say(page, `problem.${code}`, clean(detail ?? ''));
};

/** A deploy whose end nobody saw, and how to see it. */
const unfinished = ({ deploys, mode, target }: RemediationResult, page: Page): string[] => {
  if (mode !== 'in-progress') return [];
  const open = deploys.filter(({ id, checkOnly, status }) => id !== undefined && !checkOnly && !isDeployEnded(status));
  return [
    ...open.flatMap(({ id = '' }) => [
      ...paragraph(say(page, 'deploy.see', id), page, 2),
      ...commandLines(
        ['sf', 'project', 'deploy', 'report', ...flag('job-id', [id]), ...flag('target-org', [orgOf(target)])],
        page,
        4,
      ),
    ]),
    ...paragraph(say(page, 'deploy.again'), page, 2),
  ];
};

const orgOf = ({ org }: RemediationResult['target']): string => clean(org?.alias ?? org?.username ?? '');

const snapshot = (result: RemediationResult, { inPipeline }: RemediationOptions, page: Page): string[] => {
  if (!result.snapshot) return [];
  const where = clean(result.snapshot.directory);
  const isToUndo = result.target.kind === 'org' && result.outcomes.some(mayHaveChanged);
  return [
    ...paragraph(say(page, 'snapshot.where', where), page),
    ...(inPipeline ? paragraph(say(page, 'snapshot.keep'), page) : []),
    ...(isToUndo ? undo(result, where, page) : []),
    ...byHand(result.outcomes, page),
  ];
};

const mayHaveChanged = ({ result, problem }: Outcome): boolean =>
  result !== 'not-attempted' && problem?.code !== 'deploy-failed' && problem?.code !== 'rolled-back-with';

const undo = ({ target, mode }: RemediationResult, directory: string, page: Page): string[] => [
  ...paragraph(say(page, mode === 'in-progress' ? 'snapshot.undo-later' : 'snapshot.undo'), page),
  ...commandLines(
    ['sf', 'oauth-posture', 'restore', ...flag('target-org', [orgOf(target)]), ...flag('snapshot', [directory])],
    page,
    2,
  ),
];

/** Why the audit afterwards does not confirm every change. */
const unseenAgain = ({ after, notices }: RemediationResult, page: Page): string[] =>
  after && notices.some(({ code }) => code === 'not-evaluated-again') ? notReadSection(failedSteps(after), page) : [];

const advice = ({ mode, summary, plan }: RemediationResult, { command }: RemediationOptions, page: Page): string[] => {
  const key = `advice.${mode === 'applied' && closes(plan) ? 'remediate' : command}.${mode}`;
  const called = mode === 'dry-run' ? summary.validated > 0 : summary.verified > 0;
  if (!called || !page.texts.has('remediation', key)) return [];
  return [
    ...heading(say(page, 'advice.heading'), page),
    ...page.texts.points('remediation', key).flatMap((point) => paragraph(point, page, 2, '- ')),
  ];
};

/** To take back what a restore put back switches a flow off again. */
const closes = ({ changes }: Plan): boolean =>
  changes.some(({ edits }) => edits.some(({ after }) => after === 'false' || after === '0'));

const exit = ({ summary, mode, plan }: RemediationResult, page: Page): string[] => [
  ...heading(page.texts.say('report', 'exit.heading', summary.exitCode), page),
  ...paragraph(exitWords(summary.exitCode, mode, page), page, 2),
  ...counted('exit.left-failing', summary.leftFailing, page),
  ...counted('exit.not-evaluated', plan.skipped.filter(({ reason }) => reason === 'not-evaluated').length, page),
];

const counted = (key: string, count: number, page: Page): string[] =>
  count === 0 ? [] : paragraph(say(page, key, count), page, 2);

const exitWords = (code: number, mode: RemediationResult['mode'], page: Page): string =>
  mode === 'dry-run' && code !== 0 ? say(page, 'exit.dry-run') : page.texts.say('exitCodes', `remediate.${code}`);
