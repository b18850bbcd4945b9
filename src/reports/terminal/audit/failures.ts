import type { ControlId, Finding, Target } from '../../../posture/model.js';
import { riskWord, useWords, userWords, whyWords } from '../../words/finding.js';
import { fullName } from '../../words/names.js';
import { heading, type Page } from '../page/page.js';
import { layOut, type Cell } from '../page/table.js';

/** What fails, one table a control. All of it: a bounded list would hide what the exit code counts. */

const INDENT = '  ';

const riskCell = (finding: Finding, target: Target, { texts, paint }: Page): Cell => {
  const text = riskWord(finding, target, texts);
  if (finding.risk?.level === 'higher') return { text, ink: paint.red };
  return finding.risk?.level === 'lower' ? { text } : { text, ink: paint.yellow };
};

const cells = (finding: Finding, target: Target, compared: boolean, page: Page): Cell[] => [
  riskCell(finding, target, page),
  { text: fullName(finding.app), ink: page.paint.bold, whole: true },
  { text: whyWords(finding, page.texts) },
  { text: userWords(finding.executionUser, page.texts) },
  { text: useWords(finding.usage, page.texts) },
  ...(compared ? [{ text: page.texts.say('report', `change.${finding.change ?? 'unknown'}`) }] : []),
];

const tableOf = (findings: readonly Finding[], target: Target, page: Page): string[] => {
  const compared = findings.some((finding) => finding.change !== undefined);
  const columns = ['risk', 'app', 'why', 'user', 'use', ...(compared ? ['change'] : [])];
  const table = {
    titles: columns.map((column) => page.texts.say('report', `column.${column}`)),
    titleInk: page.paint.dim,
    rows: findings.map((finding) => cells(finding, target, compared, page)),
  };
  return layOut(table, page.width - INDENT.length).map((line) => INDENT + line);
};

const controlTable = (control: ControlId, findings: readonly Finding[], target: Target, page: Page): string[] => {
  const severity = page.texts.say('report', `severity.${findings[0]?.severity ?? 'high'}`);
  const title = page.texts.say('controls', `${control}.title`);
  return [
    ...heading(page.texts.say('report', 'failures.heading', severity, findings.length, title), page, page.paint.red),
    ...tableOf(findings, target, page),
  ];
};

/** Expects failures worst first. */
export const failureTables = (failures: readonly Finding[], target: Target, page: Page): string[][] =>
  [...Map.groupBy(failures, (finding) => finding.control)].map(([control, findings]) =>
    controlTable(control, findings, target, page),
  );
