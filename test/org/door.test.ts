import { expect } from 'chai';
import { chunkForIn, LONGEST_URL, queryPath } from '../../src/org/requests/soql.js';
import type { OrgDoor } from '../../src/org/door.js';
import { problemIn, startOrg, valueOf, type OrgOptions, type SimulatedOrg } from './support/simulatedOrg.js';

const APP = `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@example.com</contactEmail>
    <label>Grüße 😀</label>
</ConnectedApp>
`;

describe('what an org is asked', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    org = await startOrg(options);
    door = valueOf(await org.open());
    org.simulator.journal.clear();
  };
  afterEach(() => org.stop());

  const operations = (): string[] => org.simulator.journal.entries.map((entry) => entry.operation);
  const listed = async (...types: string[]): Promise<Record<string, number | string>> => {
    const lists = await door.list(types);
    return Object.fromEntries(
      [...lists].map(([type, answer]) => [type, answer.ok ? answer.value.length : answer.problem.code]),
    );
  };

  describe('list', () => {
    const ECA = [
      'ExternalClientApplication',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ];

    it('asks for three types a call and answers every type', async () => {
      await start({ generate: { connectedApps: 3, externalClientApps: 2 } });
      expect(await listed(...ECA, 'ConnectedApp', 'Profile')).to.deep.equal({
        ExternalClientApplication: 2,
        ExtlClntAppOauthConfigurablePolicies: 2,
        ExtlClntAppConfigurablePolicies: 0,
        ConnectedApp: 3,
        Profile: 1,
      });
      expect(operations()).to.deep.equal(['listMetadata', 'listMetadata']);
    });

    it('reads a list of nothing, of one and of many alike', async () => {
      for (const connectedApps of [0, 1, 2]) {
        await start({ generate: { connectedApps } });
        expect(await listed('ConnectedApp')).to.deep.equal({ ConnectedApp: connectedApps });
        if (connectedApps < 2) await org.stop();
      }
    });

    it('says of each row where it comes from, and nothing that the org did not say', async () => {
      await start();
      org.simulator.setComponent('ConnectedApp', 'Own', APP);
      org.simulator.setComponent('ConnectedApp', 'NS__Theirs', APP, {
        namespacePrefix: 'NS',
        manageableState: 'installed',
      });
      const rows = valueOf((await door.list(['ConnectedApp'])).get('ConnectedApp'));
      const [own, theirs] = ['Own', 'NS__Theirs'].map((name) => rows.find((row) => row.fullName === name));
      expect(own).to.not.have.property('namespacePrefix');
      expect(theirs).to.include({ namespacePrefix: 'NS', manageableState: 'installed', type: 'ConnectedApp' });
    });

    it('a type that the org lacks does not take the others along', async () => {
      await start({ generate: { connectedApps: 2 }, missingTypes: ['ExternalClientApplication'] });
      expect(await listed('ConnectedApp', 'ExternalClientApplication', 'Profile')).to.deep.equal({
        ConnectedApp: 2,
        ExternalClientApplication: 'type-not-available',
        Profile: 1,
      });
      expect(operations()).to.have.length(4);
    });

    it('rows that carry the type of others are asked for by themselves', async () => {
      await start({ generate: { connectedApps: 2 } });
      const body = ({ body: truth }: { body: string | Buffer }): string =>
        truth.toString().replaceAll('<type>ConnectedApp</type>', '<type>Profile</type>');
      org.simulator.fault({ kind: 'answer', on: 'listMetadata', times: Infinity, body });
      expect(await listed('ConnectedApp', 'Profile')).to.deep.equal({ ConnectedApp: 2, Profile: 1 });
    });

    it('a refused list is a problem and never an empty list', async () => {
      await start({ generate: { connectedApps: 2 } });
      org.simulator.fault({ kind: 'request-limit', on: 'listMetadata', times: Infinity });
      expect(await listed('ConnectedApp', 'Profile')).to.deep.equal({
        ConnectedApp: 'request-limit',
        Profile: 'request-limit',
      });
    });
  });

  describe('retrieve', () => {
    it('brings the text of every member as it is, and what the org says of the others', async () => {
      await start();
      org.simulator.setComponent('ConnectedApp', 'Here', APP);
      const { files, messages } = valueOf(
        await door.retrieve([
          { type: 'ConnectedApp', fullName: 'Here' },
          { type: 'ConnectedApp', fullName: 'Gone' },
        ]),
      );
      expect([...files.keys()]).to.deep.equal(['ConnectedApp:Here']);
      expect(files.get('ConnectedApp:Here')).to.deep.equal({
        type: 'ConnectedApp',
        fullName: 'Here',
        path: 'connectedApps/Here.connectedApp',
        text: APP,
        id: org.simulator.state.component('ConnectedApp', 'Here')?.id,
      });
      expect(messages).to.deep.equal(["Entity of type 'ConnectedApp' named 'Gone' cannot be found"]);
    });

    it('polls until the job is done', async () => {
      await start({ generate: { connectedApps: 1 }, pollsUntilDone: 2 });
      valueOf(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
      expect(operations()).to.deep.equal(['retrieve', ...Array<string>(3).fill('checkRetrieveStatus')]);
    });

    it('a reset while polling costs one poll and not the job', async () => {
      await start({ generate: { connectedApps: 1 }, pollsUntilDone: 1 });
      org.simulator.fault({ kind: 'reset-before', on: 'checkRetrieveStatus' });
      valueOf(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
      expect(operations().filter((operation) => operation === 'retrieve')).to.have.length(1);
    });

    it('starts again when the zip was lost with the only answer that held it', async () => {
      await start({ generate: { connectedApps: 1 } });
      org.simulator.fault({ kind: 'cut-body', on: 'checkRetrieveStatus' });
      valueOf(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
      expect(operations().filter((operation) => operation === 'retrieve')).to.have.length(2);
    });

    it('a job that the org gives up is a failed retrieve, with the reason', async () => {
      await start({ generate: { connectedApps: 1 } });
      org.simulator.fault({
        kind: 'retrieve-failed',
        on: 'retrieve',
        code: 'UNKNOWN_EXCEPTION',
        message: 'Load failed',
      });
      const problem = problemIn(await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
      expect(problem).to.include({ code: 'retrieve-failed', errorCode: 'UNKNOWN_EXCEPTION' });
      expect(problem.detail).to.include('Load failed');
    });

    it('a job that never ends is left when the wait has', async () => {
      await start({ generate: { connectedApps: 1 } });
      org.simulator.fault({ kind: 'never-done', on: 'retrieve' });
      const impatient = valueOf(await org.open({ waitMs: 500 }));
      const problem = problemIn(await impatient.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]));
      expect(problem.code).to.equal('wait-ended');
    });

    it('5,000 members cost the requests of one', async () => {
      const patient = { connect: 5000, headers: 15_000, body: 15_000, total: 60_000 };
      await start({ generate: { connectedApps: 5000 }, deadlines: patient });
      const rows = valueOf((await door.list(['ConnectedApp'])).get('ConnectedApp'));
      expect(valueOf(await door.retrieve(rows)).files.size).to.equal(5000);
      expect(operations()).to.deep.equal(['listMetadata', 'retrieve', 'checkRetrieveStatus']);
    });
  });

  describe('query', () => {
    const users = (count: number): OrgOptions => ({
      rows: {
        User: Array.from({ length: count }, (_, n) => ({
          Username: `u${n}@example.com`,
          Name: `U${n}`,
          IsActive: true,
        })),
      },
    });

    it('brings all of 25,000 rows, page after page', async () => {
      await start(users(25_000));
      const rows = valueOf(await door.query<{ Username: string }>("SELECT Username FROM User WHERE Name LIKE 'U%'"));
      expect(new Set(rows.map((row) => row.Username)).size).to.equal(25_000);
      expect(operations()).to.have.length(13);
    });

    it('stops after as many pages as it may read, and says that there is more', async () => {
      await start({ ...users(30), pageSize: 10 });
      const soql = "SELECT Username FROM User WHERE Name LIKE 'U%'";
      const some = valueOf(await door.queryPages(soql, 2));
      expect([some.rows.length, some.complete]).to.deep.equal([20, false]);
      const all = valueOf(await door.queryPages(soql, 3));
      expect([all.rows.length, all.complete]).to.deep.equal([30, true]);
    });

    it('a page that fails makes the whole answer a problem, never a part of it', async () => {
      await start({ ...users(30), pageSize: 10 });
      org.simulator.fault({ kind: 'request-limit', on: /query/, nth: 2, times: Infinity });
      expect(problemIn(await door.query('SELECT Username FROM User')).code).to.equal('request-limit');
    });

    it('refuses a query that would not fit a URL before it is sent', async () => {
      await start();
      const soql = `SELECT Id FROM User WHERE Name = '${'x'.repeat(16_000)}'`;
      expect(problemIn(await door.query(soql))).to.include({ code: 'invalid-query', errorCode: 'URI_TOO_LONG' });
      expect(operations()).to.deep.equal([]);
    });

    it('cuts a long IN list into the fewest queries that fit', async () => {
      await start(users(3000));
      const names = Array.from({ length: 3000 }, (_, n) => `u${n}@example.com`);
      const render = (part: readonly string[]): string =>
        `SELECT Id FROM User WHERE Username IN (${part.map((name) => `'${name}'`).join(',')})`;
      const parts = chunkForIn(names, render);
      expect(parts.flat()).to.deep.equal(names);
      for (const [index, part] of parts.entries()) {
        expect(queryPath(render(part)).length).to.be.below(LONGEST_URL);
        const next = parts[index + 1]?.[0];
        if (next !== undefined) expect(queryPath(render([...part, next])).length).to.be.above(LONGEST_URL - 200);
      }
      expect(valueOf(await door.query(render(parts[0] ?? []))).length).to.equal(parts[0]?.length);
    });
  });

  it('tells the fields of an object in lower case, and that an object is not there', async () => {
    await start();
    expect(valueOf(await door.describeFields('User')).has('username')).to.equal(true);
    expect(problemIn(await door.describeFields('NoSuchThing')).code).to.equal('type-not-available');
  });

  it('counts exactly what the org saw', async () => {
    await start({ generate: { connectedApps: 3 }, pollsUntilDone: 2 });
    const before = door.requests();
    await door.list(['ConnectedApp', 'Nonsense']);
    await door.retrieve([{ type: 'ConnectedApp', fullName: 'App00001' }]);
    await door.query('SELECT Id FROM User');
    expect(door.requests() - before).to.equal(org.simulator.journal.entries.length);
  });

  it('keeps the accounts of two orgs apart, asked at the same time', async () => {
    await start({ generate: { connectedApps: 3 } });
    const other = valueOf(await org.open());
    const [one, two] = [door.requests(), other.requests()];
    await Promise.all([door.query('SELECT Id FROM User'), other.list(['ConnectedApp', 'Nonsense'])]);
    expect([door.requests() - one, other.requests() - two]).to.deep.equal([1, 3]);
  });
});
