import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import { Refusal } from '../../../src/actions/refusal.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { queueDeploy, type OthersDeploy, type QueuedJob } from '../../simulator/deploy/queue.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { connectedApp } from '../../simulator/deploy/samples.js';
import type { Settings } from '../../simulator/settings.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const COLLEAGUE = 'integration.user@example.com';
const THEIRS = connectedApp({ callbackUrl: 'https://elsewhere.example.com' });
const OURS = connectedApp({ isClientCredentialEnabled: 'false', oauthClientCredentialUser: undefined });
const DONE = { [SYNC]: 'verified', [POLICY]: 'verified' };

describe('remediating an org to which somebody else deploys', () => {
  let org: RemediateOrg;
  const start = async (settings: Partial<Settings> = {}): Promise<void> => {
    org = await startRemediateOrg(settings);
  };
  afterEach(() => org.stop());

  const queue = (deploy: Partial<OthersDeploy> = {}): QueuedJob =>
    queueDeploy(org.simulator.state, {
      by: COLLEAGUE,
      changes: () => void org.simulator.setComponent('ConnectedApp', 'Sync', THEIRS),
      ...deploy,
    });
  const harmless = { changes: () => undefined };
  /** Right before each deploy of the run, when its last look is over. */
  const atLast = (prepared: Prepared, happens: (times: number) => void): Prepared => {
    let times = 0;
    const startDeploy: Prepared['door']['startDeploy'] = (files, options) => {
      happens((times += 1));
      return prepared.door.startDeploy(files, options);
    };
    return { ...prepared, door: { ...prepared.door, startDeploy } };
  };
  const deploys = (): string[] => org.simulator.journal.of('deploy').map(({ detail }) => detail);
  const codes = ({ notices }: RemediationResult): string[] => notices.map(({ code }) => code);

  it('waits for a deploy that is open, and leaves alone what that one changed', async () => {
    await start();
    const prepared = await org.prepare();
    queue({ asks: 3 });
    const result = await org.apply(prepared);
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'changed-since-plan' });
    expect([outcomesIn(result), org.textOf(SYNC)]).to.deep.equal([{ [POLICY]: 'verified' }, THEIRS]);
    expect(codes(result)).not.to.include('may-have-overwritten');
  });

  it('waits for one as well where so many others deployed since that its own checks are no longer the latest', async () => {
    await start();
    const prepared = await org.prepare();
    const later = (seconds: number) => ({ now: () => Date.now() + seconds * 1000 });
    for (let count = 0; count < 200; count += 1) queue({ checkOnly: true, ...later(2) }).finish();
    queue({ asks: 3, ...later(4) });
    const result = await org.apply(prepared);
    expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'changed-since-plan' });
    expect(codes(result)).not.to.include('other-deploys-unread');
  });

  it('does not wait for a check, nor for what has ended', async () => {
    await start();
    const prepared = await org.prepare();
    queue(harmless).finish();
    const result = await org.apply(atLast(prepared, () => void queue({ checkOnly: true, asks: 1 })));
    expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 0]);
    expect(org.simulator.journal.of('cancelDeploy')).to.deep.equal([]);
  });

  it('refuses where it is still open when the wait ends, names it, changes nothing and leaves nothing behind, 1', async () => {
    await start();
    const doors = { ...org.doors, openOrg: (target: string) => org.open({ target, waitMs: 200, firstPoll: 10 }) };
    const { door } = { door: await doors.openOrg(org.login.username) };
    if (!door.ok) throw new Error('No door');
    const prepared = { ...(await org.prepare()), door: door.value };
    const other = queue({ asks: Infinity });
    const refusal: unknown = await org.apply(prepared).catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw new Error('Not refused');
    expect([refusal.code, refusal.exitCode]).to.deep.equal(['others-deploy', 1]);
    expect(refusal.values.join(' ')).to.include(other.id).and.to.include(COLLEAGUE);
    expect([deploys().includes('for good'), readdirSync(org.folder)]).to.deep.equal([false, []]);
  });

  it('looks at the org only when the snapshot is on the disk', async () => {
    await start();
    const prepared = await org.prepare();
    const seen: string[][] = [];
    const retrieve: Prepared['door']['retrieve'] = (members) => {
      seen.push(readdirSync(org.folder, { recursive: true }).map((name) => String(name).replace(/^[^/]+\/?/, '')));
      return prepared.door.retrieve(members);
    };
    await org.apply({ ...prepared, door: { ...prepared.door, retrieve } });
    expect(seen[0]).to.include.members(['before.json', 'after.json', 'originals/0001-ConnectedApp-Sync.xml']);
  });

  describe('right after the last look', () => {
    it('takes its deploy back from behind another one, and leaves alone what that one changed', async () => {
      await start({ pollsUntilDone: 1 });
      const prepared = atLast(await org.prepare(), (times) => times === 1 && queue({ asks: 8 }));
      const result = await org.apply(prepared);
      expect(org.simulator.journal.of('cancelDeploy')).to.have.length(1);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'verified' });
      expect(org.textOf(SYNC)).to.equal(THEIRS);
      expect(result.deploys.filter(({ checkOnly }) => !checkOnly).map(({ status }) => status)).to.deep.equal([
        'Canceled',
        'Succeeded',
      ]);
      expect([codes(result).includes('may-have-overwritten'), result.summary.exitCode]).to.deep.equal([false, 68]);
    });

    it('and sends it again where that one changed something else', async () => {
      await start({ pollsUntilDone: 1 });
      const prepared = atLast(await org.prepare(), (times) => times === 1 && queue({ ...harmless, asks: 8 }));
      const result = await org.apply(prepared);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 0]);
      expect(deploys().filter((detail) => detail === 'for good')).to.have.length(2);
    });

    it('three times at most, and then says what may have been overwritten, 32', async () => {
      await start({ pollsUntilDone: 1 });
      const result = await org.apply(atLast(await org.prepare(), () => void queue({ ...harmless, asks: 8 })));
      expect(org.simulator.journal.of('cancelDeploy')).to.have.length(3);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 32]);
      expect(codes(result).filter((code) => code === 'may-have-overwritten')).to.have.length(1);
    });

    it('sends nothing again once somebody interrupted', async () => {
      await start({ pollsUntilDone: 1 });
      const prepared = atLast(await org.prepare(), () => void queue({ ...harmless, asks: 8 }));
      const cancelDeploy: Prepared['door']['cancelDeploy'] = async (id) => {
        const canceled = await prepared.door.cancelDeploy(id);
        setImmediate(() => org.abortion.abort());
        return canceled;
      };
      const result = await org.apply({ ...prepared, door: { ...prepared.door, cancelDeploy } });
      expect(deploys().filter((detail) => detail === 'for good')).to.have.length(1);
      expect(Object.values(outcomesIn(result))).not.to.include('verified');
    });

    it('sees none where the other one has ended already: says what may have been overwritten, and by whom, 32', async () => {
      await start();
      let id = '';
      const prepared = atLast(await org.prepare(), () => {
        const other = queue();
        other.finish();
        ({ id } = other);
      });
      const result = await org.apply(prepared);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 32]);
      const told = result.notices.find(({ code }) => code === 'may-have-overwritten');
      expect(told?.data).to.include({ deploy: id, by: COLLEAGUE });
    });

    it('tells that what it took back has taken effect all the same, 32', async () => {
      await start({ pollsUntilDone: 1 });
      const prepared = atLast(await org.prepare(), (times) => times === 1 && queue({ ...harmless, asks: 8 }));
      const cancelDeploy: Prepared['door']['cancelDeploy'] = (id) => {
        org.simulator.setComponent('ConnectedApp', 'Sync', OURS);
        return prepared.door.cancelDeploy(id);
      };
      const result = await org.apply({ ...prepared, door: { ...prepared.door, cancelDeploy } });
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([
        { [SYNC]: 'failed', [POLICY]: 'verified' },
        32,
      ]);
      expect(result.outcomes[0]?.problem?.code).to.equal('failed-yet-as-meant');
      expect(result.deploys.filter(({ checkOnly }) => !checkOnly)).to.have.length(2);
    });

    it('does not take back what waits behind nobody', async () => {
      await start();
      let polls = 0;
      const staysPending = ({ checkOnly }: { checkOnly: boolean }): boolean => !checkOnly && (polls += 1) < 12;
      const prepared = await org.prepare();
      setDeployRules(org.simulator.state, { staysPending });
      const result = await org.apply(prepared);
      expect(org.simulator.journal.of('cancelDeploy')).to.deep.equal([]);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 0]);
    });
  });

  for (const deployRequests of ['refused', 'empty'] as const)
    it(`says so where the org does not show the deploys of others (${deployRequests}), and goes on`, async () => {
      await start({ deployRequests });
      const prepared = atLast(await org.prepare(), () => queue().finish());
      const result = await org.apply(prepared);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([DONE, 0]);
      expect(codes(result).filter((code) => code === 'other-deploys-unread')).to.have.length(1);
    });

  it('changes nothing where the question is not answered at all', async () => {
    await start();
    const prepared = await org.prepare();
    org.simulator.fault({ kind: 'unavailable-page', on: 'toolingQuery', times: Infinity });
    const refusal: unknown = await org.apply(prepared).catch((error: unknown) => error);
    expect(refusal).to.include({ code: 'org-failed', exitCode: 1 });
    expect(deploys()).not.to.include('for good');
  });
});
