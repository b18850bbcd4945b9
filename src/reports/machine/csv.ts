import type { AuditReport, Finding, Target } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from '../words/safe/clean.js';
import { riskWord, runAsWords, whyWords } from '../words/finding.js';
import { alsoFailsIn } from '../words/result/fleet.js';
import { gapsOf, type Gap } from '../words/result/gaps.js';
import { fullName, nameOfTarget } from '../words/names.js';
import { worstFirst } from '../words/result/order.js';
import { inWriting, reasonOf } from '../words/sentences.js';
import { todo } from '../words/todo.js';

/** An action plan for a spreadsheet, by RFC 4180. The last columns are for the person who works on it. */

const COLUMNS = [
  'status',
  'severity',
  'risk',
  'cvss',
  'control',
  'kind',
  'app',
  'label',
  'managed',
  'target',
  'orgId',
  'alsoIn',
  'reason',
  'why',
  'user',
  'profile',
  'use',
  'logins',
  'lastLogin',
  'automatic',
  'todo',
  'inWriting',
  'change',
  'file',
  'line',
  'id',
  'contact',
  'owner',
  'dueDate',
  'remarks',
] as const;
type Column = (typeof COLUMNS)[number];
type Row = Partial<Record<Column, string | number | undefined>>;

const LINE_END = '\r\n';

export const csvReport = (report: AuditReport, texts: Texts): string => {
  const alsoIn = alsoFailsIn(report);
  return [
    COLUMNS.map((column) => texts.say('formats', `csv.${column}`)),
    ...report.targets
      .flatMap((target) => rowsOf(target, alsoIn, texts))
      .map((row) => COLUMNS.map((column) => row[column])),
  ]
    .map((cells) => cells.map(cell).join(',') + LINE_END)
    .join('');
};

type AlsoIn = ReturnType<typeof alsoFailsIn>;

const rowsOf = (target: Target, alsoIn: AlsoIn, texts: Texts): Row[] => [
  ...gapsOf(target, texts).map((gap) => gapRow(gap, texts)),
  ...worstFirst(target.findings).map((finding) => ({
    ...findingRow(finding, target, texts),
    alsoIn: alsoIn(finding, target)
      .map((other) => nameOfTarget(other, texts))
      .join('; '),
  })),
];

/** Not a status of an app: a step that failed has none. */
const NOT_READ = 'not-read';

const gapRow = ({ target, code, title, afterTitle, todo: points }: Gap, texts: Texts): Row => ({
  ...whereOf(target, texts),
  status: NOT_READ,
  control: code,
  reason: `${title}. ${afterTitle}`,
  todo: points.join(' '),
});

const whereOf = (target: Target, texts: Texts): Row => ({
  target: nameOfTarget(target, texts),
  orgId: target.org?.id,
});

const findingRow = (finding: Finding, target: Target, texts: Texts): Row => {
  const { app, executionUser, usage, risk, cvss, remediation } = finding;
  return {
    ...whereOf(target, texts),
    status: finding.status,
    severity: finding.severity,
    risk: risk && riskWord(finding, target, texts),
    cvss: cvss.estimate,
    control: finding.control,
    kind: app.type,
    app: fullName(app),
    label: app.label && clean(app.label),
    managed: String(app.managed),
    reason: reasonOf(finding, texts),
    why: risk && whyWords(finding, texts),
    user: risk && runAsWords(finding, texts),
    profile: executionUser?.profile && clean(executionUser.profile),
    use: usage?.status,
    logins: usage?.logins,
    lastLogin: usage?.lastLogin && clean(usage.lastLogin),
    // The remediation skips an app with a waiver.
    automatic: String(remediation.automatic && finding.status !== 'waived'),
    todo: todo(finding, target, texts).join(' '),
    inWriting: inWriting(finding, texts).join(' '),
    change: finding.change,
    file: app.file && cleanPath(app.file),
    line: app.line,
    id: cleanPath(finding.id),
    contact: finding.contact && clean(finding.contact),
  };
};

/** The beginning of a text that a spreadsheet would evaluate, in characters of any width and after any spaces. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|\uFF1D\uFF0B\uFF0D\uFF20\u2212]|^[\t\r\n]/u;
/**
 * The same after what separates cells where a comma is a decimal point. A spreadsheet there divides at semicolons, and
 * doesn't see the quotes around a cell, because they aren't at the beginning of what it takes for one.
 */
const FORMULA_INSIDE = /[;\t\r\n](?:(?![\t\r\n])["\s\p{Cc}\p{Cf}])*(?=[=+\-@|\uFF1D\uFF0B\uFF0D\uFF20\u2212])/gu;
const TO_QUOTE = /[",;\t\r\n]|^\s|\s$/;

export const cell = (value: string | number | undefined): string => {
  if (value === undefined) return '';
  const text = typeof value === 'number' ? String(value) : harmless(value);
  return TO_QUOTE.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** An apostrophe makes it text in every spreadsheet. */
const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text).replaceAll(FORMULA_INSIDE, "$&'");
