import type { Notice } from '../../posture/model.js';
import { isToDo } from '../../posture/notices.js';
import { isNotDone } from '../../remediation/model/meaning.js';
import type { Change, Outcome, Skip } from '../../remediation/model/result.js';
import { code, escaped } from '../markdown/escape.js';
import { row, withinBytes, type Block } from '../markdown/table.js';
import type { Texts } from '../render.js';
import { clean } from '../words/safe/clean.js';
import { shownPath } from '../words/safe/commandLine.js';
import { useWords, userWords } from '../words/finding.js';
import { gapsOf } from '../words/result/gaps.js';
import { componentName } from '../words/names.js';
import { noticeSentence } from '../words/notices.js';
import { exitWords } from '../terminal/change/exitWords.js';
import { outcomeWords, problemWords } from '../terminal/change/result.js';
import { detailOf, skipMeaning } from '../terminal/change/skips.js';
import { commandsToUndo, isToUndo } from '../terminal/change/undoing.js';
import { commandOf, type ChangeRecord } from './record.js';
import { headLines } from './text.js';

const MOST_BYTES = 1_000_000;

/** For a change request: each component before and after, and what was read back. */
export const markdownRecord = (record: ChangeRecord, texts: Texts): string => {
  const { result } = record;
  const [title = '', ...facts] = headLines(record, texts);
  const nextSteps = result.notices.filter(isToDo);
  // The command to undo has a section of its own.
  const told = result.notices.filter((notice) => !isToDo(notice) && !isToUndo(notice));
  const blocks: Block[] = [
    {
      lines: [
        `# ${escaped(title)}`,
        '',
        ...facts.map((fact) => `- ${escaped(fact)}`),
        `- ${texts.say('formats', 'record.command', code(commandOf(record)))}`,
      ],
    },
    {
      lines: [`**${texts.say('report', 'exit.heading', result.summary.exitCode)}:** ${exitWords(result, { texts })}`],
    },
    { lines: notRead(record, texts) },
    ...tables(record, texts),
    { lines: afterwards(record, texts) },
    { lines: undo(record, texts) },
    ...byHand(record, texts),
    { lines: listed(nextSteps, texts.say('remediation', 'advice.heading'), texts) },
    { lines: listed(told, texts.say('formats', 'record.heading.notices'), texts) },
  ];
  return withinBytes(blocks, MOST_BYTES, (count) => `**${texts.say('formats', 'record.left-out', count)}**`);
};

/** Without the steps that failed, the plan would look complete. */
const notRead = ({ result: { target, plan, after } }: ChangeRecord, texts: Texts): string[] => {
  const before = { ...target, findings: [], summary: NONE, coverage: plan.notRead };
  const gaps = [...gapsOf(before, texts), ...(after ? gapsOf(after, texts) : [])];
  return gaps.length === 0
    ? []
    : ['> [!CAUTION]', ...gaps.map(({ title, afterTitle }) => `> - **${escaped(title)}.** ${escaped(afterTitle)}`)];
};

const NONE = { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 };

const tables = ({ result }: ChangeRecord, texts: Texts): Block[] => {
  const { plan, outcomes, deploys } = result;
  return [
    table(
      'plan',
      ['app', 'path', 'before', 'after', 'user', 'use'],
      plan.changes.flatMap((one) => changeRows(one, texts)),
      texts,
    ),
    table(
      'outcomes',
      ['app', 'outcome', 'problem'],
      outcomes.map((one) => outcomeRow(one, texts)),
      texts,
    ),
    table(
      'skipped',
      ['app', 'why', 'detail'],
      plan.skipped.map((one) => skipRow(one, texts)),
      texts,
    ),
    table(
      'deploys',
      ['deploy', 'check', 'components', 'status', 'detail'],
      deploys.map(({ id = '?', checkOnly, components, status, detail = '' }) =>
        row([
          code(clean(id)),
          texts.say('formats', checkOnly ? 'record.deploy.check' : 'record.deploy.real'),
          String(components),
          code(clean(status)),
          escaped(clean(detail)),
        ]),
      ),
      texts,
    ),
  ].flat();
};

const table = (what: string, columns: readonly string[], rows: string[], texts: Texts): Block[] =>
  rows.length === 0
    ? []
    : [
        {
          table: {
            heading: `## ${texts.say('formats', `record.heading.${what}`, rows.length)}`,
            titles: columns.map((column) => texts.say('formats', `record.column.${column}`)),
            rows,
          },
        },
      ];

const changeRows = ({ app, component, edits, atStake }: Change, texts: Texts): string[] =>
  edits.map(({ path, before, after }) =>
    row([
      code(componentName(app, component)),
      code(clean(path)),
      valueOf(before, texts),
      after === null && before !== null ? texts.say('remediation', 'plan.removed') : valueOf(after, texts),
      atStake?.executionUser
        ? code(userWords(atStake.executionUser, texts))
        : atStake
          ? userWords(undefined, texts)
          : '',
      escaped(atStake ? useWords(atStake.usage, texts) : ''),
    ]),
  );

const valueOf = (value: string | null, texts: Texts): string =>
  value === null ? texts.say('remediation', 'plan.nothing-there') : code(clean(value));

const outcomeRow = (outcome: Outcome, texts: Texts): string => {
  const { app, component, problem } = outcome;
  const differences = (problem?.differences ?? []).map(
    ({ path, before, after }) => `${code(clean(path))}: ${valueOf(before, texts)} → ${valueOf(after, texts)}`,
  );
  return row([
    code(componentName(app, component)),
    escaped(outcomeWords(outcome, { texts })),
    [...(problem ? [escaped(problemWords(problem, { texts }))] : []), differences.join('; ')].join(' ').trim(),
  ]);
};

const skipRow = (skip: Skip, texts: Texts): string =>
  row([
    code(componentName(skip.app, skip.component)),
    `${isNotDone(skip.reason) ? `**${texts.say('formats', 'record.not-done')}** ` : ''}${escaped(skipMeaning(skip, texts))}`,
    escaped(detailOf(skip, texts) ?? ''),
  ]);

const afterwards = ({ result: { after } }: ChangeRecord, texts: Texts): string[] =>
  after && !after.error
    ? [
        `## ${texts.say('formats', 'record.heading.after')}`,
        '',
        texts.say('formats', 'record.after', after.summary.fail, after.summary.notEvaluated, after.summary.pass),
      ]
    : [];

const undo = ({ result }: ChangeRecord, texts: Texts): string[] => {
  if (!result.snapshot) return [];
  const where = shownPath(result.snapshot.directory);
  const commands = commandsToUndo(result, result.snapshot.directory);
  return [
    `## ${texts.say('formats', 'record.heading.undo')}`,
    '',
    texts.say('formats', 'record.snapshot', code(where)),
    ...(commands.length === 0 ? [] : ['', ...fenced(commands.map((words) => words.join(' ')))]),
  ];
};

/** What the restore command doesn't set, and the files that show the earlier state. */
const byHand = ({ result: { outcomes } }: ChangeRecord, texts: Texts): Block[] => {
  const rows = outcomes.flatMap(({ app, component, original }) =>
    original === undefined ? [] : [row([code(componentName(app, component)), code(shownPath(original))])],
  );
  const titles = ['app', 'file'].map((column) => texts.say('formats', `record.column.${column}`));
  return rows.length === 0 ? [] : [{ table: { heading: texts.say('remediation', 'snapshot.by-hand'), titles, rows } }];
};

/** The exact command, because it's copied from here. The fence is longer than any in the text. */
const fenced = (lines: readonly string[]): string[] => {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence];
};

const listed = (notices: readonly Notice[], heading: string, texts: Texts): string[] =>
  notices.length === 0
    ? []
    : [`## ${heading}`, '', ...notices.map((notice) => `- ${escaped(noticeSentence(notice, texts))}`)];
