import type { Evidence, Factor, Finding } from '../../../posture/model.js';
import { appName } from '../../../posture/names.js';
import { effectOf } from '../../words/factorEffect.js';
import { clean } from '../../words/safe/clean.js';
import { conditionWords } from '../../words/finding.js';
import { factorDetail } from '../../words/factorDetail.js';
import { html, when, type Html, type Part } from '../page/markup.js';
import type { Row, Sheet } from '../sheet.js';
import { shortened } from './text.js';

/** The evidence of the verdict, and what raises or lowers the risk. */

const evidenceRow = (row: Evidence, { app }: Finding, { say, texts }: Sheet): Html => {
  const { source, component, path, value } = row;
  const where = component === appName(app) ? '' : shortened(component);
  const condition = conditionWords(row, texts);
  if (condition !== undefined) return html`<li><code>${where}</code> ${shortened(condition)}</li>`;
  const name = [where, shortened(path)].filter(Boolean).join(' ');
  const said = value === null ? say('evidence.absent') : html`= <code>${shortened(value)}</code>`;
  return html`<li>${when(name !== '', () => html`<code>${name}</code> `)}${said} <small>${clean(source)}</small></li>`;
};

export const evidence = ({ finding }: Row, sheet: Sheet): Part =>
  when(finding.evidence.length > 0, () => {
    const rows = finding.evidence.map((one) => evidenceRow(one, finding, sheet));
    return html`<section>
      <h3>${sheet.say('body.evidence')}</h3>
      <ul class="evidence">
        ${rows}
      </ul>
    </section>`;
  });

export const withDetail = (text: string, { factor, state, detail }: Factor, { texts }: Sheet): string => {
  if (detail === undefined) return text;
  const own = state === 'unknown' ? undefined : factor;
  return texts.say('report', 'detail.factor', text, factorDetail(shortened(detail), texts, own));
};

/** Unknown factors share one sentence. A dozen sentences about nothing would bury the rest. */
export const unknownFactors = (all: readonly Factor[], sheet: Sheet): string | undefined => {
  const unknown = all
    .filter(({ state }) => state === 'unknown')
    .map((one) => withDetail(sheet.texts.say('factors', `${one.factor}.name`), one, sheet));
  return unknown.length === 0 ? undefined : sheet.say('factors.unknown', unknown.join('; '));
};

export const factors = ({ finding }: Row, sheet: Sheet): Part => {
  const all = finding.risk?.factors ?? [];
  if (all.length === 0) return undefined;
  const { texts } = sheet;
  const unknown = unknownFactors(all, sheet);
  const known = all
    .filter(({ state }) => state !== 'unknown')
    .map((one) => {
      const sentence = withDetail(texts.say('factors', `${one.factor}.${one.state}`), one, sheet);
      return html`<li class="${effectOf(one)}">${sentence}</li>`;
    });
  const rest = unknown !== undefined && html`<li class="unknown">${unknown}</li>`;
  return html`<section>
    <h3>${sheet.say('body.factors')}</h3>
    <ul class="marks">
      ${known}${rest}
    </ul>
  </section>`;
};
