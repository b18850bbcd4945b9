import type { FaultRule } from '../simulator/faults.js';
import type { JournalEntry } from '../simulator/journal.js';

/** One request of a run without faults, and how to meet it again in the next run, each time that it is repeated. */
export type Strike = { request: string; rule: Pick<FaultRule, 'on' | 'nth' | 'times'> };

export const strikesOf = (journal: readonly JournalEntry[]): Strike[] => {
  const polls = journal.filter(({ poll }) => poll);
  return journal.map((entry) => {
    const { operation, detail, poll } = entry;
    if (poll) {
      const nth = polls.indexOf(entry) + 1;
      return { request: `${operation} ${nth}`, rule: { on: /^checkRetrieveStatus$/, nth, times: Infinity } };
    }
    return { request: `${operation} ${detail}`, rule: { on: exactly(detail), times: Infinity } };
  });
};

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`);
