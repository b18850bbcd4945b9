import type { AtStake, Change } from '../remediation/model.js';
import { paragraph, type Page } from './terminal/page.js';
import { userWords } from './terminal/words.js';
import { day } from './times.js';
import type { Texts } from './texts-type.js';

/** What hangs on an app whose flow is to be switched off, for whoever has to say yes. */

export const stakeLines = ({ usage, risk, executionUser, despite }: AtStake, page: Page): string[] => {
  const { texts, paint } = page;
  const words = [
    useWords(usage, texts),
    texts.say('report', risk ? `risk.${risk}` : 'risk.none'),
    userWords(executionUser, texts),
  ];
  return [
    ...paragraph(texts.say('remediation', 'stake.line', ...words), page, 4),
    ...despite.flatMap((reason) =>
      paragraph(texts.say('remediation', `stake.despite.${reason}`), page, 4, '! ').map(paint.yellow),
    ),
  ];
};

const useWords = (usage: AtStake['usage'], texts: Texts): string => {
  if (usage?.status === 'no-evidence') return texts.say('remediation', 'stake.no-evidence', usage.windowDays);
  if (usage?.status !== 'seen') return texts.say('remediation', 'stake.use-unknown');
  const last = usage.lastLogin ? day(usage.lastLogin) : texts.say('report', 'use.no-date');
  return texts.say('remediation', 'stake.in-use', last);
};

/** How many of them somebody may miss. Changes of which nothing is at stake count for nothing. */
export const useCounts = (changes: readonly Change[], texts: Texts): string[] => {
  const statuses = changes.flatMap(({ atStake }) => (atStake ? [atStake.usage?.status ?? 'unknown'] : []));
  const count = (key: string, status: string): string[] => {
    const many = statuses.filter((one) => one === status).length;
    return many === 0 ? [] : [texts.say('remediation', key, many)];
  };
  return [...count('count.in-use', 'seen'), ...count('count.use-unknown', 'unknown')];
};
