import type { Notice } from '../../../posture/model.js';
import { appKey } from '../../../posture/names.js';
import { isToDo } from '../../../posture/notices.js';
import { isDeployEnded } from '../../../remediation/model/meaning.js';
import type { Outcome, RemediationResult, Skip } from '../../../remediation/model/result.js';
import type { RenderOptions, Texts, TextValue } from '../../render.js';
import { clean, cleanPath } from '../../words/safe/clean.js';
import { flag } from '../../words/safe/commandLine.js';
import { componentName } from '../../words/names.js';
import { noticeSentence } from '../../words/notices.js';
import { failedSteps } from '../../words/result/order.js';
import { shortened } from '../page/longList.js';
import { commandLines, heading, joined, type Page, pageOf, paragraph } from '../page/page.js';
import { exitSection, notices, notReadSection } from '../page/sections.js';
import { exitWords, leftFailingWords } from './exitWords.js';
import { skipSections } from './skips.js';
import { isToUndo, nameToPaste, snapshot } from './undoing.js';

export type RemediationOptions = RenderOptions & {
  command: 'remediate' | 'restore';
  /** In CI, files are lost after the run unless they are kept as artifacts. */
  inPipeline: boolean;
  /** What was already shown with the plan, and isn't repeated. */
  shown: { skipped: readonly Skip[]; notices: readonly Notice[] };
  savedPlan?: string;
  /** The command that makes what a dry run has shown. */
  again?: readonly string[];
};

type Words = Pick<Page, 'texts'>;

/** The result of a plan, for people. The plan itself was shown before. */
export const remediationReport = (result: RemediationResult, texts: Texts, options: RemediationOptions): string => {
  const page = pageOf(texts, options);
  return joined([
    outcomes(result, page),
    ...skipSections(notShownBefore(options.shown.skipped, result.plan.skipped), page),
    unfinished(result, page),
    snapshot(result, options.inPipeline, page),
    unseenAgain(result, page),
    whatToDo(result, options, page),
    notices(
      notShownBefore(options.shown.notices, result.notices).filter((notice) => !isToDo(notice) && !isToUndo(notice)),
      page,
    ),
    exit(result, page),
  ]);
};

const say = ({ texts }: Words, key: string, ...values: TextValue[]): string => texts.say('remediation', key, ...values);

const notShownBefore = <T>(shown: readonly T[], all: readonly T[]): T[] => all.filter((one) => !shown.includes(one));

/** Worst first. Changes that went as planned are last. */
export const WORST_FIRST: readonly Outcome['result'][] = [
  'reverted',
  'altered',
  'failed',
  'not-attempted',
  'verified',
  'validated',
];

const outcomes = (result: RemediationResult, page: Page): string[] => {
  const rank = (word: Outcome['result']): number => WORST_FIRST.indexOf(word);
  const groups = [...Map.groupBy(result.outcomes, (outcome) => outcome.result)].sort(
    ([one], [other]) => rank(one) - rank(other),
  );
  const words = groups
    .flatMap(([, all]) => all)
    .map(({ result: word, problem }) => say(page, outcomeKey(word, problem, page)));
  const tally = [...Map.groupBy(words, (word) => word)].map(([word, { length }]) =>
    say(page, 'outcome.tally', length, word),
  );
  const lines = (outcome: Outcome): string[] => outcomeLines(outcome, page);
  const rest = result.snapshot && result.target.kind === 'org' ? 'more.kept' : 'more';
  const [alike, others] = [true, false].map((wanted) =>
    groups.flatMap(([, all]) => all.filter((outcome) => wentAsMeant(outcome) === wanted)),
  );
  return [
    ...heading(say(page, `result.heading.${result.mode}`), page),
    ...(result.outcomes.length > 1 ? tally.flatMap((line) => paragraph(line, page, 2)) : []),
    ...(others ?? []).flatMap(lines),
    ...shortened({ items: alike ?? [], lines, indent: 2, rest }, page),
  ];
};

const wentAsMeant = ({ result, problem }: Outcome): boolean =>
  problem === undefined && (result === 'verified' || result === 'validated');

const outcomeLines = ({ app, component, result, problem }: Outcome, page: Page): string[] => [
  ...paragraph(`${componentName(app, component)}: ${say(page, outcomeKey(result, problem, page))}`, page, 2, '- '),
  ...(problem ? paragraph(problemWords(problem, page), page, 4) : []),
  ...(problem?.differences ?? []).flatMap(({ path, before, after }) =>
    paragraph(say(page, 'plan.edit', clean(path), valueWords(before, page), valueWords(after, page)), page, 4, '- '),
  ),
];

export const outcomeWords = ({ result, problem }: Outcome, page: Words): string =>
  say(page, outcomeKey(result, problem, page));

/** With some problems, it's unknown whether anything was changed. */
const outcomeKey = (result: Outcome['result'], problem: Outcome['problem'], { texts }: Words): string => {
  const own = `outcome.${result}.${problem?.code}`;
  const asMeant = `${own}.as-meant`;
  if (problem?.differences?.length === 0 && texts.has('remediation', asMeant)) return asMeant;
  return texts.has('remediation', own) ? own : `outcome.${result}`;
};

const valueWords = (value: string | null, page: Page): string =>
  value === null ? say(page, 'plan.nothing-there') : clean(value);

export const problemWords = ({ code, reason, detail }: NonNullable<Outcome['problem']>, page: Words): string => {
  const said = [...reasonWords(reason, page), ...(detail === undefined ? [] : [clean(detail)])].join(': ');
  const bare = said === '' && page.texts.has('remediation', `problem.${code}.bare`);
  return bare ? say(page, `problem.${code}.bare`) : say(page, `problem.${code}`, said);
};

const reasonWords = (reason: string | undefined, { texts }: Words): string[] =>
  reason !== undefined && texts.has('steps', `why.${reason}`) ? [texts.say('steps', `why.${reason}`)] : [];

/** A deploy that hasn't ended, and the command that shows its status. */
const unfinished = ({ deploys, mode, target }: RemediationResult, page: Page): string[] => {
  if (mode !== 'in-progress') return [];
  return [
    ...openDeploys({ deploys, target }).flatMap(({ id, command }) => [
      ...paragraph(say(page, 'deploy.see', id), page, 2),
      ...commandLines(command, page, 4),
    ]),
    ...paragraph(say(page, 'deploy.again'), page, 2),
  ];
};

type Open = { id: string; command: string[] };

export const openDeploys = ({ deploys, target }: Pick<RemediationResult, 'deploys' | 'target'>): Open[] =>
  deploys.flatMap(({ id, checkOnly, status }) =>
    id === undefined || checkOnly || isDeployEnded(status)
      ? []
      : [
          {
            id,
            command: [
              'sf',
              'project',
              'deploy',
              'report',
              ...flag('job-id', [id]),
              ...flag('target-org', [nameToPaste(target)]),
            ],
          },
        ],
  );

/** Why the audit afterwards does not confirm every change. */
const unseenAgain = ({ after, notices }: RemediationResult, page: Page): string[] =>
  after && notices.some(({ code }) => code === 'not-evaluated-again') ? notReadSection(failedSteps(after), page) : [];

const exit = (result: RemediationResult, page: Page): string[] => {
  const { summary, plan } = result;
  const unknown = plan.skipped.filter(({ reason }) => reason === 'not-evaluated').map(({ app }) => appKey(app));
  const counted = (key: string, count: number): string[] =>
    count === 0 ? [] : [page.texts.count('remediation', key, count)];
  return exitSection(
    summary.exitCode,
    [
      exitWords(result, page),
      ...leftFailingWords(result, page),
      ...counted('exit.not-evaluated', new Set(unknown).size),
    ],
    page,
  );
};

/** Next steps are among the notices, so that machines get them too. */
const whatToDo = (result: RemediationResult, options: RemediationOptions, page: Page): string[] => {
  const lines = [
    ...result.notices.filter(isToDo).flatMap((notice) => paragraph(noticeSentence(notice, page.texts), page, 2, '- ')),
    ...(result.mode === 'dry-run' && result.summary.validated > 0 ? afterDryRun(result, options, page) : []),
  ];
  return lines.length === 0 ? [] : [...heading(say(page, 'advice.heading'), page), ...lines];
};

const afterDryRun = (
  { target }: RemediationResult,
  { command, savedPlan, again = [] }: RemediationOptions,
  page: Page,
): string[] => {
  const lead =
    savedPlan === undefined
      ? say(page, `advice.${command}.dry-run`)
      : say(page, 'advice.saved-plan', cleanPath(savedPlan));
  const isApproved = again.some((words) => words.startsWith('--plan '));
  const mayBeApproved = command === 'remediate' && savedPlan === undefined && !isApproved && target.kind === 'org';
  return [
    ...paragraph(lead, page, 2, '- '),
    ...commandLines(again, page, 4),
    ...(mayBeApproved ? paragraph(say(page, 'advice.approval'), page, 2, '- ') : []),
  ];
};
