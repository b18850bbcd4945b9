import { expect } from 'chai';
import type { Prepared } from '../../../src/actions/remediate/prepared.js';
import type { RemediationResult } from '../../../src/remediation/model/result.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { connectedApp } from '../../simulator/deploy/samples.js';
import type { FaultRule } from '../../simulator/faults.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const POISON = { kind: 'retrieve-failed', on: 'retrieve', message: 'gack' } as const;
const DB_FAILED = 'Load of metadata from db failed for metadata of type:ConnectedApp and file name:Sync.';

describe('reading components once more', () => {
  let org: RemediateOrg;
  let prepared: Prepared;
  beforeEach(async () => {
    org = await startRemediateOrg();
    prepared = await org.prepare();
  });
  afterEach(() => org.stop());

  const skipOf = (name: string, { plan }: RemediationResult): unknown => {
    const { reason, detail } = plan.skipped.find(({ app }) => app.name === name) ?? {};
    return [reason, detail];
  };
  const isOn = (): boolean => org.textOf(SYNC).includes('isClientCredentialEnabled>true');

  describe('right before the deploy', () => {
    it('leaves out the one component that spoils the retrieve, and does the rest, 68', async () => {
      org.simulator.fault({ ...POISON, member: SYNC, times: Infinity });
      const result = await org.apply(prepared);
      expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
      expect(skipOf('Sync', result)).to.deep.equal(['not-read', 'UNKNOWN_EXCEPTION: gack']);
      expect([isOn(), result.summary.exitCode]).to.deep.equal([true, 68]);
    });

    it('survives a retrieve that fails once', async () => {
      org.simulator.fault(POISON);
      expect((await org.apply(prepared)).summary.exitCode).to.equal(0);
    });

    it('refuses where the org gives nothing at all', async () => {
      org.simulator.fault({ ...POISON, times: Infinity });
      const ended: unknown = await org.apply(prepared).catch((error: unknown) => error);
      expect(ended).to.include({ code: 'retrieve-failed', exitCode: 1 });
    });

    it('takes nothing for gone that the org cannot load, 68', async () => {
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp(), { unretrievable: DB_FAILED });
      const result = await org.apply(prepared);
      expect(skipOf('Sync', result)).to.deep.equal(['not-read', DB_FAILED]);
      expect([outcomesIn(result), result.summary.exitCode]).to.deep.equal([{ [POLICY]: 'verified' }, 68]);
    });

    it('takes nothing for gone that just does not come back', async () => {
      org.simulator.setComponent('ConnectedApp', 'Sync', connectedApp(), { unretrievable: 'Something about Sync_2.' });
      expect(skipOf('Sync', await org.apply(prepared))).to.deep.equal(['not-read', undefined]);
    });
  });

  it('between two packages leaves out the one that cannot be loaded, and sends the rest, 68', async () => {
    const packages = prepared.packages.flat().map((one) => [one]);
    setDeployRules(org.simulator.state, {
      whileDeploying: () => {
        const file = org.textOf(POLICY);
        const unretrievable = 'Load failed: ExtlClntAppOauthConfigurablePolicies Gateway_oauthPlcy';
        org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', file, {
          unretrievable,
        });
      },
    });
    const result = await org.apply({ ...prepared, packages });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'not-attempted' });
    expect(result.outcomes[1]?.problem?.code).to.equal('not-seen-again');
    expect(result.outcomes[1]?.problem?.detail).to.contain('Load failed');
    expect(result.summary.exitCode).to.equal(68);
  });

  describe('after the deploy', () => {
    /** Arms the fault once the org has taken the deploy. */
    const afterDeploy = async (fault: FaultRule): Promise<RemediationResult> => {
      const awaitDeploy: Prepared['door']['awaitDeploy'] = async (id) => {
        const ended = await prepared.door.awaitDeploy(id);
        org.simulator.fault(fault);
        return ended;
      };
      return org.apply({ ...prepared, door: { ...prepared.door, awaitDeploy } });
    };

    it('has nothing to say of the one component that spoils the retrieve, and confirms the rest, 32', async () => {
      const result = await afterDeploy({ ...POISON, member: SYNC, times: Infinity });
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'failed', [POLICY]: 'verified' });
      const [{ problem } = {}] = result.outcomes;
      expect(problem).to.include({ code: 'not-read-back', reason: 'retrieve-failed' });
      expect(problem?.detail).to.contain('gack');
      expect(result.summary.exitCode).to.equal(32);
    });

    for (const [title, fault] of Object.entries<FaultRule>({
      'one retrieve fails by chance': POISON,
      'one component cannot be read for a moment': { ...POISON, member: SYNC, times: 3 },
      'nothing can be read for a moment': { ...POISON, times: 5 },
    }))
      it(`asks again where ${title}, 0`, async () => {
        const result = await afterDeploy(fault);
        expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
        expect(result.summary.exitCode).to.equal(0);
      });

    /** As many readings as the org goes on showing what was there before the deploy. */
    const withStale = async (times: number): Promise<{ result: RemediationResult; readings: number }> => {
      const before = await prepared.door.retrieve(prepared.plan.changes.map(({ component }) => component));
      let readings = 0;
      const finishing = (): Prepared['door'] => {
        const door = prepared.door.finishing();
        const retrieve: Prepared['door']['retrieve'] = (members) => {
          readings += 1;
          return readings <= times ? Promise.resolve(before) : door.retrieve(members);
        };
        return { ...door, retrieve };
      };
      const result = await org.apply({ ...prepared, door: { ...prepared.door, finishing } });
      return { result, readings };
    };

    it('asks again an org that for a moment still shows what was there before, 0', async () => {
      const { result, readings } = await withStale(2);
      expect([outcomesIn(result), readings]).to.deep.equal([{ [SYNC]: 'verified', [POLICY]: 'verified' }, 3]);
      expect(result.summary.exitCode).to.equal(0);
    });

    it('and not for ever, 32', async () => {
      const { result } = await withStale(Infinity);
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'reverted', [POLICY]: 'reverted' });
      expect(result.summary.exitCode).to.equal(32);
    });

    it('does not ask again an org that no longer accepts the log-in', async () => {
      let readings = 0;
      const retrieve: Prepared['door']['retrieve'] = () => {
        readings += 1;
        return Promise.resolve({ ok: false, problem: { code: 'session-refused', detail: '' } });
      };
      const finishing = (): Prepared['door'] => ({ ...prepared.door, retrieve });
      const result = await org.apply({ ...prepared, door: { ...prepared.door, finishing } });
      expect(result.outcomes.map(({ problem }) => problem?.reason)).to.deep.equal(Array(2).fill('session-refused'));
      expect(readings).to.equal(1);
    });
  });
});
