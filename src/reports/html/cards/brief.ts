import type { Evidence, Factor, Finding } from '../../../posture/model.js';
import { appName } from '../../../posture/names.js';
import { html, joinHtml, type Html, type Part } from '../page/markup.js';
import type { Row, Sheet } from '../sheet.js';
import { unknownFactors, withDetail } from './grounds.js';
import { shortened } from './text.js';

/**
 * The card of a finding in a large report: evidence and factors in a few words. The full card is loaded from the packed
 * data at the end of the page when it's opened. The line that opens it shows what counts against the app.
 */
export type Brevity = 'brief' | 'evidence';

const evidenceWords = ({ component, path, value }: Evidence, { app }: Finding, { say }: Sheet): string => {
  const where = component === appName(app) ? '' : `${shortened(component)} `;
  return `${where}${shortened(path)} ${value === null ? say('evidence.absent') : `= ${shortened(value)}`}`;
};

const inState = (factors: readonly Factor[], state: 'present' | 'absent', sheet: Sheet): Part => {
  const names = factors
    .filter((factor) => factor.state === state)
    .map(({ factor, detail }) => withDetail(sheet.texts.say('factors', `${factor}.short`), detail, sheet));
  return names.length > 0 && sheet.say(`brief.${state}`, names.join(', '));
};

export const briefOf = ({ finding }: Row, brevity: Brevity, sheet: Sheet): Html => {
  const factors = brevity === 'brief' ? (finding.risk?.factors ?? []) : [];
  const lines = [
    finding.evidence.map((one) => evidenceWords(one, finding, sheet)).join('; '),
    inState(factors, 'present', sheet),
    inState(factors, 'absent', sheet),
    unknownFactors(factors, sheet),
  ];
  return html`<div class="body">${joinHtml(lines, '<br>')}</div>`;
};
