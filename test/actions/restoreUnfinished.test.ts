import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { apply } from '../../src/actions/remediate/apply.js';
import { prepareRestore, type RestoreRequest } from '../../src/actions/restore.js';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { SnapshotAfter } from '../../src/remediation/model/saved.js';
import { Refusal } from '../../src/actions/refusal.js';
import { finishDeploys, forgetDeploys } from '../simulator/deploy/operations.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from './support/remediateOrg.js';

/** What somebody does in Setup in the middle of the night. */
const OF_ANOTHER_USER = connectedApp({ oauthClientCredentialUser: 'admin@example.com' });
const SWITCHED_OFF = connectedApp({ isClientCredentialEnabled: 'false', oauthClientCredentialUser: undefined });

describe('restoring from the snapshot of a run that did not come to its end', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const isOn = (key: string): boolean => /ClientCredentials?(?:Flow)?Enabled>true</.test(org.textOf(key));
  /** The record of the run, as if it had sent its deploys then. */
  const sentAt = (at: string): string => {
    const record = JSON.parse(readFileSync(join(snapshot(), 'after.json'), 'utf8')) as SnapshotAfter;
    return JSON.stringify({ ...record, deploys: record.deploys.map((deploy) => ({ ...deploy, at, orgAt: at })) });
  };
  const switchOff = (): void => void org.simulator.setComponent('ConnectedApp', 'Sync', SWITCHED_OFF);
  const snapshot = (): string => join(org.folder, readdirSync(org.folder)[0] ?? 'none');
  const restore = async (how: Partial<RestoreRequest> = {}, waitMs = 10_000): Promise<RemediationResult> => {
    const request = { org: org.login.username, snapshot: snapshot(), apps: null, force: false, ...how };
    const doors = { ...org.doors, openOrg: (target: string) => org.open({ target, waitMs, firstPoll: 10 }) };
    return apply(await prepareRestore(request, doors), join(org.folder, 'of the restore'), doors);
  };
  const refusalOf = async (how?: Partial<RestoreRequest>, waitMs?: number): Promise<string> => {
    const ended: unknown = await restore(how, waitMs).catch((error: unknown) => error);
    if (ended instanceof Refusal) return ended.exitCode === 1 ? ended.code : `${ended.code} ${ended.exitCode}`;
    throw new Error(`Not refused: ${JSON.stringify(ended)}`);
  };

  it('leaves an app alone that somebody switched off while the run was being approved', async () => {
    await org.apply(await org.prepare(), {
      approve: () => {
        switchOff();
        return Promise.resolve(true);
      },
    });
    const { summary } = await restore();
    expect([summary.exitCode, isOn(SYNC), isOn(POLICY)]).to.deep.equal([0, false, true]);
  });

  describe('because its deploy failed', () => {
    beforeEach(async () => {
      setDeployRules(org.simulator.state, {
        refuses: ({ checkOnly, fullName }) => (checkOnly || fullName !== 'Sync' ? undefined : 'Not today.'),
      });
      expect((await org.remediate({ apps: ['Sync'] })).summary.exitCode).to.equal(1);
      setDeployRules(org.simulator.state, { refuses: () => undefined });
      switchOff();
    });

    it('leaves an app alone that it never changed, and that somebody switched off since', async () => {
      const result = await restore();
      expect(skipsIn(result)).to.deep.equal({
        'ConnectedApp:Sync': 'not-changed',
      });
      expect([result.summary.exitCode, isOn(SYNC)]).to.deep.equal([0, false]);
    });

    it('restores it when it is forced', async () => {
      expect((await restore({ force: true })).summary.exitCode).to.equal(0);
      expect(isOn(SYNC)).to.equal(true);
    });

    for (const [title, spoil] of [
      ['is gone', (path: string): void => rmSync(path)],
      ['is damaged', (path: string): void => writeFileSync(path, '{"outcomes": [')],
    ] as const)
      it(`takes every app for changed where the record of the result ${title}`, async () => {
        spoil(join(snapshot(), 'result.json'));
        await restore();
        expect(isOn(SYNC)).to.equal(true);
      });
  });

  describe('because another one of its deploy was refused', () => {
    const isLeftAlone = async ({ outcomes }: RemediationResult, why: string): Promise<void> => {
      expect(outcomes.map(({ problem }) => problem?.code)).to.deep.equal([why, 'deploy-failed']);
      switchOff();
      expect(skipsIn(await restore())['ConnectedApp:Sync']).to.equal('not-changed');
      expect(isOn(SYNC)).to.equal(false);
    };
    beforeEach(() =>
      setDeployRules(org.simulator.state, {
        refuses: ({ checkOnly, fullName }) => (checkOnly || fullName === 'Sync' ? undefined : 'Not today.'),
      }),
    );

    it('leaves an app alone that was rolled back with another one, and that somebody switched off since', async () => {
      const prepared = await org.prepare();
      const abortion = new AbortController();
      const awaitDeploy: typeof prepared.door.awaitDeploy = async (id) => {
        const ended = await prepared.door.awaitDeploy(id);
        abortion.abort();
        return ended;
      };
      const door = { ...prepared.door, awaitDeploy };
      const result = await org.apply({ ...prepared, door }, { signal: abortion.signal });
      expect(result.summary.exitCode).to.equal(130);
      await isLeftAlone(result, 'rolled-back-with');
    });

    it('leaves an app alone that could not be sent again without the other one', async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'error', on: 'retrieve', code: 'LIMITED', message: 'not now', nth: 2 });
      await isLeftAlone(await org.apply(prepared), 'not-sent-again');
    });
  });

  describe('because nobody waited for its deploy', () => {
    beforeEach(async () => {
      const prepared = await org.prepare();
      setDeployRules(org.simulator.state, { lands: 'when-done' });
      org.simulator.fault({ kind: 'never-done', on: 'deploy' });
      const awaitDeploy = () => Promise.resolve({ ok: false, problem: { code: 'wait-ended', detail: '' } } as const);
      const result = await org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } });
      expect(result.summary.exitCode).to.equal(69);
      org.simulator.clearFaults();
    });

    it('waits until that deploy has ended: what it is about to do cannot be seen yet', async () => {
      expect(await refusalOf({}, 300)).to.equal('deploy-still-running 69');
      const ends = setTimeout(() => finishDeploys(org.simulator.state), 300);
      expect((await restore()).summary.exitCode).to.equal(0);
      clearTimeout(ends);
      expect(isOn(SYNC) && isOn(POLICY)).to.equal(true);
    });

    it('goes on when it has ended in between', async () => {
      finishDeploys(org.simulator.state);
      expect(isOn(SYNC)).to.equal(false);
      expect((await restore()).summary.exitCode).to.equal(0);
      expect(isOn(SYNC) && isOn(POLICY)).to.equal(true);
    });

    it('refuses where the org does not answer', async () => {
      finishDeploys(org.simulator.state);
      org.simulator.fault({ kind: 'error', on: 'checkDeployStatus', code: 'LIMITED', message: 'not now' });
      expect(await refusalOf()).to.equal('deploy-end-unknown');
    });

    it('says that the end is not known where it is forced, 32', async () => {
      const { summary, notices, mode } = await restore({ force: true });
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 32]);
      expect(notices).to.deep.include({ code: 'deploy-end-unknown' });
    });

    it('where the org has forgotten that deploy, says so and goes by what it reads, without being forced', async () => {
      finishDeploys(org.simulator.state);
      forgetDeploys(org.simulator.state);
      writeFileSync(join(snapshot(), 'after.json'), sentAt('2026-01-01T00:00:00.000Z'));
      const { summary, notices } = await restore();
      expect([summary.exitCode, isOn(SYNC) && isOn(POLICY)]).to.deep.equal([0, true]);
      expect(notices.map(({ code }) => code)).to.include('deploy-forgotten');
    });

    it('does not take a deploy of today for forgotten, as it may be hidden from this user, 32', async () => {
      forgetDeploys(org.simulator.state);
      const { mode, summary, notices } = await restore();
      expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 32]);
      expect(notices.map(({ code }) => code)).to.include('deploy-hidden');
    });

    it('where the org has forgotten the job and still has its record, says nothing of it', async () => {
      finishDeploys(org.simulator.state);
      org.simulator.fault({ kind: 'error', on: 'checkDeployStatus', code: 'INVALID_ID_FIELD', message: 'bad id' });
      const { summary, notices } = await restore();
      expect([summary.exitCode, isOn(SYNC)]).to.deep.equal([0, true]);
      expect(notices.map(({ code }) => code)).not.to.include('deploy-forgotten');
    });

    it('leaves alone all the same what somebody else changed since', async () => {
      finishDeploys(org.simulator.state);
      forgetDeploys(org.simulator.state);
      org.simulator.setComponent('ConnectedApp', 'Sync', OF_ANOTHER_USER);
      expect(skipsIn(await restore())['ConnectedApp:Sync']).to.equal('changed-again');
    });
  });

  it('finds in the snapshot how far each deploy got, and what was read back', async () => {
    await org.remediate();
    const { deploys, components } = JSON.parse(readFileSync(join(snapshot(), 'after.json'), 'utf8')) as SnapshotAfter;
    expect(deploys.map(({ status }) => status)).to.deep.equal(['Succeeded']);
    expect(components.map((one) => one.switch)).to.deep.equal(Array(2).fill({ flag: 'false', user: null }));
  });
});
