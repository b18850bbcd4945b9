import { isAtLeast } from '../../../posture/factors/atLeast.js';
import type { AuditReport, Target } from '../../../posture/model.js';
import { clean } from '../../words/safe/clean.js';
import { kindOfOrg, minute } from '../../words/names.js';
import { countApps, failedSteps } from '../../words/result/order.js';
import { html, joinHtml, named, type Html, type Part } from '../page/markup.js';
import { isSeveral, type Row, type Sheet } from '../sheet.js';

/** The first thing on the page: the verdict, and how much is unknown. */

const oneTarget = (target: Target, name: string, { texts }: Sheet): Html => {
  const { org, source } = target;
  const facts = [
    ...(org?.name === undefined ? [] : [org.name]),
    ...(org ? [texts.say('report', `org.${kindOfOrg(org)}`), org.id] : []),
    ...(source?.apiVersion === undefined ? [] : [texts.say('report', 'target.api-version', source.apiVersion)]),
  ].map(clean);
  return joinHtml([html`<b>${named(name)}</b>`, ...facts], ' · ');
};

export const masthead = (sheet: Sheet): Html => {
  const { report, names, say, count } = sheet;
  const [first] = report.targets;
  const about = isSeveral(sheet) || !first ? count('targets', report.targets.length) : undefined;
  return html`<header class="top">
    <p class="brand">${say('title')}</p>
    <p class="org">
      ${joinHtml(
        [
          about ?? (first && oneTarget(first, names[0] ?? '', sheet)),
          html`<span class="time">${minute(report.startedAt)}</span>`,
        ],
        ' · ',
      )}
    </p>
  </header>`;
};

const unopened = ({ targets }: AuditReport): Target[] => targets.filter(({ error }) => error !== undefined);

const isComplete = ({ summary, targets }: AuditReport): boolean =>
  summary.notEvaluated === 0 &&
  targets.every((target) => target.error === undefined && failedSteps(target).length === 0);

/** `bad`, `gap`, and `good` decide the colors. Only a complete result may look good. */
const verdictOf = ({ report, rows, say, count }: Sheet): { look: 'bad' | 'gap' | 'good'; text: string } => {
  const { summary } = report;
  if (unopened(report).length === report.targets.length) return { look: 'bad', text: say('verdict.nothing-opened') };
  if (summary.fail > 0) {
    const failing = rows.map(({ finding }) => finding).filter(({ status }) => status === 'fail');
    const [apps, critical] = [countApps(failing), countApps(failing.filter(({ severity }) => severity === 'critical'))];
    if (critical === apps) return { look: 'bad', text: count('verdict.all-critical', apps) };
    const text = count('verdict.fail', apps);
    return { look: 'bad', text: critical === 0 ? text : say('verdict.critical', text, critical) };
  }
  const complete = isComplete(report);
  if (rows.length === 0)
    return { look: complete ? 'good' : 'gap', text: say(complete ? 'verdict.no-apps' : 'verdict.no-apps-read') };
  if (!complete)
    return { look: 'gap', text: say(summary.waived > 0 ? 'verdict.waived-incomplete' : 'verdict.incomplete') };
  return { look: 'good', text: say(summary.waived > 0 ? 'verdict.waived' : 'verdict.clean') };
};

const appsIn = (rows: readonly Row[]): number => countApps(rows.map(({ finding }) => finding));

const isUseUnknown = ({ finding }: Row): boolean =>
  finding.status === 'fail' && finding.usage?.status !== 'seen' && finding.usage?.status !== 'no-evidence';

/** Everything unknown in one sentence, so that the numbers below don't look complete. */
const notKnown = ({ report, rows, say, count }: Sheet): string => {
  const failures = rows.filter(({ finding }) => finding.status === 'fail');
  const gaps = (
    [
      ['unknown.targets', unopened(report).length],
      ['unknown.steps', report.targets.flatMap(failedSteps).length],
      ['unknown.apps', appsIn(rows.filter(({ finding }) => finding.status === 'not-evaluated'))],
      ['unknown.risk', appsIn(failures.filter(({ finding, target }) => isAtLeast(finding, target)))],
      ['unknown.use', appsIn(failures.filter(isUseUnknown))],
    ] as const
  ).flatMap(([key, number]) => (number === 0 ? [] : [count(key, number)]));
  return gaps.length === 0 ? say('unknown.nothing') : say('unknown.sentence', listed(gaps, say));
};

const listed = (parts: readonly string[], say: Sheet['say']): string =>
  parts.length < 2 ? parts.join('') : say('list.and', parts.slice(0, -1).join(', '), parts.at(-1) ?? '');

const oldFailures = ({ report, rows, count }: Sheet): Part => {
  if (report.gate.baseline === undefined) return undefined;
  const fresh = rows.filter(({ finding }) => finding.status === 'fail' && finding.change !== 'unchanged').length;
  return ` ${count('verdict.new', fresh)}`;
};

export const verdict = (sheet: Sheet): Html => {
  const { look, text } = verdictOf(sheet);
  return html`<section class="verdict ${look}">
    <h1>${text}</h1>
    <p class="lead">${notKnown(sheet)}${oldFailures(sheet)}</p>
  </section>`;
};
