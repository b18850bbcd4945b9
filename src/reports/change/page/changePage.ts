import { gapsOf, type Gap } from '../../words/result/gaps.js';
import { clean } from '../../words/safe/clean.js';
import { day, kindOfOrg, minute, nameOfTarget } from '../../words/names.js';
import { exitWords, leftFailingWords } from '../../terminal/change/exitWords.js';
import { skippedApps } from '../../terminal/change/skips.js';
import type { ChangeRecord } from '../record.js';
import type { Texts } from '../../render.js';
import { documentOf } from '../../html/page/document.js';
import { html, joinHtml, named, when, type Html, type Part } from '../../html/page/markup.js';
import { about, approval } from './about.js';
import { afterwards, deploys, notices, skipped, undo } from './aftermath.js';
import { changes } from './changes.js';
import type { ChangeSheet } from './changeSheet.js';

/**
 * A change for whoever approves it, and for whoever has to show it later: the result and what isn't known of it, who
 * agreed, each component with before, after and what was read back, and how to undo it all.
 */
export const htmlRecord = (record: ChangeRecord, texts: Texts): string => {
  const { result } = record;
  const sheet: ChangeSheet = {
    record,
    texts,
    say: (key, ...values) => texts.say('changeRecord', key, ...values),
    count: (key, count, ...values) => texts.count('changeRecord', key, count, ...values),
    name: nameOfTarget(targetOf(record), texts),
  };
  const page = (key: string): string => texts.say('html', key);
  const body = html`${masthead(sheet)}
    <main data-copy="${page('copy')}" data-copied="${page('copied')}" data-selected="${page('selected')}">
      ${[
        verdict(sheet),
        counts(sheet),
        unread(sheet),
        approval(sheet),
        changes(sheet),
        skipped(sheet),
        undo(sheet),
        notices(sheet),
        afterwards(sheet),
        deploys(sheet),
        about(sheet),
      ]}
    </main>
    <footer><p>${sheet.say(result.snapshot ? 'footer' : 'footer.without-snapshot')}</p></footer>`;
  return documentOf({
    language: 'en',
    title: sheet.say('page-title', sheet.name, day(result.startedAt)),
    labels: { user: page('fact.user'), use: page('fact.use') },
    body,
  }).html;
};

const NONE = { pass: 0, fail: 0, waived: 0, notEvaluated: 0, notApplicable: 0 };

/** The target as it was read for the plan. */
const targetOf = ({ result: { target, plan } }: ChangeRecord) => ({
  ...target,
  findings: [],
  summary: NONE,
  coverage: plan.notRead,
});

const masthead = ({ record: { command, result }, texts, say, name }: ChangeSheet): Html => {
  const { org } = result.target;
  const facts = org ? [org.name, texts.say('report', `org.${kindOfOrg(org)}`), org.id] : [];
  const words = facts.flatMap((fact) => (fact === undefined ? [] : [clean(fact)]));
  return html`<header class="top">
    <p class="brand">${say(`title.${command}`)}</p>
    <p class="org">
      ${joinHtml([html`<b>${named(name)}</b>`, ...words, html`<span>${minute(result.startedAt)}</span>`], ' · ')}
    </p>
  </header>`;
};

/** `bad`, `gap` and `good` are how it looks. Only a change that was made and verified as a whole looks good. */
const verdictOf = ({ record: { result }, say, count }: ChangeSheet): { look: 'bad' | 'gap' | 'good'; text: string } => {
  const { mode, summary, plan } = result;
  const { planned, verified, validated, exitCode } = summary;
  if (mode === 'in-progress') return { look: 'bad', text: say('verdict.in-progress') };
  if (mode === 'dry-run') return { look: 'gap', text: count('verdict.dry-run', planned, validated) };
  if (mode === 'cancelled') return { look: 'gap', text: say('verdict.cancelled') };
  if (planned === 0 || mode === 'nothing-to-do')
    return { look: exitCode === 0 ? 'gap' : 'bad', text: say('verdict.nothing') };
  if (verified < planned) return { look: 'bad', text: count('verdict.not-verified', planned - verified, planned) };
  const isWhole = exitCode === 0 && summary.leftFailing === 0 && plan.notRead.length === 0;
  return { look: exitCode === 0 ? (isWhole ? 'good' : 'gap') : 'bad', text: count('verdict.verified', verified) };
};

const verdict = (sheet: ChangeSheet): Html => {
  const { look, text } = verdictOf(sheet);
  const { texts, record } = sheet;
  return html`<section class="verdict ${look}">
    <h1>${text}</h1>
    <p class="lead">
      ${[exitWords(record.result, { texts }), ...leftFailingWords(record.result, { texts })].join(' ')}
    </p>
  </section>`;
};

const counts = ({ record: { result }, say }: ChangeSheet): Html => {
  const { planned, verified, validated, failed, reverted, altered, notAttempted, leftFailing } = result.summary;
  const unlike = failed + reverted + altered + notAttempted;
  const done = result.mode === 'dry-run' ? ['validated', validated] : ['verified', verified];
  const tiles = [
    ['planned', planned, 'not-applicable', 'changes'],
    [...done, 'pass', 'changes'],
    ['unlike', unlike, unlike > 0 ? 'fail' : 'not-applicable', 'changes'],
    ['skipped', skippedApps(result.plan.skipped), 'waived', 'skipped'],
    ['left-failing', leftFailing, leftFailing > 0 ? 'not-evaluated' : 'not-applicable', 'skipped'],
  ] as const;
  return html`<ul class="tiles alone">
    ${tiles.map(
      ([key, number, look, id]) =>
        html`<li class="${look}">
          <a href="#${id}"><b>${number}</b> <span>${say(`tile.${key}`)}</span></a>
        </li>`,
    )}
  </ul>`;
};

/** A plan without what couldn't be read would look complete. */
const unread = (sheet: ChangeSheet): Part => {
  const { record, texts, say } = sheet;
  const { after } = record.result;
  const groups: [string, Gap[]][] = [
    ['before', gapsOf(targetOf(record), texts)],
    ['after', after ? gapsOf(after, texts) : []],
  ];
  const found = groups.filter(([, gaps]) => gaps.length > 0);
  return when(
    found.length > 0,
    () =>
      html`<section class="unread" aria-labelledby="unread">
        <h2 id="unread">${say('unread')}</h2>
        ${found.map(
          ([key, gaps]) =>
            html`<p>${say(`unread.${key}`)}</p>
              <ul>
                ${gaps.map(gapItem)}
              </ul>`,
        )}
      </section>`,
  );
};

const gapItem = ({ sentence, todo }: Gap): Html =>
  html`<li>${sentence}${todo.map((point) => html`<br /><span class="muted">${point}</span>`)}</li>`;
