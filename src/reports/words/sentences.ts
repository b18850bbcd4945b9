import type { AuditReport, Finding, Target } from '../../posture/model.js';
import { isSettledByHand } from '../../posture/steps.js';
import type { Texts } from '../render.js';
import { clean, cleanPath } from './safe/clean.js';
import { reasonWords, riskWords, runAsWords, shortReason, useSentence, waiverReason, whyWords } from './finding.js';
import { fullName, nameOfTarget } from './names.js';

/** A finding in a few sentences, for formats without fields. */

export const titleOf = ({ app, status }: Finding, texts: Texts): string => {
  const kind = texts.say('report', `app.${app.type}${app.managed ? '-managed' : ''}`);
  return texts.say('formats', 'finding.title', fullName(app), kind, texts.say('report', `status.${status}`));
};

/** With the target, if there are several and nothing else shows which one it is. */
export const titleIn = (report: AuditReport, target: Target, finding: Finding, texts: Texts): string => {
  const title = titleOf(finding, texts);
  return report.targets.length < 2
    ? title
    : texts.say('formats', 'finding.in-target', nameOfTarget(target, texts), title);
};

export const reasonOf = reasonWords;

/** The reason, the risk, the user, and the use, and then the waiver or manual check. */
export const sentencesOf = (finding: Finding, target: Target, texts: Texts): string[] => [
  reasonOf(finding, texts),
  ...(finding.risk
    ? [
        texts.say('formats', 'finding.risk', riskWords(finding, target, texts)),
        ...worseOf(finding, texts),
        texts.say('formats', 'finding.user', runAsWords(finding, texts)),
        texts.say('formats', 'finding.use', useSentence(finding.usage, texts)),
      ]
    : []),
  ...inWriting(finding, texts),
];

/** Only if there is more to say than the reason. */
const worseOf = (finding: Finding, texts: Texts): string[] => {
  const why = whyWords(finding, texts);
  return why === shortReason(finding, texts) ? [] : [texts.say('formats', 'finding.why', why)];
};

/** The owner of a waiver or manual check, and its end. */
export const inWriting = ({ waiver, manualCheck }: Finding, texts: Texts): string[] => [
  ...(waiver
    ? [
        texts.say(
          'report',
          'detail.waived',
          ...[waiverReason(waiver, texts), ownerOf(waiver), waiver.expires].map(clean),
        ),
      ]
    : []),
  ...(manualCheck
    ? [
        texts.say(
          'report',
          'detail.checked',
          ...[manualCheck.reason, manualCheck.owner, manualCheck.checked, manualCheck.expires].map(clean),
        ),
      ]
    : []),
];

const ownerOf = ({ owner, ticket }: NonNullable<Finding['waiver']>): string =>
  [owner, ticket].filter((part) => part !== undefined && part !== '').join(', ');

/** With the file, because one app can be in several files of a tree. */
export const nameAndFile = ({ app }: Finding): string =>
  app.file === undefined ? fullName(app) : `${fullName(app)} (${cleanPath(app.file)})`;

/** Not evaluated, and not settled by a manual check, which leaves the status unchanged. */
export const isOpen = (finding: Finding, target: Target): boolean =>
  finding.status === 'not-evaluated' && !isSettledByHand(finding, target);
