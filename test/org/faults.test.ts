import { expect } from 'chai';
import type { FaultKind } from '../simulator/faults.js';
import {
  PATIENT,
  problemIn,
  QUICK,
  startOrg,
  valueOf,
  type OrgOptions,
  type SimulatedOrg,
} from './support/simulatedOrg.js';

/** Everything that only reads, as an audit does it: what came of it in one line each. */
const readEverything = async (org: SimulatedOrg): Promise<string[]> => {
  const opened = await org.open();
  if (!opened.ok) return [`open: ${opened.problem.code}`];
  const door = opened.value;
  const told = (answer: { ok: boolean; problem?: { code: string } }): string => answer.problem?.code ?? 'ok';
  return [
    ...[...(await door.list(['ConnectedApp', 'Profile']))].map(([type, answer]) => `${type}: ${told(answer)}`),
    `retrieve: ${told(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]))}`,
    `query: ${told(await door.query('SELECT Id FROM User'))}`,
    `describe: ${told(await door.describeFields('User'))}`,
  ];
};

const GOOD = ['ConnectedApp: ok', 'Profile: ok', 'retrieve: ok', 'query: ok', 'describe: ok'];
/** versions, organization, list, retrieve, its status, query, describe. */
const REQUESTS = 7;

describe('an org that stumbles', () => {
  let org: SimulatedOrg;
  const start = async (options: OrgOptions = {}): Promise<SimulatedOrg> =>
    (org = await startOrg({ generate: { connectedApps: 2 }, ...options }));
  afterEach(() => org.stop());

  it('is read in seven requests when it does not', async () => {
    await start();
    expect(await readEverything(org)).to.deep.equal(GOOD);
    expect(org.simulator.journal.entries).to.have.length(REQUESTS);
  });

  const passing: FaultKind[] = ['cut-body', 'truncated-body', 'reset-after', 'unavailable-page', 'session-expired'];
  for (const kind of passing)
    it(`once, by ${kind}, at any of its requests: everything is read all the same`, async () => {
      for (let nth = 1; nth <= REQUESTS; nth += 1) {
        await start();
        org.simulator.fault({ kind, on: /./, nth });
        expect(await readEverything(org), `request ${nth}`).to.deep.equal(GOOD);
        expect(org.transport.requests(), 'the count').to.equal(org.simulator.journal.entries.length);
        await org.stop();
      }
      await start();
    });

  for (const kind of ['reset-before', 'server-error', 'locked'] as const)
    it(`once, by ${kind}: everything is read all the same`, async () => {
      await start();
      org.simulator.fault({ kind, on: 'listMetadata' });
      expect(await readEverything(org)).to.deep.equal(GOOD);
    });

  it('for good, by cutting every answer: one problem, and a bounded number of requests', async () => {
    await start();
    org.simulator.fault({ kind: 'cut-body', on: /./, times: Infinity });
    expect(await readEverything(org)).to.deep.equal(['open: cut']);
    expect(org.simulator.journal.entries.length).to.be.at.most(3);
  });

  it('by refusing every session, refreshed ones too: one problem, and a bounded number of requests', async () => {
    await start();
    org.simulator.fault({ kind: 'session-expired', on: /^(query|listMetadata)$/, times: Infinity });
    expect(await readEverything(org)).to.deep.equal(['open: session-refused']);
    expect(org.simulator.journal.of('token').length).to.be.at.most(2);
    expect(org.simulator.journal.entries.length).to.be.at.most(10);
  });

  it('by refusing every session for the Metadata API alone: SOAP has no endless second chance either', async () => {
    await start();
    org.simulator.fault({ kind: 'session-expired', on: /^(listMetadata|retrieve)$/, times: Infinity });
    expect(await readEverything(org)).to.deep.equal([
      'ConnectedApp: session-refused',
      'Profile: session-refused',
      'retrieve: session-refused',
      'query: ok',
      'describe: ok',
    ]);
    expect(org.simulator.journal.of('listMetadata').length).to.equal(2);
  });

  it('by refusing twice at once, for two questions asked side by side: both get their second chance', async () => {
    await start();
    const door = valueOf(await org.open());
    org.simulator.fault({ kind: 'session-expired', on: 'listMetadata', times: 2 });
    const lists = await Promise.all([door.list(['ConnectedApp']), door.list(['Profile'])]);
    for (const list of lists) for (const [, answer] of list) valueOf(answer);
  });

  it('and a session that dies a second time, later, is refreshed a second time', async () => {
    await start();
    const door = valueOf(await org.open());
    for (let time = 1; time <= 2; time += 1) {
      org.simulator.fault({ kind: 'session-expired', on: 'listMetadata' });
      valueOf((await door.list(['ConnectedApp'])).get('ConnectedApp'));
      expect(org.simulator.journal.of('token')).to.have.length(time);
    }
  });

  for (const operation of ['versions', 'query', 'listMetadata', 'checkRetrieveStatus'])
    it(`by never answering ${operation}: ends within the deadline, not repeated`, async () => {
      await start({ deadlines: QUICK });
      org.simulator.fault({ kind: 'never', on: operation, times: Infinity });
      const began = Date.now();
      const told = await readEverything(org);
      expect(told.some((line) => line.endsWith(': timeout'))).to.equal(true);
      expect(Date.now() - began).to.be.below(PATIENT.headers);
      expect(org.simulator.journal.of(operation).filter((entry) => entry.fault).length).to.be.at.most(2);
    });

  for (const [title, deadlines] of [
    ['for an answer', { connect: 1000, headers: 300, body: 5000, total: 5000 }],
    ['altogether', { connect: 1000, headers: 5000, body: 5000, total: 300 }],
  ] as const)
    it(`by never answering: the problem names the time that was waited ${title}, and not that of a library`, async () => {
      await start({ deadlines });
      const door = valueOf(await org.open());
      org.simulator.fault({ kind: 'never', on: 'query' });
      const problem = problemIn(await door.query('SELECT Id FROM User'));
      expect(problem.code).to.equal('timeout');
      expect(problem.detail).to.match(/^no complete answer within (0\.[3-9]|[1-4]\.\d) s$/);
    });

  it('hands no secret on in any problem', async () => {
    await start();
    const door = valueOf(await org.open());
    const { accessToken, refreshToken } = org.login;
    org.simulator.fault({
      kind: 'error',
      on: /^(query|listMetadata)$/,
      times: Infinity,
      code: 'INVALID_OPERATION',
      message: `sessionId=${accessToken} refresh_token=${refreshToken} TypeError \u001b[31m`,
    });
    const problems = [
      problemIn(await door.query('SELECT Id FROM User')),
      problemIn((await door.list(['ConnectedApp'])).get('ConnectedApp')),
    ];
    for (const { detail } of problems) {
      expect(detail).to.include('***');
      expect(detail).to.not.include(accessToken.split('!')[1]);
      expect(detail).to.not.include(refreshToken);
      expect(detail).to.not.include('TypeError');
      expect(detail).to.not.include('\u001b');
    }
  });
});
