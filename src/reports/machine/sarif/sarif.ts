import type { AuditReport, Notice, Target } from '../../../posture/model.js';
import { targetName } from '../../../posture/names.js';
import type { Texts } from '../../render.js';
import { alsoFailsIn } from '../../words/result/fleet.js';
import { gapsIn, gapsOf } from '../../words/result/gaps.js';
import { jsonText } from '../../words/safe/jsonText.js';
import { noticeSentence } from '../../words/notices.js';
import { worstFirst } from '../../words/result/order.js';
import { keyOf } from '../../words/place.js';
import { isResult, resultOf, resultOfGap, targetOf } from './results.js';
import { escaped, rulesFor, type Rule } from './rules.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** Code scanning rejects a run with more results. */
export const MOST_RESULTS = 25_000;

type Notification = { level: 'error' | 'note'; message: { text: string }; descriptor: { id: string } };

/**
 * One run for each target, and one for what couldn't be read, because an empty run would close earlier results as
 * fixed.
 */
export const sarifReport = (report: AuditReport, texts: Texts): string => {
  const opened = report.targets.filter(({ error }) => error === undefined);
  const rules = rulesFor(report.scope.controls, report.targets, texts);
  const alsoIn = alsoFailsIn(report);
  const runs = [
    ...opened.map((target) => targetRun(target, report, { rules, alsoIn }, texts)),
    coverageRun(report, rules, texts),
  ];
  return `${jsonText({ $schema: SCHEMA, version: '2.1.0', runs })}\n`;
};

const indexIn =
  (rules: readonly Rule[]) =>
  (ruleId: string): number =>
    rules.findIndex(({ id }) => id === ruleId);

type Shared = { rules: readonly Rule[]; alsoIn: ReturnType<typeof alsoFailsIn> };

const targetRun = (target: Target, report: AuditReport, { rules, alsoIn }: Shared, texts: Texts): object => {
  const ruled = { indexOf: indexIn(rules), alsoIn, texts };
  const results = worstFirst(target.findings.filter(isResult)).map((finding) => resultOf(finding, target, ruled));
  const cut = results.length - MOST_RESULTS;
  const own = report.notices.filter((notice) => notice.target === targetName(target));
  return run(report, rules, {
    id: `oauth-posture/${encodeURIComponent(keyOf(target).toWellFormed())}/`,
    notifications: [
      ...gapsOf(target, texts).map((gap) => failure(gap.code, `${gap.title}. ${gap.sentence}`)),
      ...(cut > 0 ? [failure('cut', texts.say('formats', 'sarif.cut', cut, MOST_RESULTS))] : []),
      ...notesOf(own, texts),
    ],
    results: results.slice(0, MOST_RESULTS),
    properties: { ...targetOf(target), summary: target.summary },
  });
};

/** A run of its own, because what couldn't be read in one org must not close what an earlier run found there. */
const coverageRun = (report: AuditReport, rules: readonly Rule[], texts: Texts): object => {
  const ruled = { indexOf: indexIn(rules) };
  const gaps = gapsIn(report, texts);
  const toldThere = report.targets.filter(({ error }) => error === undefined).map(targetName);
  const others = report.notices.filter(({ target }) => target === undefined || !toldThere.includes(target));
  return run(report, rules, {
    id: `oauth-posture/coverage/${encodeURIComponent(report.targets.map(targetName).join('+').toWellFormed())}/`,
    notifications: [
      ...gaps.map((gap) => failure(gap.code, `${gap.title}. ${gap.sentence}`)),
      ...notesOf(others, texts),
    ],
    results: gaps.map((gap) => resultOfGap(gap, ruled)),
    properties: { summary: report.summary },
  });
};

const failure = (id: string, text: string): Notification => ({
  level: 'error',
  message: { text: escaped(text) },
  descriptor: { id },
});

const notesOf = (notices: readonly Notice[], texts: Texts): Notification[] =>
  notices.map((notice) => ({
    level: 'note',
    message: { text: escaped(noticeSentence(notice, texts)) },
    descriptor: { id: notice.code },
  }));

type Run = { id: string; notifications: Notification[]; results: object[]; properties: object };

const run = (report: AuditReport, rules: readonly Rule[], { id, notifications, results, properties }: Run): object => ({
  tool: {
    driver: {
      name: report.tool.name,
      version: report.tool.version,
      semanticVersion: report.tool.version,
      rules,
    },
  },
  automationDetails: { id },
  columnKind: 'utf16CodeUnits',
  invocations: [
    {
      executionSuccessful: !notifications.some(({ level }) => level === 'error'),
      exitCode: report.gate.exitCode,
      startTimeUtc: report.startedAt,
      endTimeUtc: report.finishedAt,
      toolExecutionNotifications: notifications,
    },
  ],
  results,
  properties,
});
