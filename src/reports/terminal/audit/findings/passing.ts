import type { Finding, Reason, Target } from '../../../../posture/model.js';
import { shortReason, useWords, userWords } from '../../../words/finding.js';
import { fullName } from '../../../words/names.js';
import { countApps, ofStatus, worstFirst } from '../../../words/result/order.js';
import { tableOrBlocks } from '../../page/blocks.js';
import { heading, paragraph, type Page, someNames } from '../../page/page.js';
import type { Cell } from '../../page/table.js';

/**
 * Apps that don't fail. Those that pass with the flow on have their own section, because one setting separates them
 * from a failure.
 */

const WITH_THE_FLOW_ON: readonly Reason[] = ['hardened', 'app-disabled'];

const isOn = ({ status, reason }: Finding): boolean => status === 'pass' && WITH_THE_FLOW_ON.includes(reason);

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
  const labels = shown.slice(1).map(({ name }) => texts.say('report', LABELS[name] ?? `column.${name}`));
  return [
    ...heading(texts.count('report', 'on.heading', countApps(found)), page, paint.green),
    ...tableOrBlocks(table, labels, page),
  ];
};

const byReason = (title: string, findings: readonly Finding[], page: Page): string[] =>
  findings.length === 0
    ? []
    : [
        ...heading(title, page, page.paint.green),
        ...[...Map.groupBy(findings, (finding) => shortReason(finding, page.texts))].flatMap(([reason, group]) => [
          ...paragraph(page.texts.say('report', 'gaps.group', reason, countApps(group)), page, 2),
          ...someNames([...new Set(group.map(({ app }) => fullName(app)))].sort(), page, 4),
        ]),
      ];

/** All apps that no other section names. */
export const otherPassing = (target: Target, page: Page): string[][] => {
  const passing = ofStatus(target.findings, 'pass').filter((finding) => !isOn(finding));
  const notApplicable = ofStatus(target.findings, 'not-applicable');
  const passHeading = target.findings.some(isOn) ? 'pass.heading-more' : 'pass.heading';
  return [
    byReason(page.texts.count('report', passHeading, countApps(passing)), passing, page),
    byReason(page.texts.count('report', 'not-applicable.heading', countApps(notApplicable)), notApplicable, page),
  ];
};
