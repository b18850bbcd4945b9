import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import fc from 'fast-check';
import { queryAll } from '../../../src/org/requests/query.js';
import { Session } from '../../../src/org/requests/session.js';
import { RequestScope } from '../../../src/org/transport/requestScope.js';
import { runs } from '../../runs.js';

const ROW = { Id: '0Ci000000000001AAA', Name: 'App' };
const NEXT = '/services/data/v67.0/query/01g000000000001-200';

const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: rare, weight: 1 });

/** Any JSON in the place of a page, of its members or of a row, and often what an org would say there. */
const page = mostly<unknown>(
  fc.record(
    {
      totalSize: mostly<unknown>(fc.nat({ max: 4 }), fc.jsonValue()),
      done: mostly<unknown>(fc.boolean(), fc.jsonValue()),
      records: mostly<unknown>(
        fc.array(mostly<unknown>(fc.constant(ROW), fc.jsonValue()), { maxLength: 3 }),
        fc.jsonValue(),
      ),
      nextRecordsUrl: mostly<unknown>(
        fc.constantFrom(undefined, null, NEXT, `${NEXT}0`, 'https://evil.example.com/services/data/x', '//evil'),
        fc.jsonValue(),
      ),
    },
    { requiredKeys: [] },
  ),
  fc.oneof(fc.jsonValue(), fc.constantFrom('', '<html>Sign in</html>', null)),
);

describe('rows, whatever an org answers with', () => {
  it('are as many as the org counted, each of them a row, from addresses of that org, or none at all', async () => {
    const seen = { rows: 0, problems: 0, pages: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 3 }), async (pages) => {
        const asked: string[] = [];
        const request = (path: string): Promise<unknown> => {
          asked.push(path);
          return Promise.resolve(structuredClone(pages[Math.min(new Set(asked).size, pages.length) - 1]));
        };
        const session = new Session({
          connection: { request, baseUrl: () => '' } as unknown as Connection,
          scope: new RequestScope(),
          signal: undefined,
          waitMs: 1000,
          pauses: [0],
        });
        const answer = await queryAll(session, 'SELECT Id FROM User');
        expect(asked.filter((path) => !path.startsWith('/services/data/') && !path.startsWith('/query'))).to.be.empty;
        expect(asked.length).to.be.below(20);
        seen.pages += new Set(asked).size > 1 ? 1 : 0;
        seen[answer.ok ? 'rows' : 'problems'] += 1;
        if (!answer.ok) return;
        const counted = pages.slice(0, new Set(asked).size) as { totalSize: number; records: unknown[] }[];
        expect(answer.value).to.deep.equal(counted.flatMap(({ records }) => records));
        for (const row of answer.value) expect(row).to.be.an('object');
        expect(answer.value.length).to.be.at.least(counted.at(-1)?.totalSize ?? 0);
      }),
      { numRuns: runs(2000) },
    );
    for (const [what, count] of Object.entries(seen)) expect(count, what).to.be.above(runs(2000) / 50);
  });
});
