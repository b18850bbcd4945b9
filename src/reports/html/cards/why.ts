import type { Finding, ReportedUser } from '../../../posture/model.js';
import { clean } from '../../words/safe/clean.js';
import { reasonWords, riskWords, runAsWords, useSentence, waiverReason } from '../../words/finding.js';
import { html, named, when, type Html, type Part } from '../page/markup.js';
import { permissionCount } from './permissions.js';
import type { Row, Sheet } from '../sheet.js';
import { fact, shortened } from './text.js';

/** The reason of the verdict, and the facts behind it. */

const rangesOf = ({ loginIpRanges }: ReportedUser, { say, count }: Sheet): string | undefined => {
  if (!loginIpRanges) return undefined;
  return loginIpRanges.count === 0
    ? say('ranges.none')
    : count('ranges', loginIpRanges.count, clean(loginIpRanges.addresses));
};

const userFacts = (finding: Finding, sheet: Sheet): Part => {
  const { risk, executionUser: user, usage } = finding;
  const { texts, say } = sheet;
  return [
    when(risk !== undefined || user !== undefined, () => fact(say('fact.user'), runAsWords(finding, texts))),
    user && fact(say('fact.profile'), user.profile && named(user.profile)),
    user && fact(say('fact.license'), user.licence && named(user.licence)),
    user && fact(say('fact.permissions'), permissionCount(user, sheet)),
    user && fact(say('fact.ranges'), rangesOf(user, sheet)),
    when(risk !== undefined || usage !== undefined, () => fact(say('fact.use'), useSentence(usage, texts))),
  ];
};

const place = ({ file, line }: Finding['app']): Part =>
  file === undefined ? undefined : html`<code>${shortened(line === undefined ? file : `${file}:${line}`)}</code>`;

/** The waiver or manual check for the finding, and until when it's valid. */
const inWriting = ({ waiver, manualCheck }: Finding, { say, texts }: Sheet): Part => [
  waiver &&
    fact(
      say('fact.waiver'),
      say(
        'waiver.text',
        clean(waiverReason(waiver, texts)),
        clean([waiver.owner, waiver.ticket].filter(Boolean).join(', ')),
        clean(waiver.expires),
      ),
    ),
  manualCheck &&
    fact(
      say('fact.check'),
      say(
        'check.text',
        ...[manualCheck.reason, manualCheck.owner, manualCheck.checked, manualCheck.expires].map(clean),
      ),
    ),
];

export const why = ({ finding, target }: Row, sheet: Sheet): Html => {
  const { texts, say } = sheet;
  const { app, contact } = finding;
  return html`<section>
    <h3>${say('body.why')}</h3>
    <p>${reasonWords(finding, texts)}</p>
    <dl>
      ${[
        fact(say('fact.risk'), finding.risk && riskWords(finding, target, texts)),
        inWriting(finding, sheet),
        fact(say('fact.label'), app.label && named(shortened(app.label))),
        fact(say('fact.contact'), contact && named(shortened(contact))),
        fact(say('fact.file'), place(app)),
        userFacts(finding, sheet),
      ]}
    </dl>
  </section>`;
};
