import type { Finding, Reason, Target } from '../../../../posture/model.js';
import { useWords, userWords } from '../../../words/finding.js';
import { fullName } from '../../../words/names.js';
import { ofStatus, worstFirst } from '../../../words/result/order.js';
import { type Field, fields, heading, paragraph, type Page, someNames } from '../../page/page.js';
import { layOut, type Cell, type Table, wantedWidth } from '../../page/table.js';
import { cut } from '../../page/width.js';

/**
 * Apps that don't fail. Those that pass with the flow on have their own section, because one setting separates them
 * from a failure.
 */

const WITH_THE_FLOW_ON: readonly Reason[] = ['hardened', 'app-disabled'];

const isOn = ({ status, reason }: Finding): boolean => status === 'pass' && WITH_THE_FLOW_ON.includes(reason);

/** Real names, addresses, and reasons are shorter. Hostile text isn't, and must not fill the screen. */
const LONGEST_VALUE = 300;

/** The label of each cell after the app, for a page that is too narrow for a table. */
const LABELS: Readonly<Record<string, string>> = { why: 'detail.reason', user: 'detail.user', use: 'detail.use' };

const row = ({ app, reason, executionUser, usage }: Finding, { texts, paint }: Page): Cell[] => [
  { text: fullName(app), ink: paint.bold, whole: true },
  { text: texts.say('reasons', `${reason}.short`) },
  { text: executionUser ? userWords(executionUser, texts) : '' },
  { text: usage ? useWords(usage, texts) : '' },
];

export const passingWithFlowOn = (target: Target, page: Page): string[] => {
  const found = worstFirst(target.findings.filter(isOn));
  if (found.length === 0) return [];
  const { texts, paint } = page;
  const rows = found.map((finding) => row(finding, page));
  const shown = ['app', 'why', 'user', 'use']
    .map((name, at) => ({ name, title: texts.say('report', `column.${name}`), at }))
    .filter(({ at }) => rows.some((cells) => cells[at]?.text !== ''));
  const table = {
    titles: shown.map(({ title }) => title),
    titleInk: paint.dim,
    rows: rows.map((cells) => shown.flatMap(({ at }) => cells[at] ?? [])),
  };
  const head = heading(texts.count('report', 'on.heading', found.length), page, paint.green);
  const room = page.width - 2;
  if (wantedWidth(table) <= room) return [...head, ...layOut(table, room).map((line) => `  ${line}`)];
  const labels = shown.slice(1).map(({ name }) => texts.say('report', LABELS[name] ?? `column.${name}`));
  return [...head, ...table.rows.flatMap((cells) => block(cells, labels, page))];
};

/** An app with its facts below it, as failing apps are shown: in narrow columns, each line would have one word. */
const block = ([app, ...facts]: Table['rows'][number], labels: readonly string[], page: Page): string[] => [
  ...paragraph(app?.text ?? '', page, 2).map(page.paint.bold),
  ...fields(
    facts.flatMap(({ text }, at): Field[] => (text === '' ? [] : [[labels[at] ?? '', cut(text, LONGEST_VALUE)]])),
    page,
    4,
  ),
];

const byReason = (title: string, findings: readonly Finding[], page: Page): string[] =>
  findings.length === 0
    ? []
    : [
        ...heading(title, page, page.paint.green),
        ...[...Map.groupBy(findings, ({ reason }) => reason)].flatMap(([reason, group]) => [
          ...paragraph(
            page.texts.say('report', 'gaps.group', page.texts.say('reasons', `${reason}.short`), group.length),
            page,
            2,
          ),
          ...someNames(group.map(({ app }) => fullName(app)).sort(), page, 4),
        ]),
      ];

/** All apps that no other section names. */
export const otherPassing = (target: Target, page: Page): string[][] => {
  const passing = ofStatus(target.findings, 'pass').filter((finding) => !isOn(finding));
  const notApplicable = ofStatus(target.findings, 'not-applicable');
  const passHeading = target.findings.some(isOn) ? 'pass.heading-more' : 'pass.heading';
  return [
    byReason(page.texts.count('report', passHeading, passing.length), passing, page),
    byReason(page.texts.count('report', 'not-applicable.heading', notApplicable.length), notApplicable, page),
  ];
};
