import type { AuditReport, Finding, Target } from '../../posture/model.js';
import { failedTouching } from '../../posture/steps.js';
import type { Texts } from '../render.js';
import { countsOf } from '../terminal/audit/result.js';
import { clean, cleanPath } from '../words/safe/clean.js';
import { howItEnded } from '../words/result/ending.js';
import { reasonWords, riskWord, runAsWords, useWords, waiverReason, whyWords } from '../words/finding.js';
import { gapsIn, notAsked } from '../words/result/gaps.js';
import { fullName, minute, nameOfTarget } from '../words/names.js';
import { noticeSentence } from '../words/notices.js';
import { failedSteps, ofStatus, worstFirst } from '../words/result/order.js';
import { code, escaped } from './escape.js';
import { fleetBlocks } from './fleet.js';
import { historyBlocks } from './history.js';
import { row, withinBytes, type Block } from './table.js';
import { todo } from '../words/todo.js';

/** For a step summary, a merge request, or a wiki: what couldn't be read, the counts, and the failures, worst first. */

/** GitHub shows no step summary above 1 MiB, and other steps write to the same one. */
const MOST_BYTES = 1_000_000;

export const markdownReport = (report: AuditReport, texts: Texts): string =>
  withinBytes(
    [
      { lines: [`# ${texts.say('formats', 'markdown.title')}`] },
      { lines: banner(report, texts) },
      { lines: summary(report, texts) },
      ...fleetBlocks(report, texts),
      ...historyBlocks(report, texts),
      ...report.targets.flatMap((target) => targetBlocks(target, texts)),
      { lines: notices(report, texts) },
    ],
    MOST_BYTES,
    (count) => `**${more('left-out', count, texts)}**`,
  );

const more = (what: string, count: number, texts: Texts): string => texts.count('formats', `markdown.${what}`, count);

const banner = (report: AuditReport, texts: Texts): string[] => {
  const gaps = gapsIn(report, texts);
  if (gaps.length === 0) return [];
  const isHarmless = report.targets.every((target) => !target.error && failedTouching(target).length === 0);
  const shown = gaps.slice(0, MOST_GAPS).map(({ title, afterTitle, todo: points }) => {
    const words = [`**${escaped(title)}.** ${escaped(afterTitle)}`, ...points.map(escaped)].join(' ');
    return `> - ${words}`;
  });
  const left = gaps.length - shown.length;
  return [
    '> [!CAUTION]',
    `> ${texts.say('formats', isHarmless ? 'markdown.gaps-harmless' : 'markdown.gaps')}`,
    '>',
    ...shown,
    ...(left === 0 ? [] : [`> - ${more('more-gaps', left, texts)}`]),
  ];
};

/** Many orgs can fail for the same reason. */
const MOST_GAPS = 50;

const summary = (report: AuditReport, texts: Texts): string[] => [
  row(
    ['target', 'fail', 'not-evaluated', 'waived', 'pass', 'not-applicable'].map((key) =>
      texts.say('formats', `markdown.${key}`),
    ),
  ),
  '| --- | ---: | ---: | ---: | ---: | ---: |',
  ...report.targets.slice(0, MOST_TARGETS).map((target) => {
    const { summary: counts, error } = target;
    const own = code(nameOfTarget(target, texts));
    const isWhole = failedSteps(target).length === 0;
    const name = isWhole ? own : texts.say('formats', 'markdown.incomplete', own);
    if (error) return row([name, ...Array<string>(5).fill('?')]);
    const numbers = [counts.fail, counts.notEvaluated, counts.waived, counts.pass, counts.notApplicable];
    return row([name, ...numbers.map(String)]);
  }),
  ...targetsLeftOut(report, texts),
  '',
  [
    `**${texts.say('formats', 'markdown.exit', report.gate.exitCode)}**`,
    howItEnded(report, texts),
    ...countsOf(report, texts).map((line) => line.replace(/[^.]$/, '$&.')),
  ].join(' '),
  '',
  texts.say(
    'formats',
    'markdown.about',
    minute(report.startedAt),
    `${report.tool.name} ${report.tool.version}`,
    report.scope.controls.map((control) => code(clean(control))).join(', '),
    report.scope.apps === null
      ? texts.say('report', 'header.all-apps')
      : report.scope.apps.map((app) => code(clean(app))).join(', '),
  ),
  ...notAsked(report, texts).flatMap((line) => ['', line]),
];

const MOST_TARGETS = 500;

const targetsLeftOut = ({ targets }: AuditReport, texts: Texts): string[] => {
  const left = targets.length - MOST_TARGETS;
  return left > 0 ? ['', `**${more('more-targets', left, texts)}**`] : [];
};

const titled = (texts: Texts, ...columns: string[]): string[] =>
  columns.map((column) => texts.say('formats', `markdown.${column}`));

const targetBlocks = (target: Target, texts: Texts): Block[] => {
  if (target.error) return [];
  const heading = (key: string, count: number): string =>
    `## ${texts.say('formats', `markdown.heading.${key}`, escaped(nameOfTarget(target, texts)), count)}`;
  const [failing, unknown, waived] = (['fail', 'not-evaluated', 'waived'] as const).map((status) =>
    worstFirst(ofStatus(target.findings, status)),
  );
  const tables = [
    {
      heading: heading('fail', failing?.length ?? 0),
      titles: titled(texts, 'severity', 'risk', 'app', 'why', 'user', 'use', 'file'),
      rows: (failing ?? []).map((finding) => failureRow(finding, target, texts)),
    },
    {
      heading: heading('not-evaluated', unknown?.length ?? 0),
      titles: titled(texts, 'app', 'kind', 'why', 'todo'),
      rows: (unknown ?? []).map((finding) => unknownRow(finding, target, texts)),
    },
    {
      heading: heading('waived', waived?.length ?? 0),
      titles: titled(texts, 'app', 'until', 'owner', 'reason'),
      rows: (waived ?? []).map((finding) => waivedRow(finding, texts)),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 0).map((table) => ({ table }));
};

const failureRow = (finding: Finding, target: Target, texts: Texts): string =>
  row([
    texts.say('report', `severity.${finding.severity}`),
    riskWord(finding, target, texts),
    code(fullName(finding.app)),
    escaped(whyWords(finding, texts)),
    code(runAsWords(finding, texts)),
    escaped(useWords(finding.usage, texts)),
    place(finding),
  ]);

const unknownRow = (finding: Finding, target: Target, texts: Texts): string =>
  row([
    code(fullName(finding.app)),
    texts.say('report', `app.${finding.app.type}${finding.app.managed ? '-managed' : ''}`),
    escaped(reasonWords(finding, texts)),
    escaped(todo(finding, target, texts).join(' ')),
  ]);

const waivedRow = ({ app, waiver }: Finding, texts: Texts): string =>
  row([
    code(fullName(app)),
    ...[waiver?.expires ?? '', waiver?.owner ?? '', waiver ? waiverReason(waiver, texts) : ''].map((text) =>
      escaped(clean(text)),
    ),
  ]);

const place = ({ app }: Finding): string =>
  app.file === undefined ? '' : code(cleanPath(app.line === undefined ? app.file : `${app.file}:${app.line}`));

const MOST_NOTICES = 200;

const notices = (report: AuditReport, texts: Texts): string[] => {
  const { notices: told } = report;
  if (told.length === 0) return [];
  const left = told.length - MOST_NOTICES;
  return [
    `## ${texts.say('formats', 'markdown.heading.notices')}`,
    '',
    ...told.slice(0, MOST_NOTICES).map((notice) => `- ${escaped(noticeSentence(notice, texts))}`),
    ...(left > 0 ? [`- ${more('more-notices', left, texts)}`] : []),
  ];
};
