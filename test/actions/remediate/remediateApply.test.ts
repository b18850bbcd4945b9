import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { finishDeploys } from '../../simulator/deploy/operations.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { KEY, connectedApp } from '../../simulator/deploy/samples.js';
import { isToDo } from '../../../src/posture/notices.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('remediating an org', () => {
  let org: RemediateOrg;
  beforeEach(async () => {
    org = await startRemediateOrg();
  });
  afterEach(() => org.stop());

  const isOn = (key: string): boolean => /ClientCredentials?(?:Flow)?Enabled>true</.test(org.textOf(key));

  it('switches the flow of both kinds off, and only that', async () => {
    const before = { sync: org.textOf(SYNC), policy: org.textOf(POLICY) };
    const result = await org.remediate();
    expect(result.outcomes.map(({ problem }) => problem)).to.deep.equal([undefined, undefined]);
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect([result.mode, result.summary.exitCode]).to.deep.equal(['applied', 0]);
    expect(isOn(SYNC) || isOn(POLICY)).to.equal(false);
    expect(linesGone(before.sync, org.textOf(SYNC))).to.deep.equal([
      '<isClientCredentialEnabled>true</isClientCredentialEnabled>',
      '<oauthClientCredentialUser>integration.user@example.com</oauthClientCredentialUser>',
    ]);
    expect(linesGone(before.policy, org.textOf(POLICY))).to.deep.equal([
      '<clientCredentialsFlowUser>integration.user@example.com</clientCredentialsFlowUser>',
      '<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>',
    ]);
  });

  it('audits again, and the same apps pass', async () => {
    const { after } = await org.remediate();
    expect(after?.findings.map(({ app, status }) => [app.name, status])).to.deep.equal([
      ['Sync', 'pass'],
      ['Gateway', 'pass'],
    ]);
  });

  it('tells machines, too, that tokens live on, and what else has to follow', async () => {
    const { notices } = await org.remediate();
    expect(notices.map(({ code }) => code)).to.include.members([
      'tokens-to-end',
      'secret-to-rotate',
      'tree-to-audit',
      'takes-effect-later',
    ]);
    expect((await org.remediate()).notices.filter(isToDo)).to.deep.equal([]);
  });

  it('does nothing the second time', async () => {
    await org.remediate();
    org.simulator.journal.clear();
    const again = await org.remediate();
    expect([again.mode, again.summary.exitCode, again.outcomes]).to.deep.equal(['nothing-to-do', 0, []]);
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  });

  it('changes nothing where somebody says no', async () => {
    const result = await org.apply(await org.prepare(), { approve: () => Promise.resolve(false) });
    expect([result.mode, result.summary.exitCode]).to.deep.equal(['cancelled', 1]);
    expect(isOn(SYNC) && isOn(POLICY)).to.equal(true);
    expect(readdirSync(org.folder)).to.deep.equal([]);
  });

  describe('interrupted', () => {
    const refusalOf = async (changed: Parameters<RemediateOrg['apply']>[1]): Promise<unknown> => {
      let refusal: unknown;
      await org.apply(await org.prepare(), changed).catch((error: unknown) => (refusal = error));
      return refusal;
    };
    it('at the question: 130, not even a snapshot is taken', async () => {
      const approve = (): Promise<boolean> => {
        org.abortion.abort();
        return Promise.resolve(true);
      };
      expect(await refusalOf({ approve })).to.include({ code: 'interrupted', exitCode: 130 });
      expect(readdirSync(org.folder)).to.deep.equal([]);
    });

    it('while the org is read once more: 130, and no snapshot is taken', async () => {
      const prepared = await org.prepare();
      const retrieve: typeof prepared.door.retrieve = (members) => {
        const answer = prepared.door.retrieve(members);
        void answer.then(() => org.abortion.abort());
        return answer;
      };
      let refusal: unknown;
      const door = { ...prepared.door, retrieve };
      await org.apply({ ...prepared, door }).catch((error: unknown) => (refusal = error));
      expect(refusal).to.include({ code: 'interrupted', exitCode: 130 });
      expect(readdirSync(org.folder)).to.deep.equal([]);
    });

    it('while the snapshot is written: 130, and nothing is deployed', async () => {
      const { disk } = org.doors;
      const write: typeof disk.write = (path, content) => {
        org.abortion.abort();
        return disk.write(path, content);
      };
      expect(await refusalOf({ disk: { ...disk, write } })).to.include({ code: 'interrupted', exitCode: 130 });
      expect(isOn(SYNC) && isOn(POLICY)).to.equal(true);
      expect(readdirSync(org.folder)).to.deep.equal([]);
    });
  });

  it('has the snapshot on the disk before the first write, and the deploy in it at once', async () => {
    org.simulator.fault({ kind: 'never-done', on: 'checkDeployStatus', nth: 3, times: Infinity });
    const prepared = await org.prepare();
    const seen: string[][] = [];
    const watched: typeof prepared.door = {
      ...prepared.door,
      startDeploy: (files, options) => {
        seen.push(readdirSync(join(org.folder, readdirSync(org.folder)[0] ?? '')));
        return prepared.door.startDeploy(files, options);
      },
      awaitDeploy: (id) => {
        seen.push([readFileSync(join(org.folder, readdirSync(org.folder)[0] ?? '', 'after.json'), 'utf8')]);
        return prepared.door.deployStatus(id);
      },
    };
    const result = await org.apply({ ...prepared, door: watched });
    expect(seen[0]).to.have.members(['.gitignore', 'after.json', 'before.json', 'originals']);
    expect(seen[1]?.[0]).to.contain(result.deploys.at(-1)?.id);
  });

  describe('where something changed between plan and deploy', () => {
    it('takes out what another hand changed, and does the rest', async () => {
      const prepared = await org.prepare();
      org.simulator.setComponent(
        'ConnectedApp',
        'Sync',
        connectedApp({ callbackUrl: 'https://elsewhere.example.com' }),
      );
      const result = await org.apply(prepared);
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'changed-since-plan' });
      expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
      expect(result.summary.exitCode).to.equal(68);
      expect(isOn(SYNC)).to.equal(true);
    });

    it('never sends a component that no longer exists', async () => {
      const prepared = await org.prepare();
      org.simulator.removeComponent('ConnectedApp', 'Sync');
      const result = await org.apply(prepared);
      expect(skipsIn(result)).to.deep.equal({ 'ConnectedApp:Sync': 'gone' });
      expect(org.simulator.state.component('ConnectedApp', 'Sync')).to.equal(undefined);
    });

    it('ends with 1 and deploys nothing where nothing is left', async () => {
      const prepared = await org.prepare({ apps: ['Sync'] });
      org.simulator.setComponent(
        'ConnectedApp',
        'Sync',
        connectedApp({ oauthClientCredentialUser: 'other@example.com' }),
      );
      const result = await org.apply(prepared);
      expect([result.mode, result.summary.exitCode]).to.deep.equal(['nothing-to-do', 1]);
      expect(result.deploys.every(({ checkOnly }) => checkOnly)).to.equal(true);
    });

    it('goes on where lists merely come back in another order', async () => {
      const prepared = await org.prepare({ apps: ['Sync'] });
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp({}, { profileName: ['Integration', 'Admin'] }));
      expect((await org.apply(prepared)).summary.exitCode).to.equal(0);
    });
  });

  describe('where the org does something else than it was told', () => {
    it('a flag that comes back is reverted, 32', async () => {
      setDeployRules(org.simulator.state, { reverts: [SYNC] });
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'reverted', [POLICY]: 'verified' });
      expect(result.summary.exitCode).to.equal(32);
    });

    it('what it merely spells in its own way is verified, 0', async () => {
      setDeployRules(org.simulator.state, { spelling: 'own' });
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
      for (const own of ['>Integration,Admin<', '<clientCredentialsFlowUser><', '<isTokenExchangeFlowEnabled>false<'])
        expect(org.textOf(POLICY)).to.contain(own);
      expect(result.summary.exitCode).to.equal(0);
    });

    it('an element that is lost on the way is altered, and named, 32', async () => {
      setDeployRules(org.simulator.state, { forgets: ['isAdminApproved'] });
      const result = await org.remediate({ apps: ['Sync'] });
      expect(result.outcomes[0]?.result).to.equal('altered');
      expect(result.outcomes[0]?.problem?.differences).to.deep.equal([
        { path: 'oauthConfig.isAdminApproved', before: 'true', after: 'false' },
      ]);
      expect(result.summary.exitCode).to.equal(32);
    });

    const refusing = (...names: string[]): void =>
      setDeployRules(org.simulator.state, {
        refuses: ({ checkOnly, fullName }) => (checkOnly || !names.includes(fullName) ? undefined : 'Not today.'),
      });

    it('one app that is refused at last does not sink the rest, 68', async () => {
      refusing('Sync');
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed', [POLICY]: 'verified' });
      expect(result.outcomes[0]?.problem).to.deep.equal({ code: 'deploy-failed', detail: 'Not today.' });
      expect(result.deploys.filter(({ checkOnly }) => !checkOnly).map(({ status }) => status)).to.deep.equal([
        'Failed',
        'Succeeded',
      ]);
      expect(result.summary.exitCode).to.equal(68);
      expect([isOn(SYNC), isOn(POLICY)]).to.deep.equal([true, false]);
    });

    it('a deploy that fails leaves all as it was, 1', async () => {
      refusing('Sync', 'Gateway_oauthPlcy');
      const result = await org.remediate();
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed', [POLICY]: 'failed' });
      expect(result.summary.exitCode).to.equal(1);
    });
  });

  it('does not take an app that comes back with another consumer key for one that was only switched off', async () => {
    const rotate = (): void => {
      org.simulator.setComponent('ConnectedApp', 'Sync', org.textOf(SYNC).replace(KEY, '3MVG9.another'));
    };
    setDeployRules(org.simulator.state, { whileDeploying: rotate });
    const result = await org.remediate({ apps: ['Sync'] });
    expect(result.outcomes.map(({ result: outcome, problem }) => [outcome, problem?.code])).to.deep.equal([
      ['altered', 'key-differs'],
    ]);
    expect(result.summary.exitCode).to.equal(32);
    expect(JSON.stringify(result)).not.to.contain('3MVG9');
  });

  describe('where the audit afterwards says otherwise', () => {
    it('an app that still fails makes everything doubtful, and is named, 32', async () => {
      const prepared = await org.prepare();
      const auditAgain = async () => {
        const after = await prepared.auditAgain?.();
        if (!after) throw new Error('Nothing audits again.');
        const findings = after.findings.map((finding) =>
          finding.app.name === 'Sync' ? { ...finding, status: 'fail' as const } : finding,
        );
        return { ...after, findings };
      };
      const result = await org.apply({ ...prepared, auditAgain });
      expect(result.notices).to.deep.include({ code: 'still-fails', app: 'ConnectedApp:Sync' });
      expect(result.summary.exitCode).to.equal(32);
    });
  });

  it('switches every policy of an app off', async () => {
    const second = org.textOf(POLICY).replace('<label>', '<label>Second ');
    org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_second', second);
    const result = await org.remediate({ apps: ['Gateway'] });
    expect(Object.values(outcomesIn(result))).to.deep.equal(['verified', 'verified']);
    expect(result.summary.exitCode).to.equal(0);
  });

  it('reads back to the end although somebody interrupts once the deploy is done', async () => {
    const prepared = await org.prepare();
    const awaitDeploy: typeof prepared.door.awaitDeploy = async (id) => {
      const ended = await prepared.door.awaitDeploy(id);
      org.abortion.abort();
      return ended;
    };
    const result = await org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.notices).to.deep.include({ code: 'not-audited-again' });
    expect(result.summary.exitCode).to.equal(0);
  });

  describe('where the wire breaks', () => {
    it('a lost answer to the deploy is settled by reading: it was done', async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'reset-after', on: 'deploy' });
      const result = await org.apply(prepared);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
      expect(result.summary.exitCode).to.equal(0);
    });

    it('a lost answer to a deploy that is done only a moment later is settled by reading again', async () => {
      const prepared = await org.prepare();
      setDeployRules(org.simulator.state, { lands: 'when-done' });
      org.simulator.fault({ kind: 'reset-after', on: 'deploy' });
      let readings = 0;
      const finishing: typeof prepared.door.finishing = () => {
        const door = prepared.door.finishing();
        const retrieve: typeof door.retrieve = (members) => {
          readings += 1;
          if (readings === 3) finishDeploys(org.simulator.state);
          return door.retrieve(members);
        };
        return { ...door, retrieve };
      };
      const result = await org.apply({ ...prepared, door: { ...prepared.door, finishing } });
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
      expect([readings, result.summary.exitCode]).to.deep.equal([3, 0]);
    });

    it('a deploy that never arrived is not taken for done, 32', async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'reset-before', on: 'deploy' });
      const result = await org.apply(prepared);
      expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['deploy-unknown', 'deploy-unknown']);
      expect(result.summary.exitCode).to.equal(32);
    });

    it('a deploy that the org refuses to take was not attempted, 1', async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'locked', on: 'deploy' });
      const result = await org.apply(prepared);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'not-attempted', [POLICY]: 'not-attempted' });
      expect(result.summary.exitCode).to.equal(1);
    });

    it('a deploy that does not end is in progress, 69, and another run finds it done', async () => {
      const prepared = await org.prepare();
      setDeployRules(org.simulator.state, { lands: 'when-done' });
      org.simulator.fault({ kind: 'never-done', on: 'deploy' });
      const door = { ...prepared.door, awaitDeploy: () => Promise.resolve(WAIT_ENDED) };
      const result = await org.apply({ ...prepared, door });
      expect([result.mode, result.summary.exitCode]).to.deep.equal(['in-progress', 69]);
      expect(result.notices.map(({ code }) => code)).to.include('tokens-to-end');
      expect(result.deploys.at(-1)).to.include({ checkOnly: false });
      finishDeploys(org.simulator.state);
      expect((await org.remediate()).summary.exitCode).to.equal(0);
      expect(isOn(SYNC) || isOn(POLICY)).to.equal(false);
    });

    it('what cannot be read back is not taken for done, 32', async () => {
      const prepared = await org.prepare();
      org.simulator.fault({ kind: 'session-expired', on: 'retrieve', nth: 2, times: Infinity });
      const result = await org.apply(prepared);
      expect(result.outcomes.map(({ problem }) => problem?.code)).to.deep.equal(['not-read-back', 'not-read-back']);
      expect(result.summary.exitCode).to.equal(32);
    });
  });

  it('writes no snapshot, no deploy: a folder that cannot be written ends it', async () => {
    const disk = { ...org.doors.disk, write: () => Promise.resolve({ ok: false as const, code: 'ENOSPC' }) };
    let refusal: unknown;
    const prepared = await org.prepare();
    await org.apply(prepared, { disk }).catch((error: unknown) => (refusal = error));
    expect(refusal).to.include({ code: 'snapshot-not-written', exitCode: 1 });
    expect(isOn(SYNC) && isOn(POLICY)).to.equal(true);
  });

  it('tells that the id of a deploy could not be written down, and goes on', async () => {
    const { disk } = org.doors;
    let writings = 0;
    const write: typeof disk.write = (path, content) => {
      if (!path.endsWith('after.json')) return disk.write(path, content);
      writings += 1;
      return writings === 3 ? Promise.resolve({ ok: false, code: 'ENOSPC' }) : disk.write(path, content);
    };
    const result = await org.apply(await org.prepare(), { disk: { ...disk, write } });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect(result.notices).to.deep.include({ code: 'snapshot-incomplete', data: { problem: 'ENOSPC' } });
  });

  it('keeps no key in the snapshot, and none in what is deployed', async () => {
    const prepared = await org.prepare();
    const sent: string[] = [];
    const startDeploy: typeof prepared.door.startDeploy = (files, options) => {
      sent.push(...files.map(({ text }) => text));
      return prepared.door.startDeploy(files, options);
    };
    await org.apply({ ...prepared, door: { ...prepared.door, startDeploy } });
    const [directory = ''] = readdirSync(org.folder);
    const kept = readdirSync(join(org.folder, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(kept.length).to.equal(6);
    for (const text of [...sent, ...kept]) expect(text).not.to.match(/3MVG9|consumerKey|consumerSecret/);
  });
});

const WAIT_ENDED = { ok: false, problem: { code: 'wait-ended', detail: '' } } as const;

const linesGone = (before: string, after: string): string[] => {
  const left = after.split('\n');
  return before
    .split('\n')
    .filter((line) => !left.includes(line))
    .map((line) => line.trim());
};
