import type { Step } from '../../posture/model.js';
import { clean } from '../words/safe/clean.js';
import { howItEnded, whatCounts } from '../words/result/ending.js';
import { stepName, stepSentence, waiverReason } from '../words/finding.js';
import { notAsked } from '../words/result/gaps.js';
import { fullName, kindOfOrg, minute, secondsBetween } from '../words/names.js';
import { noticeSentence } from '../words/notices.js';
import { failedSteps } from '../words/result/order.js';
import { html, joinHtml, named, when, type Html, type Part } from './page/markup.js';
import { MOST_ROWS, section, table } from './page/table.js';
import { isSeveral, type Row, type Sheet } from './sheet.js';

/** What an auditor needs later: waivers, notices, coverage, and how the run was made. */

const inWhich = ({ at }: Row, sheet: Sheet): Part =>
  when(isSeveral(sheet), () => html` <small>${named(sheet.names[at] ?? '')}</small>`);

const cut = (all: number, { say }: Sheet): Part =>
  when(all > MOST_ROWS, () => html`<p>${say('table.cut', MOST_ROWS)}</p>`);

const waivers = (sheet: Sheet): Part => {
  const { say, rows } = sheet;
  const waived = rows.filter(({ finding }) => finding.status === 'waived');
  if (waived.length === 0) return undefined;
  const cells = waived.slice(0, MOST_ROWS).map((row): Part[] => {
    const { app, waiver } = row.finding;
    const last = clean(waiver?.expires ?? '');
    const words = [waiver && waiverReason(waiver, sheet.texts), waiver?.owner, waiver?.ticket].map((word) =>
      clean(word ?? ''),
    );
    return [html`<b>${named(fullName(app))}</b>${inWhich(row, sheet)}`, html`<time>${last}</time>`, ...words];
  });
  const titles = ['app', 'last-day', 'reason', 'owner', 'ticket'].map((title) => say(`column.${title}`));
  return section('waivers', sheet.count('waivers', waived.length), [cut(waived.length, sheet), table(titles, cells)]);
};

const checks = (sheet: Sheet): Part => {
  const checked = sheet.rows.filter(({ finding }) => finding.manualCheck !== undefined);
  if (checked.length === 0) return undefined;
  const cells = checked.slice(0, MOST_ROWS).map((row): Part[] => {
    const { app, manualCheck } = row.finding;
    const words = [manualCheck?.expires, manualCheck?.reason, manualCheck?.owner, manualCheck?.checked];
    return [html`<b>${named(fullName(app))}</b>${inWhich(row, sheet)}`, ...words.map((word) => clean(word ?? ''))];
  });
  const titles = ['app', 'last-day', 'reason', 'owner', 'checked'].map((title) => sheet.say(`column.${title}`));
  return section('checks', sheet.count('checks', checked.length), [cut(checked.length, sheet), table(titles, cells)]);
};

const notices = ({ report, texts, count }: Sheet): Part =>
  when(report.notices.length > 0, () =>
    section(
      'notices',
      count('notices', report.notices.length),
      html`<ul>
        ${report.notices.map((notice) => html`<li>${noticeSentence(notice, texts)}</li>`)}
      </ul>`,
    ),
  );

const stepCells = (step: Step, { say, texts }: Sheet): Part[] => [
  stepName(step, texts),
  html`<span class="${step.status}">${say(`step.${step.status}`)}</span>`,
  step.count === undefined ? '' : step.count,
  step.status === 'failed' ? stepSentence(step, texts) : clean(step.detail ?? ''),
];

const coverage = (sheet: Sheet): Part => {
  const { report, names, say, count } = sheet;
  const titles = ['step', 'result', 'records', 'detail'].map((title) => say(`column.${title}`));
  const tables = report.targets.map((target, at) => {
    const failed = failedSteps(target).length;
    const summary = joinHtml(
      [
        named(names[at] ?? ''),
        target.error ? say('matrix.not-audited') : count('steps', target.coverage.length),
        ...(failed > 0 ? [html`<span class="gap">${count('matrix.steps', failed)}</span>`] : []),
      ],
      ' · ',
    );
    const steps = target.coverage.map((step) => stepCells(step, sheet));
    return html`<details class="plain">
      <summary>${summary}</summary>
      ${steps.length === 0 ? html`<p class="muted">${say('coverage.none')}</p>` : table(titles, steps)}
    </details>`;
  });
  return section('coverage', say('coverage'), tables);
};

const orgFacts = (sheet: Sheet): Part =>
  sheet.report.targets.map((target, at) => {
    const { org } = target;
    const { texts, names } = sheet;
    const version = org?.apiVersion ?? target.source?.apiVersion;
    const facts = [
      ...(org ? [org.name, org.id, texts.say('report', `org.${kindOfOrg(org)}`), org.instanceUrl] : []),
      ...(org ? [texts.say('report', 'target.user', org.username)] : []),
      ...(version === undefined ? [] : [texts.say('report', 'target.api-version', version)]),
      ...(target.requests === undefined ? [] : [texts.count('report', 'target.requests', target.requests)]),
    ];
    const words = facts.flatMap((word) => (word === undefined ? [] : [clean(word)]));
    return html`<div>
      <dt>${named(names[at] ?? '')}</dt>
      <dd>${words.join(', ')}</dd>
    </div>`;
  });

const about = (sheet: Sheet): Html => {
  const { report, texts, say } = sheet;
  const { scope, gate, tool, startedAt, finishedAt } = report;
  const row = (key: string, value: Part): Html =>
    html`<div>
      <dt>${say(`run.${key}`)}</dt>
      <dd>${value}</dd>
    </div>`;
  const counted = whatCounts(report, texts).join(' ');
  return section(
    'run',
    say('run'),
    html`<dl>
      ${[
        orgFacts(sheet),
        row('time', say('run.from-to', minute(startedAt), secondsBetween(startedAt, finishedAt))),
        row(
          'controls',
          joinHtml(
            scope.controls.map((control) => texts.say('controls', `${control}.name`)),
            '<br>',
          ),
        ),
        row('apps', scope.apps === null ? say('run.all-apps') : scope.apps.map(clean).join(', ')),
        row('use', scope.usageDays === 0 ? say('run.no-use') : sheet.count('run.days', scope.usageDays)),
        row('waivers', gate.waiverFile === null ? say('run.no-waivers') : clean(gate.waiverFile)),
        row('exit', say('run.exit-code', gate.exitCode, howItEnded(report, texts))),
        row('gate', counted),
        notAsked(report, texts).map((line) => row('sibling', line)),
        row('tool', `${clean(tool.name)} ${clean(tool.version)}`),
      ]}
    </dl>`,
  );
};

export const record = (sheet: Sheet): Part => [
  waivers(sheet),
  checks(sheet),
  notices(sheet),
  coverage(sheet),
  about(sheet),
];
