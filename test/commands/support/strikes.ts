import type { FaultRule } from '../../simulator/faults.js';
import type { JournalEntry } from '../../simulator/journal.js';

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

/** The first and the last request of each kind, where to try all of them takes too long for what it adds. */
export const firstAndLastOfEachKind = (strikes: readonly Strike[]): Strike[] =>
  [...Map.groupBy(strikes, ({ request }) => request.split(' ')[0]).values()].flatMap((ofKind) =>
    ofKind.filter((_strike, at) => at === 0 || at === ofKind.length - 1),
  );

const exactly = (text: string): RegExp => new RegExp(`^${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')}$`);
