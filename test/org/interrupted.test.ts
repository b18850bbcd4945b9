import { expect } from 'chai';
import type { OrgDoor } from '../../src/org/door.js';
import { problemIn, startOrg, valueOf, type OrgOptions, type SimulatedOrg } from './support/simulatedOrg.js';

describe('an interrupted run', () => {
  let org: SimulatedOrg;
  let door: OrgDoor;
  let abortion: AbortController;

  const start = async (options: OrgOptions = {}): Promise<void> => {
    abortion = new AbortController();
    org = await startOrg({
      generate: { connectedApps: 2 },
      ...options,
    });
    door = valueOf(await org.open({ signal: abortion.signal }));
    org.simulator.journal.clear();
  };
  afterEach(() => org.stop());

  /** As soon as the org has been asked this. */
  const interruptAt = async (operation: string): Promise<void> => {
    while (org.simulator.journal.of(operation).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    abortion.abort();
  };
  const member = { type: 'ConnectedApp', fullName: 'App00001' };

  const reads: Array<[title: string, operation: string, read: () => Promise<{ code: string }>]> = [
    ['a list', 'listMetadata', async () => problemIn((await door.list(['ConnectedApp'])).get('ConnectedApp'))],
    ['a retrieve that starts', 'retrieve', async () => problemIn(await door.retrieve([member]))],
    ['a retrieve that is waited for', 'checkRetrieveStatus', async () => problemIn(await door.retrieve([member]))],
    ['a query', 'query', async () => problemIn(await door.query('SELECT Id FROM User'))],
  ];
  for (const [title, operation, read] of reads)
    it(`leaves ${title} at once`, async () => {
      await start();
      org.simulator.fault({ kind: 'slow', ms: 30_000, on: operation });
      const began = Date.now();
      const [problem] = await Promise.all([read(), interruptAt(operation)]);
      expect(problem.code).to.equal('interrupted');
      expect(Date.now() - began).to.be.below(15_000);
    });

  it('asks nothing more that only reads', async () => {
    await start();
    abortion.abort();
    expect(problemIn(await door.query('SELECT Id FROM User')).code).to.equal('interrupted');
    expect(problemIn(await door.retrieve([member])).code).to.equal('interrupted');
    expect(org.simulator.journal.entries).to.have.length(0);
  });

  it('can still be read to the end by whoever must tell what a change did', async () => {
    await start();
    abortion.abort();
    expect(valueOf(await door.finishing().retrieve([member])).files.size).to.equal(1);
    expect(door.requests(), 'on the same account').to.equal(2 + org.simulator.journal.entries.length);
  });

  it('waits for the id of a deploy that is being sent, and no longer for the deploy', async () => {
    await start();
    org.simulator.fault({ kind: 'slow', ms: 500, on: 'deploy' });
    const [id] = await Promise.all([door.startDeploy(EMPTY_PACKAGE, { checkOnly: true }), interruptAt('deploy')]);
    expect(valueOf(id)).to.match(/^0Af/);
    expect(problemIn(await door.awaitDeploy(valueOf(id))).code).to.equal('interrupted');
    expect(valueOf(await door.deployStatus(valueOf(id))).id).to.equal(valueOf(id));
  });

  it('begins no deploy any more, but still stops one that nobody waits for', async () => {
    await start();
    org.simulator.fault({ kind: 'never-done', on: 'deploy' });
    const id = valueOf(await door.startDeploy(EMPTY_PACKAGE, { checkOnly: true }));
    abortion.abort();
    expect(problemIn(await door.startDeploy(EMPTY_PACKAGE, { checkOnly: false })).code).to.equal('interrupted');
    valueOf(await door.cancelDeploy(id));
    expect(org.simulator.journal.of('deploy').map(({ detail }) => detail)).to.deep.equal(['check-only']);
  });
});

const EMPTY_PACKAGE = [
  {
    path: 'package.xml',
    text: '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>68.0</version></Package>',
  },
];
