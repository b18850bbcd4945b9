import type { AtStake } from '../../../remediation/model/result.js';
import type { Texts } from '../../render.js';
import { clean } from '../../words/safe/clean.js';
import { certificateWords } from '../../words/certificate.js';
import { levelWord, userWords } from '../../words/finding.js';
import { day } from '../../words/names.js';
import { type Page, paragraph } from '../page/page.js';

/** What turning off the flow of an app may cost and gain, before the user confirms. */

export const stakeWords = ({ usage, risk, riskAtLeast, executionUser }: AtStake, texts: Texts): string =>
  texts.say(
    'remediation',
    executionUser ? 'stake.line' : 'stake.line-no-user',
    useWords(usage, texts),
    levelWord(risk, riskAtLeast === true, texts),
    ...(executionUser ? [userWords(executionUser, texts)] : []),
  );

/** The same in short, beside the app's name. */
export const shortStakeWords = (atStake: AtStake, texts: Texts): string => {
  const { usage, risk, riskAtLeast } = atStake;
  const level = levelWord(risk, riskAtLeast === true, texts);
  return [
    texts.say('remediation', 'stake.short', useWords(usage, texts), level),
    ...stakeCertificate(atStake, 'stake.certificate.short', texts),
  ].join('; ');
};

/** The guards that a flag overrode. */
export const despiteLines = ({ despite }: AtStake, page: Page, indent = 4): string[] =>
  despite.flatMap((reason) =>
    paragraph(page.texts.say('remediation', `stake.despite.${reason}`), page, indent, '! ').map(page.paint.yellow),
  );

const useWords = (usage: AtStake['usage'], texts: Texts): string => {
  if (usage?.status === 'no-evidence') return texts.count('remediation', 'stake.no-evidence', usage.windowDays);
  if (usage?.status !== 'seen') return texts.say('remediation', 'stake.use-unknown');
  const last = usage.lastLogin ? day(usage.lastLogin) : texts.say('report', 'use.no-date');
  return texts.say('remediation', 'stake.in-use', last);
};

/** Whether JWT bearer is one change of the client away. */
export const certificateLines = (atStake: AtStake, page: Page): string[] =>
  stakeCertificate(atStake, 'stake.certificate', page.texts).flatMap((words) => paragraph(words, page, 4));

const stakeCertificate = ({ certificate, certificateDate }: AtStake, key: string, texts: Texts): string[] =>
  certificate ? [certificateWords(key, certificate, certificateDate, texts)] : [];

/** A person sees at a glance what would be locked out: addresses beside the ranges that they have to fit. */
export const networkLines = ({ network }: AtStake, page: Page): string[] => {
  if (!network) return [];
  const { addresses, ranges } = network;
  const { texts } = page;
  const from =
    addresses.length === 0
      ? texts.say('remediation', 'stake.no-addresses')
      : texts.say('remediation', 'stake.addresses', addresses.map(clean).join(', '));
  return [
    ...paragraph(from, page, 4),
    ...paragraph(texts.say('remediation', 'stake.ranges', ranges.map(clean).join(', ')), page, 4),
  ];
};
