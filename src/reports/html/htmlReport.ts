import type { AuditReport } from '../../posture/model.js';
import type { Texts } from '../render.js';
import { day } from '../words/names.js';
import { background } from './background.js';
import { documentOf } from './page/document.js';
import { facetsOf } from './facets.js';
import { findings } from './findings.js';
import { bytesOf, html, joinHtml } from './page/markup.js';
import { counts, matrices } from './top/overview.js';
import { priorities } from './top/priorities.js';
import { record } from './record.js';
import { shared } from './top/shared.js';
import { sheetOf, type Sheet } from './sheet.js';
import { trends } from './top/trend.js';
import { unread } from './top/unread.js';
import { masthead, verdict } from './top/verdict.js';

/** Below the 3 MB that a page may have, without its style and its script. */
const ROOM = 2_900_000;

/**
 * A page that starts with the conclusion: the verdict and what is unknown, what to do first, the findings, and at the
 * end what an auditor needs. All of it is there without the script, which only filters and copies.
 */
export const htmlReport = (report: AuditReport, texts: Texts): string => {
  const sheet = sheetOf(report, texts);
  const { say } = sheet;
  const before = [verdict, counts, unread, priorities, matrices, trends, shared].map((part) => part(sheet));
  const after = [background, record].map((part) => part(sheet));
  const room = ROOM - bytesOf(before) - bytesOf(after);
  const body = html`${masthead(sheet)}
    <main
      data-copy="${say('copy')}"
      data-copied="${say('copied')}"
      data-selected="${say('selected')}"
      data-unread="${say('unpack.failed')}"
      data-more="${say('more', '{n}')}"
    >
      ${joinHtml(before, ' ')} ${findings(facetsOf(sheet), room, sheet)} ${joinHtml(after, ' ')}
    </main>
    <footer><p>${say('footer')}</p></footer>`;
  return documentOf({
    language: 'en',
    title: titleOf(sheet),
    labels: { user: say('fact.user'), use: say('fact.use') },
    body,
  }).html;
};

const titleOf = ({ report, names, say, count }: Sheet): string =>
  say(
    'page-title',
    report.targets.length === 1 ? (names[0] ?? '') : count('targets', report.targets.length),
    day(report.startedAt),
  );
