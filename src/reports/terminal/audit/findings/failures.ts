import type { AuditReport, ControlId, Finding, Severity, Target } from '../../../../posture/model.js';
import { defined } from '../../../../values.js';
import { placeOf, riskWord, runAsWords, useWords, whyWords } from '../../../words/finding.js';
import { fullName } from '../../../words/names.js';
import { type Field, fields, heading, paragraph, type Page, someNames } from '../../page/page.js';
import type { Ink, Paint } from '../../page/paint.js';
import { type Cell, layOut } from '../../page/table.js';
import { cut } from '../../page/width.js';
import { fixWords } from './fix.js';

/** The failures of each control. All of them, because a shorter list would hide what the exit code counts. */

/**
 * A page of at least this width has a table. On a narrower one, the columns would have one word in each line, so each
 * app has several lines instead.
 */
const WIDE = 140;

export type Listed = { findings: readonly Finding[]; target: Target; report: AuditReport };

/** A fact without a label has its own line, so that most paths aren't broken. */
type Fact = { column: string; label?: string; of: (finding: Finding) => string | undefined };

/** The facts beside an app's name. For files, use is unknown. */
const factsOf = ({ target, report }: Listed, { texts }: Page): Fact[] => [
  { column: 'why', label: 'detail.reason', of: (finding) => whyWords(finding, texts) },
  ...(target.kind === 'source' ? [{ column: 'file', of: placeOf }] : []),
  { column: 'user', label: 'detail.user', of: (finding) => runAsWords(finding, texts) },
  ...(target.kind === 'org'
    ? [{ column: 'use', label: 'detail.use', of: ({ usage }: Finding) => useWords(usage, texts) }]
    : []),
  {
    column: 'fix',
    label: 'detail.fix',
    of: (finding) => fixWords(finding, target, report, texts),
  },
];

const isCompared = ({ findings }: Listed): boolean => findings.some(({ change }) => change !== undefined);
const changeWord = ({ change }: Finding, { texts }: Page): string =>
  texts.say('report', `change.${change ?? 'unknown'}`);
const severityWord = ({ severity }: Finding, { texts }: Page): string => texts.say('report', `severity.${severity}`);

const severityInk = (severity: Severity, { bold, red }: Paint): Ink =>
  severity === 'critical' ? (text) => bold(red(text)) : red;

const riskInk = ({ risk }: Finding, { paint }: Page): Ink | undefined => {
  if (risk?.level === 'higher') return paint.red;
  return risk?.level === 'lower' ? undefined : paint.yellow;
};

const table = (listed: Listed, bySeverity: boolean, page: Page): string[] => {
  const { texts, paint, width } = page;
  const facts = factsOf(listed, page);
  const compared = isCompared(listed);
  const columns = [
    ...(bySeverity ? ['severity'] : []),
    'risk',
    'app',
    ...facts.map(({ column }) => column),
    ...(compared ? ['change'] : []),
  ];
  const cells = (finding: Finding): Cell[] => [
    ...(bySeverity ? [{ text: severityWord(finding, page), ink: severityInk(finding.severity, paint) }] : []),
    { text: riskWord(finding, listed.target, texts), ...defined({ ink: riskInk(finding, page) }) },
    { text: fullName(finding.app), ink: paint.bold, whole: true },
    ...facts.map(({ of }) => ({ text: of(finding) ?? '' })),
    ...(compared ? [{ text: changeWord(finding, page) }] : []),
  ];
  const laidOut = layOut(
    {
      titles: columns.map((column) => texts.say('report', `column.${column}`)),
      titleInk: paint.dim,
      rows: listed.findings.map(cells),
    },
    width - 2,
  );
  return laidOut.map((line) => `  ${line}`);
};

/** `Order_Sync (critical, risk: higher, new)`, with its facts below. */
const block = (finding: Finding, listed: Listed, bySeverity: boolean, page: Page): string[] => {
  const { texts, paint } = page;
  const ink = riskInk(finding, page) ?? ((text: string) => text);
  const risk = texts.say('report', 'row.risk', riskWord(finding, listed.target, texts));
  const words = [
    ...(bySeverity ? [severityWord(finding, page)] : []),
    risk,
    ...(isCompared(listed) ? [changeWord(finding, page)] : []),
  ].join(', ');
  const name = fullName(finding.app);
  const title = paragraph(texts.say('report', 'row.app', name, words), page, 2);
  const facts = factsOf(listed, page).flatMap(({ label, of }) => {
    const value = of(finding);
    return value === undefined ? [] : [{ label, value: cut(value, LONGEST_VALUE) }];
  });
  return [
    ...title.map((line) => inked(line, name, risk, ink, paint)),
    ...facts.flatMap(({ label, value }) => (label === undefined ? paragraph(value, page, 4) : [])),
    ...fields(
      facts.flatMap(({ label, value }): Field[] => (label === undefined ? [] : [[texts.say('report', label), value]])),
      page,
      4,
    ),
  ];
};

/** Real names, addresses, and reasons are shorter. Hostile text isn't, and must not fill the screen. */
const LONGEST_VALUE = 300;

/** The name in bold, the risk in its color. If a line break is inside one of them, it stays uncolored. */
const inked = (line: string, name: string, risk: string, ink: Ink, { bold }: Paint): string => {
  const start = line.indexOf(name);
  const afterName = start < 0 ? 0 : start + name.length;
  const at = line.indexOf(risk, afterName);
  const rest = at < 0 ? line.slice(afterName) : line.slice(afterName, at) + ink(risk) + line.slice(at + risk.length);
  return bold(line.slice(0, afterName)) + rest;
};

/** Shows the severity if apps of several controls are in one list. */
export const failureRows = (listed: Listed, page: Page, bySeverity = false): string[] =>
  page.width < WIDE
    ? listed.findings.flatMap((finding) => block(finding, listed, bySeverity, page))
    : table(listed, bySeverity, page);

const controlTable = (control: ControlId, listed: Listed, rows: typeof failureRows, page: Page): string[] => {
  const { texts, paint } = page;
  const { findings } = listed;
  const severity = texts.say('report', `severity.${findings[0]?.severity ?? 'high'}`);
  const title = texts.say('controls', `${control}.title`);
  const ink = severityInk(findings[0]?.severity ?? 'high', paint);
  return [
    ...heading(texts.count('report', 'failures.heading', findings.length, severity, title), page, ink),
    ...rows(listed, page),
  ];
};

/** Expects failures in order, worst first. */
export const failureTables = (listed: Listed, page: Page, rows: typeof failureRows = failureRows): string[][] =>
  [...Map.groupBy(listed.findings, (finding) => finding.control)].map(([control, findings]) =>
    controlTable(control, { ...listed, findings }, rows, page),
  );

/** Only the names, if all details of each app follow. */
export const failureNames = ({ findings }: Listed, page: Page): string[] =>
  someNames(
    findings.map(({ app }) => fullName(app)),
    page,
    2,
  );
