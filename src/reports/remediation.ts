import { isDeployEnded } from '../deployEnds.js';
import type { Outcome, RemediationResult, Skip } from '../remediation/model.js';
import { clean } from './clean.js';
import { fullName } from './names.js';
import type { RenderOptions } from './render-options.js';
import { joined, pageOf } from './remediationPage.js';
import { skipSections } from './remediationPlan.js';
import { commandLines, flag } from './terminal/commandLine.js';
import { heading, paragraph, type Page } from './terminal/page.js';
import { notices } from './terminal/result.js';
import type { Texts, TextValue } from './texts-type.js';

export type RemediationOptions = RenderOptions & {
  command: 'remediate' | 'restore';
  /** Where nothing outlives the run unless it is kept on purpose. */
  inPipeline: boolean;
};

/** What became of a plan, for people. The plan itself was shown before. */
export const remediationReport = (result: RemediationResult, texts: Texts, options: RemediationOptions): string => {
  const page = pageOf(texts, options);
  return joined([
    outcomes(result, page),
    ...skipSections(foundLate(result), page),
    unfinished(result, page),
    snapshot(result, options, page),
    advice(result, options, page),
    notices(result.notices, page),
    exit(result, page),
  ]);
};

const say = ({ texts }: Page, key: string, ...values: TextValue[]): string => texts.say('remediation', key, ...values);

/** What the last look before the first write took out is in no plan that anybody was shown. */
const foundLate = ({ plan }: RemediationResult): Skip[] =>
  plan.skipped.filter(({ reason }) => reason === 'changed-since-plan' || reason === 'gone');

const outcomes = (result: RemediationResult, page: Page): string[] => [
  ...heading(say(page, `result.heading.${result.mode}`), page),
  ...result.outcomes.flatMap((outcome) => outcomeLines(outcome, page)),
];

const outcomeLines = ({ app, component, result, problem }: Outcome, page: Page): string[] => [
  ...paragraph(`${fullName(app)} (${clean(component.fullName)}): ${say(page, `outcome.${result}`)}`, page, 2, '- '),
  ...(problem ? paragraph(problemWords(problem, page), page, 4) : []),
  ...(problem?.differences ?? []).flatMap(({ path, before, after }) =>
    paragraph(say(page, 'plan.edit', clean(path), valueWords(before, page), valueWords(after, page)), page, 4, '- '),
  ),
];

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

const snapshot = (
  { snapshot: kept, target }: RemediationResult,
  { inPipeline, command }: RemediationOptions,
  page: Page,
): string[] => {
  if (!kept) return [];
  const where = clean(kept.directory);
  return [
    ...paragraph(say(page, 'snapshot.where', where), page),
    ...(inPipeline ? paragraph(say(page, 'snapshot.keep'), page) : []),
    ...(command === 'remediate' && target.kind === 'org' ? undo(target, where, page) : []),
  ];
};

const undo = (target: RemediationResult['target'], directory: string, page: Page): string[] => [
  ...paragraph(say(page, 'snapshot.undo'), page),
  ...commandLines(
    ['sf', 'oauth-posture', 'restore', ...flag('target-org', [orgOf(target)]), ...flag('snapshot', [directory])],
    page,
    2,
  ),
];

const advice = ({ mode, summary }: RemediationResult, { command }: RemediationOptions, page: Page): string[] => {
  const key = `advice.${command}.${mode}`;
  const called = mode === 'dry-run' ? summary.validated > 0 : summary.verified > 0;
  if (!called || !page.texts.has('remediation', key)) return [];
  return [
    ...heading(say(page, 'advice.heading'), page),
    ...page.texts.points('remediation', key).flatMap((point) => paragraph(point, page, 2, '- ')),
  ];
};

const exit = ({ summary }: RemediationResult, page: Page): string[] => [
  ...heading(page.texts.say('report', 'exit.heading', summary.exitCode), page),
  ...paragraph(page.texts.say('exitCodes', `remediate.${summary.exitCode}`), page, 2),
];
