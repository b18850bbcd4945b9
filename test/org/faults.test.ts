import { expect } from 'chai';
import type { OrgDoor } from '../../src/org/door.js';
import type { FaultKind } from '../simulator/faults.js';
import { problemIn, QUICK, startOrg, valueOf, type OrgOptions, type SimulatedOrg } from './simulatedOrg.js';

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
    it(`once, by ${kind}, at any of its requests: everything is read all the same`, async function () {
      this.timeout(60_000);
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
      await start();
      org.simulator.fault({ kind: 'never', on: operation, times: Infinity });
      const began = Date.now();
      const told = await readEverything(org);
      expect(told.some((line) => line.endsWith(': timeout'))).to.equal(true);
      expect(Date.now() - began).to.be.below(4 * (QUICK.headers + 1000));
      expect(org.simulator.journal.of(operation).filter((entry) => entry.fault).length).to.be.at.most(2);
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

describe('a deploy', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;
  const FILES = [
    {
      path: 'package.xml',
      text: '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>App00001</members><name>ConnectedApp</name></types><version>67.0</version></Package>',
    },
  ];

  const withApp = async (): Promise<typeof FILES> => {
    const { files } = valueOf(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
    const { path, text } = files.get('ConnectedApp:App00001') ?? { path: '', text: '' };
    return [...FILES, { path, text: text.replace(/ *<consumerKey>.*<\/consumerKey>\n/, '') }];
  };
  const start = async (options: OrgOptions = {}): Promise<void> => {
    org = await startOrg({ generate: { connectedApps: 2 }, ...options });
    door = valueOf(await org.open());
  };
  afterEach(() => org.stop());

  it('is started once, waited for, and told file by file', async () => {
    await start({ pollsUntilDone: 1 });
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: true }));
    const result = valueOf(await door.awaitDeploy(id));
    expect(result).to.include({ id, status: 'Succeeded', done: true, success: true, checkOnly: true });
    expect(result.failures).to.deep.equal([]);
    expect(result.successes.find((one) => one.fullName === 'App00001')).to.include({
      componentType: 'ConnectedApp',
      created: false,
    });
    expect(valueOf(await door.deployStatus(id)).status).to.equal('Succeeded');
  });

  for (const kind of ['reset-before', 'reset-after', 'cut-body', 'unavailable-page', 'never'] as const)
    it(`whose start is lost by ${kind} is never sent a second time`, async () => {
      await start();
      const files = await withApp();
      org.simulator.fault({ kind, on: 'deploy' });
      const { code } = problemIn(await door.startDeploy(files, { checkOnly: true }));
      expect(['network', 'cut', 'org-failed', 'timeout']).to.include(code);
      expect(org.simulator.journal.of('deploy')).to.have.length(1);
    });

  it('survives a reset while it is waited for', async () => {
    await start({ pollsUntilDone: 1 });
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: true }));
    org.simulator.fault({ kind: 'reset-before', on: 'checkDeployStatus', times: 2 });
    expect(valueOf(await door.awaitDeploy(id)).success).to.equal(true);
  });

  it('that never ends is left when the wait has, and can be cancelled', async () => {
    await start();
    org.simulator.fault({ kind: 'never-done', on: 'deploy' });
    door = valueOf(await org.open({ waitMs: 500 }));
    const id = valueOf(await door.startDeploy(await withApp(), { checkOnly: false }));
    expect(problemIn(await door.awaitDeploy(id)).code).to.equal('wait-ended');
    valueOf(await door.cancelDeploy(id));
  });
});
