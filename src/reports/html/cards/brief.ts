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
export const BREVITIES = ['brief', 'evidence', 'flag'] as const;
export type Brevity = (typeof BREVITIES)[number];

const valueWords = ({ path, value }: Evidence, { say }: Sheet): string =>
  `${shortened(path)} ${value === null ? say('evidence.absent') : `= ${shortened(value)}`}`;

/**
 * Each component is named once: an external client app has a dozen values of two components with long names. What has
 * no component before it is of the app itself.
 */
const evidenceWords = ({ app, evidence }: Finding, sheet: Sheet): string => {
  const isOwn = ({ component }: Evidence): boolean => component === appName(app);
  const others = Map.groupBy(
    evidence.filter((one) => !isOwn(one)),
    ({ component }) => component,
  );
  const wordsOf = (values: readonly Evidence[]): string => values.map((one) => valueWords(one, sheet)).join('; ');
  return [
    wordsOf(evidence.filter(isOwn)),
    ...[...others].map(([component, values]) => `${shortened(component)} ${wordsOf(values)}`),
  ]
    .filter(Boolean)
    .join('; ');
};

const FLAG = /isClientCredentials?(?:Flow)?Enabled$/i;

/** If sources disagree about the flag, "on" wins. Where no flag was read, the first piece of evidence says why. */
const decidingWords = ({ evidence }: Finding, sheet: Sheet): string => {
  const flags = evidence.filter(({ path }) => FLAG.test(path));
  const [deciding] = [...flags.filter(({ value }) => value === 'true' || value === '1'), ...flags, ...evidence];
  return deciding ? valueWords(deciding, sheet) : '';
};

const inState = (factors: readonly Factor[], state: 'present' | 'absent', sheet: Sheet): Part => {
  const names = factors
    .filter((factor) => factor.state === state)
    .map((one) => withDetail(sheet.texts.say('factors', `${one.factor}.short`), one, sheet));
  return names.length > 0 && sheet.say(`brief.${state}`, names.join(', '));
};

export const briefOf = ({ finding }: Row, brevity: Brevity, sheet: Sheet): Html => {
  const factors = brevity === 'brief' ? (finding.risk?.factors ?? []) : [];
  const lines = [
    brevity === 'flag' ? decidingWords(finding, sheet) : evidenceWords(finding, sheet),
    inState(factors, 'present', sheet),
    inState(factors, 'absent', sheet),
    unknownFactors(factors, sheet),
  ];
  return html`<div class="body">${joinHtml(lines, '<br>')}</div>`;
};
