import { expect } from 'chai';
import type { Answer, OrgDoor } from '../../src/org/door.js';
import type { OrgProblem } from '../../src/org/problem.js';
import type { FaultRule } from '../simulator/faults.js';
import { faultWith200, NOTHING, SOMETHING_ELSE, WRONG_SOAP_ANSWERS } from '../simulator/wrongAnswers.js';
import { problemIn, startOrg, valueOf, type OrgOptions, type SimulatedOrg } from './support/simulatedOrg.js';

const APP = { type: 'ConnectedApp', fullName: 'App00001' };
const MANIFEST = {
  path: 'package.xml',
  text: '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>67.0</version></Package>',
};

const NO_ANSWER = ['unexpected-answer', 'cut'];
/** Asked again, an org refuses to hand a zip over twice. */
const NO_ZIP = [...NO_ANSWER, 'unknown', 'org-failed'];

describe('an answer that is none', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    org = await startOrg({ generate: { connectedApps: 2 }, ...options });
    door = valueOf(await org.open());
    org.simulator.journal.clear();
  };
  afterEach(() => org.stop());

  const always = (rule: Omit<FaultRule, 'times'>): void => org.simulator.fault({ ...rule, times: Infinity });
  const asked = (operation: string): number => org.simulator.journal.of(operation).length;
  const apps = async (): Promise<Answer<unknown> | undefined> =>
    (await door.list(['ConnectedApp'])).get('ConnectedApp');

  /** Each SOAP call of this tool, and how often it is sent where nobody understands the answer. */
  const calls: Array<[operation: string, times: number, call: () => Promise<Answer<unknown> | undefined>]> = [
    ['listMetadata', 3, apps],
    ['retrieve', 3, () => door.retrieve([APP])],
    ['checkRetrieveStatus', 6, () => door.retrieve([APP])],
    ['deploy', 1, () => door.startDeploy([MANIFEST], { checkOnly: true })],
    ['checkDeployStatus', 3, async () => door.awaitDeploy(await deployed())],
    ['cancelDeploy', 1, async () => door.cancelDeploy(await deployed())],
  ];
  const deployed = async (): Promise<string> => valueOf(await door.startDeploy([MANIFEST], { checkOnly: true }));

  for (const [operation, times, call] of calls)
    describe(`to ${operation}`, () => {
      for (const [title, wrong] of Object.entries(WRONG_SOAP_ANSWERS))
        it(`${title} is a problem`, async () => {
          await start({ pollsUntilDone: operation === 'cancelDeploy' ? 9 : 0 });
          always({ ...wrong, on: operation });
          const problem = problemIn(await call());
          expect(operation === 'checkRetrieveStatus' ? NO_ZIP : NO_ANSWER).to.include(problem.code);
          expect(asked(operation)).to.be.within(1, times);
        });

      it('a fault that says 200 is the same problem as one that says 500', async () => {
        const problems: OrgProblem[] = [];
        for (const wrong of [
          { kind: 'error', code: 'INSUFFICIENT_ACCESS' },
          faultWith200('INSUFFICIENT_ACCESS', ''),
        ] as const) {
          await start({ pollsUntilDone: operation === 'cancelDeploy' ? 9 : 0 });
          always({ ...wrong, on: operation, message: 'no' });
          problems.push(problemIn(await call()));
          if (problems.length < 2) await org.stop();
        }
        expect(problems[1]?.code).to.equal('not-permitted').and.to.equal(problems[0]?.code);
      });
    });

  it('once is asked for again', async () => {
    await start();
    for (const on of ['listMetadata', 'retrieve', 'checkRetrieveStatus', 'query', 'describe'])
      for (const wrong of [NOTHING, SOMETHING_ELSE]) {
        org.simulator.fault({ ...wrong, on });
        valueOf(await apps());
        valueOf(await door.retrieve([APP]));
        valueOf(await door.query('SELECT Id FROM User'));
        valueOf(await door.describeFields('User'));
      }
  });

  it('an expired session that says 200 is refreshed once, and then a refused one', async () => {
    await start();
    const expired = faultWith200('INVALID_SESSION_ID', 'Session expired or invalid');
    org.simulator.fault({ ...expired, on: 'listMetadata' });
    valueOf(await apps());
    org.simulator.fault({ ...expired, on: 'query' });
    valueOf(await door.query('SELECT Id FROM User'));
    expect(asked('token')).to.equal(2);
    for (const on of ['listMetadata', 'query']) always({ ...expired, on });
    expect(problemIn(await apps()).code).to.equal('session-refused');
    expect(problemIn(await door.query('SELECT Id FROM User')).code).to.equal('session-refused');
  });

  it('a type that the org lacks, told with 200, takes no other type along', async () => {
    await start();
    always({ ...faultWith200('INVALID_TYPE', 'not available'), on: /^([\w,]+,)?ExternalClientApplication(,|$)/ });
    const lists = await door.list(['ConnectedApp', 'ExternalClientApplication', 'Profile']);
    expect(valueOf(lists.get('ConnectedApp'))).to.have.length(2);
    expect(problemIn(lists.get('ExternalClientApplication')).code).to.equal('type-not-available');
    valueOf(lists.get('Profile'));
  });

  it('a job that is polled and told with 200 to be none ends within the wait', async () => {
    await start({ pollsUntilDone: 1 });
    const impatient = valueOf(await org.open({ waitMs: 600 }));
    always({ ...faultWith200('UNKNOWN_EXCEPTION', 'gack'), on: 'checkRetrieveStatus' });
    const began = Date.now();
    expect(problemIn(await impatient.retrieve([APP])).code).to.equal('org-failed');
    expect(Date.now() - began).to.be.below(2500);
  });

  it('a list of profiles without rows is none, alone or beside others', async () => {
    await start();
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replaceAll(/<result>(?:(?!<\/result>).)*<type>Profile<\/type><\/result>/gs, '');
    always({ kind: 'answer', on: 'listMetadata', body });
    const lists = await door.list(['ConnectedApp', 'Profile']);
    expect(valueOf(lists.get('ConnectedApp'))).to.have.length(2);
    expect(problemIn(lists.get('Profile'))).to.include({ code: 'unexpected-answer', errorCode: 'NO_PROFILES' });
  });

  it('a row without a name is none', async () => {
    await start();
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replaceAll(/<(\/?)fullName>/g, '<$1m:fullName>');
    always({ kind: 'answer', on: 'listMetadata', body });
    expect(problemIn(await apps())).to.include({ code: 'unexpected-answer', errorCode: 'NO_NAME' });
  });

  for (const [operation, call] of [
    ['retrieve', () => door.retrieve([APP])],
    ['deploy', () => door.startDeploy([MANIFEST], { checkOnly: false })],
  ] as const)
    it(`an id of a job of ${operation} that is none is a problem`, async () => {
      await start();
      const body = ({ body: truth }: { body: string | Buffer }): string =>
        truth.toString().replace(/<id>[^<]*/, '<id>../../0Af');
      always({ kind: 'answer', on: operation, body });
      expect(problemIn(await call())).to.include({ code: 'unexpected-answer', errorCode: 'NO_JOB_ID' });
    });

  for (const [operation, call] of [
    ['retrieve', () => door.retrieve([APP])],
    ['deploy', () => door.startDeploy([MANIFEST], { checkOnly: false })],
  ] as const)
    it(`an answer to ${operation} that was given before names no new job`, async () => {
      await start();
      let kept: string | Buffer | undefined;
      always({ kind: 'answer', on: operation, body: ({ body }) => (kept ??= body) });
      expect((await call()).ok).to.equal(true);
      const again: Answer<unknown> = await call();
      expect(problemIn(again)).to.include({ code: 'unexpected-answer', errorCode: 'OLD_JOB' });
    });

  it('an id of a listed component that is none is not handed on', async () => {
    await start();
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replaceAll(/<id>[^<]*/g, '<id>../../0H4');
    always({ kind: 'answer', on: 'listMetadata', body });
    const rows = valueOf((await door.list(['ConnectedApp'])).get('ConnectedApp'));
    expect(rows.map(({ id }) => id)).to.deep.equal([undefined, undefined]);
  });

  it('the status of another job is none', async () => {
    await start();
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replaceAll(/<id>(09S|0Af)[^<]*/g, '<id>$1000000000001AAA');
    always({ kind: 'answer', on: /^check(Deploy|Retrieve)Status$/, body });
    expect(problemIn(await door.awaitDeploy(await deployed()))).to.include({ errorCode: 'OTHER_JOB' });
  });

  describe('over REST', () => {
    const shapes: Array<[title: string, on: string, body: unknown]> = [
      ['no records', 'query', { totalSize: 0, done: true }],
      ['records that are no list', 'query', { totalSize: 0, done: true, records: {} }],
      ['rows that are no objects', 'query', { totalSize: 1, done: true, records: ['005'] }],
      ['no count', 'query', { done: true, records: [] }],
      ['a count that is none', 'query', { totalSize: -1, done: true, records: [] }],
      ['fewer rows than it counts', 'query', { totalSize: 5, done: true, records: [] }],
      ['neither an end nor a next page', 'query', { totalSize: 0, records: [] }],
      ['an id that is none', 'query', { totalSize: 1, done: true, records: [{ Id: '../../etc' }] }],
      ['an object without fields', 'describe', { name: 'User' }],
      ['an object of no fields', 'describe', { name: 'User', fields: [] }],
      ['fields without a name', 'describe', { name: 'User', fields: [{}] }],
      ['another object', 'describe', { name: 'Account', fields: [{ name: 'Id' }] }],
    ];
    for (const [title, on, body] of shapes)
      it(`${title} is a problem`, async () => {
        await start();
        always({ kind: 'answer', on, body: JSON.stringify(body) });
        const answer = on === 'query' ? await door.query('SELECT Id FROM User') : await door.describeFields('User');
        expect(problemIn(answer).code).to.equal('unexpected-answer');
      });

    for (const [title, wrong] of [
      ['nothing', NOTHING],
      ['a list', SOMETHING_ELSE],
      ['a 204', { kind: 'answer', status: 204, body: '' }],
      ['the true answer with a 203', { kind: 'answer', status: 203 }],
    ] as const)
      it(`${title} in the place of an object is a problem`, async () => {
        await start();
        always({ ...wrong, on: /^(query|describe)$/ });
        expect(NO_ANSWER).to.include(problemIn(await door.query('SELECT Id FROM User')).code);
        expect(NO_ANSWER).to.include(problemIn(await door.describeFields('User')).code);
      });

    it('an error that says 200 is the same problem as one that says so', async () => {
      await start();
      always({ ...faultWith200('INVALID_FIELD', 'No such column'), on: 'query' });
      expect(problemIn(await door.query('SELECT Id FROM User'))).to.include({ code: 'invalid-query' });
      expect(asked('query')).to.equal(1);
    });

    for (const body of [{}, [], [{}], [{ version: 'x/../' }], [{ version: 67 }]])
      it(`${JSON.stringify(body)} in the place of the API versions keeps the org closed`, async () => {
        org = await startOrg();
        always({ kind: 'answer', on: 'versions', body: JSON.stringify(body) });
        expect(['version-unknown', 'unexpected-answer']).to.include(problemIn(await org.open()).code);
      });
  });

  describe('page after page', () => {
    const users = (count: number): OrgOptions => ({
      pageSize: 10,
      rows: {
        User: Array.from({ length: count }, (_, n) => ({ Username: `u${n}@x.test`, Name: `U${n}`, IsActive: true })),
      },
    });
    const SOQL = "SELECT Username FROM User WHERE Name LIKE 'U%'";
    type Page = { nextRecordsUrl?: string };
    const changed = (on: RegExp, change: (page: Page) => object): void => {
      const body = ({ body: truth }: { body: string | Buffer }): string => {
        const page = JSON.parse(truth.toString()) as Page;
        return JSON.stringify({ ...page, ...change(page) });
      };
      always({ kind: 'answer', on, body });
    };

    it('a page that leads back to itself is read once', async () => {
      await start(users(30));
      let first: unknown;
      changed(/^query/, ({ nextRecordsUrl }) => ({
        done: false,
        nextRecordsUrl: (first ??= nextRecordsUrl),
        totalSize: 1e6,
      }));
      expect(problemIn(await door.query(SOQL))).to.include({ code: 'unexpected-answer', errorCode: 'REPEATED_PAGE' });
      expect(org.simulator.journal.entries).to.have.length(2);
    });

    it('pages without end stop where there are more rows than the org counted', async () => {
      await start(users(30));
      let n = 0;
      changed(/^query/, ({ nextRecordsUrl = '/services/data/v67.0/query/x' }) => ({
        done: false,
        nextRecordsUrl: `${nextRecordsUrl}?${(n += 1)}`,
      }));
      expect(problemIn(await door.query(SOQL)).code).to.equal('unexpected-answer');
      expect(org.simulator.journal.entries.length).to.be.below(9);
    });

    it('an end before all rows came is none', async () => {
      await start(users(30));
      changed(/^query/, () => ({ done: true, nextRecordsUrl: undefined }));
      expect(problemIn(await door.query(SOQL))).to.include({ code: 'unexpected-answer', errorCode: 'MISSING_ROWS' });
    });

    it('a page that counts itself alone, calls itself the last and names another one is not the last', async () => {
      await start(users(30));
      changed(/^query/, () => ({ done: true, totalSize: 10 }));
      expect(problemIn(await door.query(SOQL))).to.include({ code: 'unexpected-answer', errorCode: 'ENDLESS_PAGES' });
    });
  });
});
