import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { deadlinesFrom } from '../../../src/org/transport/agent.js';
import { listTypes } from '../../../src/org/requests/list.js';
import { queryAll } from '../../../src/org/requests/query.js';
import { RequestScope } from '../../../src/org/transport/requestScope.js';
import { Session } from '../../../src/org/requests/session.js';
import { problemIn, valueOf } from '../support/simulatedOrg.js';

const sessionOf = (connection: object): Session =>
  new Session({
    connection: connection as Connection,
    scope: new RequestScope(),
    signal: undefined,
    waitMs: 1000,
    pauses: [0],
  });

describe('answers that no simulated org gives', () => {
  it('rows without a type are asked for again, type by type', async () => {
    const asked: string[][] = [];
    const list = (queries: Array<{ type: string }>): Promise<object[]> => {
      asked.push(queries.map(({ type }) => type));
      return Promise.resolve(queries.map(({ type }) => ({ type: '', fullName: `Of${type}`, fileName: 'f', id: '' })));
    };
    const lists = await listTypes(sessionOf({ metadata: { list } }), ['Settings', 'Profile']);
    expect(asked).to.deep.equal([['Settings', 'Profile'], ['Settings'], ['Profile']]);
    for (const type of ['Settings', 'Profile'])
      expect(valueOf(lists.get(type))).to.deep.equal([{ type, fullName: `Of${type}`, fileName: 'f' }]);
  });

  const pages: Array<[title: string, page: unknown, code: string]> = [
    [
      'a next page on another host',
      { totalSize: 0, records: [], done: false, nextRecordsUrl: 'https://evil.example.com/services/data/x' },
      'unexpected-answer',
    ],
    ['a next page without an address', { totalSize: 0, records: [], done: false }, 'unexpected-answer'],
    ['no records', { totalSize: 0, done: true }, 'unexpected-answer'],
    ['a page of HTML', '<html><body>Sign in</body></html>', 'unexpected-answer'],
    ['nothing', '', 'cut'],
    ['a list', [], 'unexpected-answer'],
  ];
  for (const [title, page, code] of pages)
    it(`${title} in the place of rows is a problem`, async () => {
      const asked: string[] = [];
      const request = (path: string): Promise<unknown> => {
        asked.push(path);
        return Promise.resolve(page);
      };
      const answer = await queryAll(sessionOf({ request, baseUrl: () => '' }), 'SELECT Id FROM User');
      expect(problemIn(answer).code).to.equal(code);
      expect(new Set(asked).size, 'asked nowhere else').to.equal(1);
    });
});

describe('deadlines', () => {
  it('are capped, all of them, by what the client library itself listens to', () => {
    expect(Object.values(deadlinesFrom({ HTTP_TIMEOUT: '500' }))).to.deep.equal([500, 500, 500, 500]);
    expect(deadlinesFrom({ HTTP_TIMEOUT: '100000' })).to.deep.include({ connect: 15_000, headers: 100_000 });
  });

  for (const value of ['', '0', '-1', 'soon'])
    it(`are not changed by HTTP_TIMEOUT=${value}`, () => {
      expect(deadlinesFrom({ HTTP_TIMEOUT: value })).to.deep.equal(deadlinesFrom({}));
    });
});
