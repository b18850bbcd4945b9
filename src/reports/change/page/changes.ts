import { fold, appName } from '../../../posture/names.js';
import type { App } from '../../../posture/model.js';
import type { AtStake, Change, ComponentName, Outcome, RemediationResult } from '../../../remediation/model/result.js';
import { componentKey } from '../../../values.js';
import { outcomeWords, problemWords, WORST_FIRST } from '../../terminal/change/result.js';
import { clean, cleanPath } from '../../words/safe/clean.js';
import { levelWord, useSentence, useWords, userWords } from '../../words/finding.js';
import { certificateWords } from '../../words/certificate.js';
import { fullName, sentence } from '../../words/names.js';
import { fact } from '../../html/cards/text.js';
import { html, named, when, type Html, type Part } from '../../html/page/markup.js';
import { table } from '../../html/page/table.js';
import type { ChangeSheet } from './changeSheet.js';

/** One card a component, worst first: what was planned, at what stake, and what reading it back showed. */

type Piece = { app: App; component: ComponentName; change?: Change; outcome?: Outcome };

const keyOf = ({ app, component }: Pick<Piece, 'app' | 'component'>): string =>
  [fold(componentKey(component)), fold(appName(app)), app.file ?? ''].join('\n');

/** No outcome may get lost, not even one of a component that no change names. */
const piecesOf = ({ plan, outcomes }: RemediationResult): Piece[] => {
  const pieces = new Map<string, Piece>(
    plan.changes.map((change) => [keyOf(change), { app: change.app, component: change.component, change }]),
  );
  for (const outcome of outcomes) {
    const key = keyOf(outcome);
    pieces.set(key, { app: outcome.app, component: outcome.component, ...pieces.get(key), outcome });
  }
  const rank = ({ outcome }: Piece): number => (outcome ? WORST_FIRST.indexOf(outcome.result) : WORST_FIRST.length);
  return [...pieces.values()].toSorted((one, other) => rank(one) - rank(other));
};

/** With more of them, a reader looks for one rather than through all. */
const MOST_OPEN = 20;

export const changes = (sheet: ChangeSheet): Part => {
  const pieces = piecesOf(sheet.record.result);
  return html`<section class="findings record" aria-labelledby="changes">
    <h2 id="changes">${pieces.length === 0 ? sheet.say('changes.none') : sheet.count('changes', pieces.length)}</h2>
    ${when(
      pieces.length > 0,
      () => html`<div id="cards">${pieces.map((piece) => card(piece, pieces.length <= MOST_OPEN, sheet))}</div>`,
    )}
  </section>`;
};

const LOOK: Readonly<Record<Outcome['result'], string>> = {
  verified: 'pass',
  validated: 'waived',
  failed: 'fail',
  reverted: 'fail',
  altered: 'fail',
  'not-attempted': 'not-evaluated',
};

const lookOf = (outcome: Outcome | undefined): string => {
  if (!outcome) return 'not-evaluated';
  const isDone = outcome.result === 'verified' || outcome.result === 'validated';
  return isDone && outcome.problem ? 'not-evaluated' : LOOK[outcome.result];
};

const card = (piece: Piece, isOpen: boolean, sheet: ChangeSheet): Html => {
  const { outcome } = piece;
  const inside = html`${summary(piece, sheet)}
    <div class="body">${edits(piece, sheet)}${readBack(piece, sheet)}${stake(piece, sheet)}</div>`;
  const look = `${lookOf(outcome)} `;
  return isOpen
    ? html`<details data-k="${look}" open>${inside}</details>`
    : html`<details data-k="${look}">${inside}</details>`;
};

/** The file, or the name of a component that is called otherwise than its app. */
const partOf = ({ app, component }: Piece): Part => {
  if (app.file !== undefined) return [' · ', named(cleanPath(app.file))];
  return fold(componentKey(component)) !== fold(appName(app)) && [' · ', named(component.fullName)];
};

const summary = (piece: Piece, { texts, say }: ChangeSheet): Html => {
  const { app, change, outcome } = piece;
  const stakes = change?.atStake;
  const words = outcome ? sentence(outcomeWords(outcome, { texts })) : say('not-carried-out');
  const name = html`<b>${named(fullName(app))}</b>
    <small>${texts.say('html', `kind.${app.type}`)}${partOf(piece)}</small>`;
  return html`<summary>
    <span class="b">${say(`badge.${outcome?.result ?? 'planned'}`)}</span>
    <span class="a">${name} <span>${words}</span></span>
    ${when(stakes !== undefined, () => [
      html`<span class="u">${userWords(stakes?.executionUser, texts)}</span> `,
      html`<span>${useWords(stakes?.usage, texts)}</span>`,
    ])}
  </summary>`;
};

const code = (text: string): Html => html`<code>${clean(text)}</code>`;

const edits = ({ change }: Piece, { texts, say }: ChangeSheet): Part => {
  if (!change) return undefined;
  const { leftOut, keepsUser } = change;
  const absent = (key: string): string => texts.say('remediation', key);
  const rows = change.edits.map(({ path, before, after }): Part[] => [
    code(path),
    before === null ? absent('plan.nothing-there') : code(before),
    after === null ? absent('plan.removed') : code(after),
  ]);
  return html`<section>
    <h3>${say('body.edits')}</h3>
    ${[
      table(titles(['path', 'before', 'after'], texts), rows),
      keepsUser && html`<p>${absent('plan.user-stays')}</p>`,
      leftOut && html`<p>${texts.say('remediation', 'plan.left-out', leftOut.map(clean).join(', '))}</p>`,
    ]}
  </section>`;
};

const titles = (columns: readonly string[], texts: ChangeSheet['texts']): string[] =>
  columns.map((column) => texts.say('formats', `record.column.${column}`));

/** Only of what was read, or judged by the org. An outcome without either has no more to say than its line. */
const READ: readonly Outcome['result'][] = ['verified', 'validated'];

const readBack = ({ outcome }: Piece, { texts, say }: ChangeSheet): Part => {
  if (!outcome) return undefined;
  const { result, problem, original } = outcome;
  if (!problem && original === undefined && !READ.includes(result)) return undefined;
  const differences = problem?.differences ?? [];
  const absent = texts.say('remediation', 'plan.nothing-there');
  const rows = differences.map(({ path, before, after }): Part[] => [
    code(path),
    before === null ? absent : code(before),
    after === null ? absent : code(after),
  ]);
  return html`<section>
    <h3>${say('body.read-back')}</h3>
    ${[
      when(!problem && READ.includes(result), () => html`<p>${say(`read-back.${result}`)}</p>`),
      problem && html`<p>${problemWords(problem, { texts })}</p>`,
      when(rows.length > 0, () => table([say('column.differs'), say('column.expected'), say('column.found')], rows)),
      original !== undefined && html`<p>${say('body.original')} <code>${cleanPath(original)}</code></p>`,
    ]}
  </section>`;
};

/** What whoever approved it was shown. */
const stake = ({ change }: Piece, sheet: ChangeSheet): Part => {
  const { texts, say } = sheet;
  if (!change) return undefined;
  const { atStake, control } = change;
  return html`<section>
    <h3>${say('body.stake')}</h3>
    <dl>
      ${[
        fact(say('fact.control'), texts.say('controls', `${control}.title`)),
        atStake && fact(say('fact.risk'), levelWord(atStake.risk, atStake.riskAtLeast === true, texts)),
        atStake && fact(texts.say('html', 'fact.user'), userWords(atStake.executionUser, texts)),
        atStake && fact(texts.say('html', 'fact.use'), useSentence(atStake.usage, texts)),
      ]}
    </dl>
    ${atStake && besides(atStake, sheet)}
  </section>`;
};

const besides = ({ certificate, certificateDate, network, despite }: AtStake, { texts }: ChangeSheet): Part => {
  const addresses = network?.addresses.map(clean).join(', ') ?? '';
  const lines: Part[] = [
    ...(certificate ? [certificateWords('stake.certificate', certificate, certificateDate, texts)] : []),
    ...(network
      ? [
          addresses === ''
            ? texts.say('remediation', 'stake.no-addresses')
            : texts.say('remediation', 'stake.addresses', addresses),
          texts.say('remediation', 'stake.ranges', network.ranges.map(clean).join(', ')),
        ]
      : []),
    ...despite.map((reason) => html`<b class="gap">${texts.say('remediation', `stake.despite.${reason}`)}</b>`),
  ];
  return when(
    lines.length > 0,
    () =>
      html`<ul>
        ${lines.map((line) => html`<li>${line}</li>`)}
      </ul>`,
  );
};
