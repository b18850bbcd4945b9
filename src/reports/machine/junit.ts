import type { AuditReport, Finding, Step, Target } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from '../words/safe/clean.js';
import { howItEnded } from '../words/result/ending.js';
import { stepName } from '../words/finding.js';
import { gapsOf, type Gap } from '../words/result/gaps.js';
import { fullName, nameOfTarget, secondsBetween } from '../words/names.js';
import { noticeSentence } from '../words/notices.js';
import { worstFirst } from '../words/result/order.js';
import { isOpen, nameAndFile, reasonOf, sentencesOf } from '../words/sentences.js';
import { todo } from '../words/todo.js';
import { element, xmlText, type Attributes } from '../words/safe/xml.js';

/** For test viewers: one suite for each target, and one case for each finding and each step of the audit. */

type Verdict = 'failure' | 'error' | 'skipped';
type Case = { name: string; classname: string; verdict?: Verdict; element?: string };

export const junitReport = (report: AuditReport, texts: Texts): string => {
  const suites = report.targets.map((target) => suiteOf(target, report, texts));
  const cases = suites.flatMap((suite) => suite.cases);
  const attributes = {
    name: report.tool.name,
    tests: cases.length,
    failures: countOf(cases, 'failure'),
    errors: countOf(cases, 'error'),
    time: secondsBetween(report.startedAt, report.finishedAt),
  };
  const written = element('testsuites', attributes, [
    ...suites.flatMap(({ attributes: own, properties, cases: all, notes }) => [
      '\n  ',
      element('testsuite', own, [
        '\n    ',
        properties,
        ...all.flatMap((one) => ['\n    ', caseElement(one)]),
        ...notes.flatMap((note) => ['\n    ', note]),
        '\n  ',
      ]),
    ]),
    '\n',
  ]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written}\n`;
};

type Suite = { attributes: Attributes; properties: string; cases: Case[]; notes: string[] };

const suiteOf = (target: Target, report: AuditReport, texts: Texts): Suite => {
  const cases = [
    ...gapsOf(target, texts).map((gap) => gapCase(gap, texts)),
    ...target.coverage.filter(({ status }) => status !== 'failed').map((step) => stepCase(step, target, texts)),
    ...worstFirst(target.findings).map((finding) => findingCase(finding, target, texts)),
  ];
  const notices = report.notices.map((notice) => noticeSentence(notice, texts));
  return {
    attributes: {
      name: nameOfTarget(target, texts),
      tests: cases.length,
      failures: countOf(cases, 'failure'),
      errors: countOf(cases, 'error'),
      skipped: countOf(cases, 'skipped'),
      time: secondsBetween(report.startedAt, report.finishedAt),
      timestamp: clean(report.startedAt).slice(0, 19),
    },
    properties: element('properties', {}, [
      property('tool', `${report.tool.name} ${report.tool.version}`),
      property('exitCode', String(report.gate.exitCode)),
      property('result', howItEnded(report, texts)),
      ...(target.org ? [property('orgId', target.org.id), property('instanceUrl', target.org.instanceUrl)] : []),
    ]),
    cases,
    notes: notices.length === 0 ? [] : [element('system-out', {}, [xmlText(notices.join('\n'))])],
  };
};

const property = (name: string, value: string): string => element('property', { name, value: clean(value) });

const countOf = (cases: readonly Case[], verdict: Verdict): number =>
  cases.filter((one) => one.verdict === verdict).length;

const caseElement = ({ name, classname, element: verdict }: Case): string =>
  element('testcase', { name, classname, time: 0 }, verdict === undefined ? [] : [verdict]);

/** Viewers group cases by the part before the last dot. */
const classOf = (target: Target, group: string, texts: Texts): string =>
  `${nameOfTarget(target, texts).replaceAll('.', '_')}.${group}`;

const COVERAGE = 'coverage';

const gapCase = (gap: Gap, texts: Texts): Case => ({
  name: gap.step ? stepName(gap.step, texts) : gap.title,
  classname: classOf(gap.target, COVERAGE, texts),
  ...judged('error', gap.code, gap.sentence, [gap.sentence, ...gap.todo]),
});

const stepCase = (step: Step, target: Target, texts: Texts): Case => ({
  name: stepName(step, texts),
  classname: classOf(target, COVERAGE, texts),
  ...(step.status === 'skipped' ? judged('skipped', undefined, clean(step.detail ?? step.status), []) : {}),
});

const findingCase = (finding: Finding, target: Target, texts: Texts): Case => ({
  name: finding.app.file === undefined ? fullName(finding.app) : nameAndFile(finding),
  classname: classOf(target, finding.control, texts),
  ...verdictOf(finding, target, texts),
});

/** An app with a manual check keeps its status, but isn't reported as an error. */
const verdictOf = (finding: Finding, target: Target, texts: Texts): Pick<Case, 'verdict' | 'element'> => {
  const { status, reason, app } = finding;
  const sentences = sentencesOf(finding, target, texts);
  const lines = [
    ...sentences,
    ...todo(finding, target, texts),
    ...(app.file === undefined ? [] : [cleanPath(app.line === undefined ? app.file : `${app.file}:${app.line}`)]),
  ];
  if (status === 'fail') return judged('failure', reason, reasonOf(finding, texts), lines);
  if (status === 'not-evaluated' && isOpen(finding, target))
    return judged('error', reason, reasonOf(finding, texts), lines);
  return status === 'pass' ? {} : judged('skipped', undefined, skipped(finding, sentences, texts), []);
};

const skipped = ({ status }: Finding, sentences: readonly string[], texts: Texts): string =>
  `${texts.say('report', `status.${status}`)}: ${sentences.join(' ')}`;

const judged = (
  verdict: Verdict,
  type: string | undefined,
  message: string,
  lines: readonly string[],
): Pick<Case, 'verdict' | 'element'> => ({
  verdict,
  element: element(
    verdict,
    { ...(type === undefined ? {} : { type }), message },
    lines.length === 0 ? [] : [lines.map(xmlText).join('\n')],
  ),
});
