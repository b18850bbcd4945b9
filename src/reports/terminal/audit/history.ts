import type { AuditReport, TargetHistory } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { historyTables } from '../../words/result/history.js';
import { day } from '../../words/names.js';
import { heading, paragraph, type Page } from '../page/page.js';
import { layOut } from '../page/table.js';

/** How the runs of each org followed each other. */
export const history = ({ history: all = [] }: AuditReport, page: Page): string[][] =>
  all.flatMap((one) => ofTarget(one, page));

const titleOf = ({ target, runs }: TargetHistory, from: string, to: string, texts: Texts): string => {
  if (runs.length === 1) return texts.say('history', 'heading.only', clean(target), from);
  return from === to
    ? texts.say('history', 'heading.one-day', clean(target), runs.length, from)
    : texts.say('history', 'heading', clean(target), runs.length, from, to);
};

const ofTarget = (one: TargetHistory, page: Page): string[][] => {
  const { texts, paint, width } = page;
  const { tables, left } = historyTables(one, texts);
  const [from = '', to = ''] = [one.runs[0], one.runs.at(-1)].map((run) => day(run?.startedAt ?? ''));
  const sections = tables.map(({ columns, rows }) => {
    const titles = columns.map((column) => texts.say('history', `column.${column}`));
    const cells = rows.map((row) => row.map((text) => ({ text })));
    return layOut({ titles, titleInk: paint.dim, rows: cells }, width - 2).map((line) => `  ${line}`);
  });
  const [runs = [], ...others] = sections;
  const title = titleOf(one, from, to, texts);
  return [
    [...heading(title, page), ...runs],
    ...(left > 0 ? [paragraph(texts.say('history', 'more', left), page, 2)] : []),
    ...others,
  ];
};
