import { expect } from 'chai';
import type { Answer, ListedComponent, Member, OrgDoor, Retrieved } from '../../src/org/door.js';
import type { OrgProblem } from '../../src/org/errors.js';
import { memberKey, retrieveAll } from '../../src/inventory/retrieving.js';

const app = (fullName: string, manageableState = 'unmanaged'): ListedComponent => ({
  type: 'ConnectedApp',
  fullName,
  fileName: `connectedApps/${fullName}.connectedApp`,
  manageableState,
});

const apps = (count: number): ListedComponent[] => Array.from({ length: count }, (_, index) => app(`App${index}`));

/** An org that gives a retrieve up as soon as one of the poisoned members is in it. */
const orgWith = (poisoned: string[], problem: OrgProblem = { code: 'retrieve-failed', detail: 'broken' }) => {
  const asked: number[] = [];
  const retrieve = (members: readonly Member[]): Promise<Answer<Retrieved>> => {
    asked.push(members.length);
    if (members.some(({ fullName }) => poisoned.includes(fullName))) return Promise.resolve({ ok: false, problem });
    const files = members.map((member) => [memberKey(member), { ...member, path: '', text: '<a/>' }] as const);
    return Promise.resolve({ ok: true, value: { files: new Map(files), messages: [] } });
  };
  return { asked, door: { retrieve } as unknown as OrgDoor };
};

describe('retrieving every app', () => {
  it('asks once, however many apps there are below the limit', async () => {
    const org = orgWith([]);
    const { files, broken, failure } = await retrieveAll(org.door, apps(10_000));
    expect(org.asked).to.deep.equal([10_000]);
    expect(files.size).to.equal(10_000);
    expect(broken.size).to.equal(0);
    expect(failure).to.equal(undefined);
  });

  it('asks nothing where nothing is listed', async () => {
    const org = orgWith([]);
    await retrieveAll(org.door, []);
    expect(org.asked).to.deep.equal([]);
  });

  it('asks once more for each further 10,000 files', async () => {
    const org = orgWith([]);
    await retrieveAll(org.door, apps(20_001));
    expect(org.asked).to.deep.equal([10_000, 10_000, 1]);
  });

  for (const culprit of ['App0', 'App2499', 'App4999']) {
    it(`finds ${culprit} among 5,000 and brings all others within 20 retrieves`, async () => {
      const org = orgWith([culprit]);
      const { files, broken, failure } = await retrieveAll(org.door, apps(5000));
      expect([...broken.keys()]).to.deep.equal([`ConnectedApp:${culprit}`]);
      expect(files.size).to.equal(4999);
      expect(failure).to.equal(undefined);
      expect(org.asked.length).to.be.at.most(20);
    });
  }

  it('tries installed apps apart first', async () => {
    const org = orgWith(['NS__Vendor']);
    const { files, broken } = await retrieveAll(org.door, [...apps(30), app('NS__Vendor', 'installed')]);
    expect([...broken.keys()]).to.deep.equal(['ConnectedApp:NS__Vendor']);
    expect(files.size).to.equal(30);
    expect(org.asked).to.deep.equal([31, 30]);
  });

  it('finds several that are broken', async () => {
    const org = orgWith(['App3', 'App17']);
    const { files, broken } = await retrieveAll(org.door, apps(20));
    expect([...broken.keys()].sort()).to.deep.equal(['ConnectedApp:App17', 'ConnectedApp:App3']);
    expect(files.size).to.equal(18);
  });

  it('gives up after 20 retrieves and says that the step failed', async () => {
    const everything = apps(64);
    const org = orgWith(everything.map(({ fullName }) => fullName));
    const { failure } = await retrieveAll(org.door, everything);
    expect(org.asked.length).to.be.at.most(20);
    expect(failure?.code).to.equal('retrieve-failed');
  });

  for (const code of ['network', 'session-refused', 'wait-ended', 'interrupted'] as const) {
    it(`does not search for a culprit where the problem is ${code}`, async () => {
      const org = orgWith(['App1'], { code, detail: '' });
      const { files, broken, failure } = await retrieveAll(org.door, apps(8));
      expect(org.asked).to.deep.equal([8]);
      expect(files.size + broken.size).to.equal(0);
      expect(failure?.code).to.equal(code);
    });
  }
});
