import { expect } from 'chai';
import type { Answer, ListedComponent, Member, OrgDoor, Retrieved } from '../../../../src/org/door.js';
import type { OrgProblem } from '../../../../src/org/problem.js';
import { componentKey } from '../../../../src/values.js';
import { retrieveAll } from '../../../../src/org/requests/retrieve/retrieveAll.js';

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
    const files = members.map((member) => [componentKey(member), { ...member, path: '', text: '<a/>' }] as const);
    return Promise.resolve({ ok: true, value: { files: new Map(files), unusable: new Map(), messages: [] } });
  };
  return { asked, door: { retrieve } as unknown as OrgDoor };
};

const BROKEN: OrgProblem = { code: 'retrieve-failed', detail: 'broken' };
const SIZE: OrgProblem = { code: 'retrieve-failed', errorCode: 'LIMIT_EXCEEDED', detail: 'too many' };

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
    expect(org.asked).to.deep.equal([31, 30, 1]);
  });

  it('finds several that are broken', async () => {
    const org = orgWith(['App3', 'App17']);
    const { files, broken } = await retrieveAll(org.door, apps(20));
    expect([...broken.keys()].sort()).to.deep.equal(['ConnectedApp:App17', 'ConnectedApp:App3']);
    expect(files.size).to.equal(18);
  });

  it('blames the org where every single one of several fails, and not each of them', async () => {
    const { broken, failure } = await retrieveAll(orgWith(['App0', 'App1', 'App2']).door, apps(3));
    expect([broken.size, failure]).to.deep.equal([3, BROKEN]);
    expect((await retrieveAll(orgWith(['App0']).door, apps(1))).failure).to.equal(undefined);
  });

  it('gives up after 20 retrieves and says that the step failed', async () => {
    const everything = apps(64);
    const org = orgWith(everything.map(({ fullName }) => fullName));
    const { failure } = await retrieveAll(org.door, everything);
    expect(org.asked.length).to.be.at.most(20);
    expect(failure?.code).to.equal('retrieve-failed');
  });

  /** Gives up the jobs of these turns alone, whatever is in them, and every job that is larger than it can bear. */
  const moodyOrg = (turns: readonly number[], most = Infinity, problem = BROKEN) => {
    const org = orgWith([]);
    const retrieve: OrgDoor['retrieve'] = async (members) => {
      const answer = await org.door.retrieve(members);
      return turns.includes(org.asked.length) || members.length > most ? { ok: false, problem } : answer;
    };
    return { asked: org.asked, door: { retrieve } as unknown as OrgDoor };
  };

  const chances: Array<[string, number[], count: number]> = [
    ['one app', [1], 1],
    ['many apps', [1], 100],
    ['many apps, and again on the way', [1, 2], 100],
    ['many apps, and again for the rest of them', [1, 2, 9], 100],
  ];
  for (const [name, turns, count] of chances) {
    it(`blames no healthy app for a job that failed by chance: ${name}`, async () => {
      const { files, broken, failure } = await retrieveAll(moodyOrg(turns).door, apps(count));
      expect([...broken.keys()]).to.deep.equal([]);
      expect(failure).to.equal(undefined);
      expect(files.size).to.equal(count);
    });
  }

  for (const problem of [SIZE, { ...BROKEN, code: 'too-large' as const }]) {
    it(`reads in smaller jobs what is too large for one: ${problem.errorCode ?? problem.code}`, async () => {
      const org = moodyOrg([], 700, problem);
      const { files, broken, failure } = await retrieveAll(org.door, apps(5000));
      expect(org.asked.length).to.be.at.most(20);
      expect(broken.size).to.equal(0);
      expect(failure).to.equal(undefined);
      expect(files.size).to.equal(5000);
    });
  }

  for (const [name, problem] of [
    ['says so', SIZE],
    ['does not', BROKEN],
  ] as const) {
    it(`has failed, and blames nobody, where jobs stay too large until the retrieves are used up and the org ${name}`, async () => {
      const org = moodyOrg([], 2, problem);
      const { files, broken, failure } = await retrieveAll(org.door, apps(300));
      expect(org.asked.length).to.equal(20);
      expect(broken.size).to.equal(0);
      expect(files.size).to.be.below(300);
      expect(failure?.code).to.equal('retrieve-failed');
    });
  }

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
