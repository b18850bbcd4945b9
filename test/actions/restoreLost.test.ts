import { spawn } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../src/actions/remediate/apply.js';
import { prepareRestore, type RestoreRequest } from '../../src/actions/restore.js';
import { Refusal } from '../../src/actions/refusal.js';
import { deployFiles } from '../../src/remediation/deploy/package.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { RunMark, SnapshotAfter } from '../../src/remediation/model/saved.js';
import { processes } from '../../src/files/processMark.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { queueDeploy } from '../simulator/deploy/queue.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { POLICY, startRemediateOrg, SYNC, type RemediateOrg } from './support/remediateOrg.js';

const LATER = 11 * 60 * 1000;
const HOUR = 60 * 60 * 1000;

describe('restoring from the snapshot of a run whose deploy nobody wrote down', () => {
  let org: RemediateOrg;
  /** Milliseconds by which each is ahead of the true time. */
  const clock = { org: 0, machine: 0 };
  beforeEach(async () => {
    Object.assign(clock, { org: 0, machine: 0 });
    org = await startRemediateOrg({ now: () => Date.now() + clock.org });
  });
  afterEach(() => org.stop());

  const isOn = (key: string): boolean => /ClientCredentials?(?:Flow)?Enabled>true</.test(org.textOf(key));
  const snapshot = (): string => join(org.folder, readdirSync(org.folder)[0] ?? 'none');
  const file = (name: string): string => join(snapshot(), name);
  const record = (): SnapshotAfter => JSON.parse(readFileSync(file('after.json'), 'utf8')) as SnapshotAfter;

  /** `later`: milliseconds since the run. */
  type How = Partial<RestoreRequest> & { waitMs?: number; later?: number; stateOf?: typeof processes.stateOf };
  const restore = async ({
    waitMs = 10_000,
    later = 0,
    stateOf = processes.stateOf,
    ...how
  }: How = {}): Promise<RemediationResult> => {
    const request = { org: org.login.username, snapshot: snapshot(), apps: null, force: false, ...how };
    clock.org += later;
    clock.machine += later;
    const doors = {
      ...org.doors,
      processes: { ...processes, stateOf },
      now: () => new Date(Date.now() + clock.machine),
      openOrg: (target: string) => org.open({ target, waitMs, firstPoll: 10 }),
    };
    return apply(await prepareRestore(request, doors), join(org.folder, 'of the restore'), doors);
  };
  const refusalOf = async (how?: How): Promise<string> => {
    const ended: unknown = await restore(how).catch((error: unknown) => error);
    if (ended instanceof Refusal) return `${ended.code} ${ended.exitCode}`;
    throw new Error(`Not refused: ${JSON.stringify(ended)}`);
  };

  /** It waits in the org: the answer to it is lost, or the run is killed before it can write the id down. */
  const lose = async (): Promise<void> => {
    const prepared = await org.prepare();
    setDeployRules(org.simulator.state, { lands: 'when-done', staysPending: ({ checkOnly }) => !checkOnly && waits });
    waits = true;
    org.simulator.fault({ kind: 'reset-after', on: 'deploy' });
    await org.apply(prepared);
    org.simulator.clearFaults();
    expect([record().deploys.length, record().deploys[0]?.id]).to.deep.equal([1, undefined]);
    expect(isOn(SYNC)).to.equal(true);
  };
  let waits = true;

  for (const [title, happens] of [
    ['because the answer of the org was lost', (): void => undefined],
    ['because the run was killed', (): void => rmSync(file('result.json'))],
  ] as const)
    describe(title, () => {
      beforeEach(async () => {
        await lose();
        happens();
      });

      it('does not say that there is nothing to do while that deploy waits in the org, 69', async () => {
        expect(await refusalOf({ waitMs: 300 })).to.equal('deploy-still-running 69');
        expect(await refusalOf({ waitMs: 300, later: LATER })).to.equal('deploy-still-running 69');
      });

      it('has nothing to wait for once it has ended', async () => {
        waits = false;
        finishDeploys(org.simulator.state);
        const { summary } = await restore();
        expect([summary.exitCode, summary.verified, isOn(SYNC), isOn(POLICY)]).to.deep.equal([0, 2, true, true]);
      });

      it('waits for its end, and then puts back what it did', async () => {
        setTimeout(() => {
          waits = false;
          finishDeploys(org.simulator.state);
        }, 200);
        const { summary } = await restore();
        expect([summary.exitCode, summary.verified, isOn(SYNC), isOn(POLICY)]).to.deep.equal([0, 2, true, true]);
      });

      for (const deployRequests of ['refused', 'empty'] as const)
        it(`refuses where the org does not show deploys (${deployRequests}), 1`, async () => {
          org.simulator.state.settings = { ...org.simulator.state.settings, deployRequests };
          expect(await refusalOf({ later: LATER })).to.equal('deploys-not-shown 1');
        });

      it('refuses where the org does not answer, 1', async () => {
        org.simulator.fault({ kind: 'unavailable-page', on: 'toolingQuery', times: Infinity });
        expect(await refusalOf({ later: LATER })).to.equal('deploys-not-shown 1');
      });

      it('is not kept from it by what was forced, and does not end with 0', async () => {
        expect((await restore({ force: true })).summary.exitCode).to.equal(32);
      });
    });

  describe('because it never arrived', () => {
    beforeEach(async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'reset-before', on: 'deploy' });
      await org.apply(prepared);
      org.simulator.clearFaults();
    });

    it('refuses as long as it may still be on its way, 1', async () => {
      expect(await refusalOf()).to.equal('deploy-may-arrive 1');
    });

    it('refuses too where the same user has deployed something else meanwhile, 1', async () => {
      queueDeploy(org.simulator.state, { by: org.login.username, changes: () => undefined }).finish();
      expect(await refusalOf()).to.equal('deploy-may-arrive 1');
    });

    it('and then has nothing to do', async () => {
      const { mode, summary } = await restore({ later: LATER });
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
    });

    it('is not taken for older than it is where this machine is hours ahead: the org’s own clock counts, 1', async () => {
      clock.machine = 5 * HOUR;
      expect(await refusalOf()).to.equal('deploy-may-arrive 1');
    });

    it('nor for younger where this machine is hours behind', async () => {
      clock.machine = -5 * HOUR;
      const { mode, summary, notices } = await restore({ later: LATER });
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
      expect(notices.map(({ code }) => code)).not.to.include('time-by-machine');
    });

    it('goes by the clocks of the machines where the org tells no time, and says so', async () => {
      org.simulator.state.settings.dated = false;
      expect(await refusalOf()).to.equal('deploy-may-arrive 1');
      const { mode, summary, notices } = await restore({ later: LATER });
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
      expect(notices.map(({ code }) => code)).to.include('time-by-machine');
    });

    it('goes by them where the run that was lost had written down no time of the org', async () => {
      const { deploys, ...rest } = record();
      const undated = deploys.map(({ orgAt, ...deploy }) => (orgAt ? deploy : {}));
      writeFileSync(file('after.json'), JSON.stringify({ ...rest, deploys: undated }));
      expect((await restore({ later: LATER })).notices.map(({ code }) => code)).to.include('time-by-machine');
    });

    it('goes by what is written down of the checks alone where it asks an org', async () => {
      writeFileSync(file('after.json'), JSON.stringify({ ...record(), checks: ["' OR Id != '"] }));
      expect(await refusalOf({ later: LATER })).to.equal('deploys-not-shown 1');
      expect(
        org.simulator.journal
          .of('toolingQuery')
          .map(({ detail }) => detail)
          .join(),
      ).not.to.include(' OR ');
    });
  });

  it('refuses too where the same user has deployed its apps with others meanwhile, 1', async () => {
    const others = await org.prepare();
    const prepared = await org.prepare({ apps: ['Sync'] });
    org.simulator.fault({ kind: 'reset-before', on: 'deploy' });
    await org.apply(prepared);
    const { door, packages } = others;
    const files = deployFiles(packages.flat(), door.identity.apiVersion);
    const started = await door.startDeploy(files, { checkOnly: false });
    expect(started.ok && (await door.awaitDeploy(started.value)).ok).to.equal(true);
    expect(await refusalOf()).to.equal('deploy-may-arrive 1');
  });

  it('refuses where neither record nor result is left, 1', async () => {
    await org.remediate();
    rmSync(file('after.json'));
    rmSync(file('result.json'));
    expect(await refusalOf({ later: LATER })).to.equal('deploys-not-shown 1');
  });

  for (const record of ['{}', '{"deploys":null}', '{"deploys":["x"]}', '{"deploys":[', ''])
    it(`refuses where the record is ${JSON.stringify(record)} and no result is left, 1`, async () => {
      await org.remediate();
      writeFileSync(file('after.json'), record);
      rmSync(file('result.json'));
      expect(await refusalOf({ later: LATER })).to.equal('deploys-not-shown 1');
    });

  describe('because it did not come to that', () => {
    beforeEach(async () => {
      const prepared = await org.prepare();
      await org.apply(prepared, { disk: { ...org.doors.disk, write: withoutDeploys(org.doors.disk.write) } });
      expect(record().deploys).to.deep.equal([]);
      rmSync(file('result.json'), { force: true });
    });
    const runBy = (other: Partial<RunMark>, without?: keyof RunMark): void => {
      const { run, ...kept } = record();
      const mark = { ...run, ...other };
      if (without) delete mark[without];
      writeFileSync(file('after.json'), JSON.stringify({ ...kept, run: mark }));
    };

    it('has nothing to do where the run was killed before its deploy', async () => {
      const { mode, summary } = await restore();
      expect([mode, summary.exitCode, isOn(SYNC)]).to.deep.equal(['nothing-to-do', 0, true]);
    });

    it('does not say so while that run is alive, 1', async () => {
      const child = spawn(process.execPath, ['--eval', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
      try {
        runBy({ pid: child.pid ?? 0 }, 'began');
        expect(await refusalOf()).to.equal('run-still-running 1');
        const { summary, notices } = await restore({ force: true });
        expect([summary.exitCode, notices.map(({ code }) => code)]).to.deep.equal([32, ['run-end-unknown']]);
      } finally {
        child.kill();
      }
    });

    it('does not say so as if all were well where that run may be alive on another machine, 32', async () => {
      runBy({ host: 'another-machine' });
      const { mode, summary, notices } = await restore();
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 32]);
      expect(notices).to.deep.equal([{ code: 'run-end-unknown', data: { pid: process.pid, host: 'another-machine' } }]);
    });

    it('does not say so as if all were well from a copy that was made before that run ended, 32', async () => {
      const copy = join(org.folder, 'z copy');
      cpSync(snapshot(), copy, { recursive: true });
      const { mode, summary, notices } = await restore({ snapshot: copy });
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 32]);
      expect(notices.map(({ code }) => code)).to.deep.equal(['run-end-unknown']);
    });

    it('says so by a link to the folder itself, which is no copy', async () => {
      const link = join(org.folder, 'z link');
      symlinkSync(snapshot(), link, 'junction');
      const { mode, summary, notices } = await restore({ snapshot: link });
      expect([mode, summary.exitCode, notices]).to.deep.equal(['nothing-to-do', 0, []]);
    });

    it('reads what that run has left once it is known to have ended', async () => {
      const stateOf: typeof processes.stateOf = (mark) => {
        const deploy = { checkOnly: false, components: 1, status: 'unknown', at: new Date().toISOString() };
        writeFileSync(file('after.json'), JSON.stringify({ ...record(), deploys: [deploy] }));
        return processes.stateOf(mark);
      };
      expect(await refusalOf({ stateOf })).to.equal('deploy-may-arrive 1');
    });
  });

  it('sends nothing where it cannot be written down that it is about to, 1', async () => {
    const prepared = await org.prepare();
    org.simulator.journal.clear();
    const result = await org.apply(prepared, {
      disk: { ...org.doors.disk, write: withoutDeploys(org.doors.disk.write) },
    });
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
    expect([result.outcomes.map(({ problem }) => problem?.code), result.summary.exitCode]).to.deep.equal([
      ['not-started', 'not-started'],
      1,
    ]);
  });

  it('keeps no trace of a deploy that could not be written down', async () => {
    let isFull = true;
    const { write } = org.doors.disk;
    const late: Write = (path, content, mode) => {
      const answer = isFull ? withoutDeploys(write)(path, content, mode) : write(path, content, mode);
      isFull &&= !content.toString().includes('"at"');
      return answer;
    };
    await org.apply(await org.prepare(), { disk: { ...org.doors.disk, write: late } });
    expect(record().deploys).to.deep.equal([]);
  });

  it('asks for nothing where the run came to its end', async () => {
    await org.remediate();
    org.simulator.journal.clear();
    await restore({ later: LATER });
    expect(org.simulator.journal.of('toolingQuery').filter(({ detail }) => detail.includes('WHERE'))).to.deep.equal([]);
  });
});

type Write = RemediateOrg['doors']['disk']['write'];

/** A disk that is full by the time that a deploy is to be sent. */
const withoutDeploys =
  (write: Write): Write =>
  (path, content, mode) =>
    path.endsWith('after.json') && content.toString().includes('"at"')
      ? Promise.resolve({ ok: false, code: 'ENOSPC' })
      : write(path, content, mode);
