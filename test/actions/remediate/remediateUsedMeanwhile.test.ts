import { expect } from 'chai';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { USER } from '../../simulator/deploy/samples.js';
import { outcomesIn, POLICY, skipsIn, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

const MINUTE = 60_000;

describe('a client logs in while a remediation asks', () => {
  let org: RemediateOrg;
  const { now } = Date;
  let passed: number;
  beforeEach(async () => {
    org = await startRemediateOrg();
    passed = 0;
    Date.now = () => now() + passed;
  });
  afterEach(async () => {
    Date.now = now;
    await org.stop();
  });

  const logIn = (application: string): unknown =>
    org.simulator.state.addRow('LoginHistory', {
      UserId: org.simulator.state.user(USER)?.['Id'],
      LoginTime: new Date(now()).toISOString(),
      LoginType: 'Remote Access Client',
      LoginSubType: 'OauthClientCredentials',
      Application: application,
      Status: 'Success',
      SourceIp: '192.0.2.1',
    });

  /** It takes some minutes to answer, and meanwhile something happens. */
  const after = (minutes: number, happens: () => unknown) => (): Promise<boolean> => {
    happens();
    passed += minutes * MINUTE;
    org.simulator.journal.clear();
    return Promise.resolve(true);
  };

  const searches = (): number =>
    org.simulator.journal.entries.filter(({ detail }) => /LoginHistory/.test(detail)).length;

  it('leaves its app alone as in use, and the others are changed, 68', async () => {
    const before = org.textOf(SYNC);
    const result = await org.apply(await org.prepare(), { approve: after(5, () => logIn('Sync')) });
    expect(skipsIn(result)).to.deep.equal({ [SYNC]: 'in-use' });
    expect(outcomesIn(result)).to.deep.equal({ [POLICY]: 'verified' });
    expect([org.textOf(SYNC), result.summary.exitCode]).to.deep.equal([before, 68]);
  });

  it('changes nothing where the logins of these minutes cannot be read, 1', async () => {
    const prepared = await org.prepare();
    const approve = after(5, () =>
      org.simulator.fault({
        kind: 'error',
        code: 'UNKNOWN_EXCEPTION',
        message: 'gack',
        on: /LoginHistory/,
        times: Infinity,
      }),
    );
    const result = await org.apply(prepared, { approve });
    expect(new Set(result.plan.skipped.map(({ reason }) => reason))).to.deep.equal(new Set(['use-unknown']));
    expect([result.mode, result.summary.exitCode]).to.deep.equal(['nothing-to-do', 1]);
    expect(org.simulator.journal.of('deploy')).to.deep.equal([]);
  });

  it('changes all of it where no client logged in, with one search more', async () => {
    const prepared = await org.prepare();
    const searched: number[] = [];
    const startDeploy: typeof prepared.door.startDeploy = (files, options) => {
      searched.push(searches());
      return prepared.door.startDeploy(files, options);
    };
    const changed = { ...prepared, door: { ...prepared.door, startDeploy } };
    const result = await org.apply(changed, { approve: after(5, () => undefined) });
    expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    expect([searched, result.summary.exitCode]).to.deep.equal([[1], 0]);
  });

  it('searches no more where the answer came at once, or active apps are to be changed', async () => {
    for (const [minutes, includeActive] of [
      [0, false],
      [5, true],
    ] as const) {
      const prepared = await org.prepare({ includeActive, apps: ['Sync'] });
      let searched = -1;
      const startDeploy: typeof prepared.door.startDeploy = (files, options) => {
        searched = searches();
        return prepared.door.startDeploy(files, options);
      };
      const approve = after(minutes, () => undefined);
      const text = org.textOf(SYNC);
      await org.apply({ ...prepared, door: { ...prepared.door, startDeploy } }, { approve });
      expect(searched).to.equal(0);
      org.simulator.setComponent('ConnectedApp', 'Sync', text);
    }
  });

  it('leaves its app alone where it logs in while the deploy before takes minutes', async () => {
    const prepared = await org.prepare();
    const packages = prepared.packages.flat().map((one) => [one]);
    const [, [second] = []] = packages;
    setDeployRules(org.simulator.state, {
      whileDeploying: () => {
        logIn(second?.change.app.name ?? '');
        passed += 5 * MINUTE;
      },
    });
    const result = await org.apply({ ...prepared, packages });
    const problems = result.outcomes.map(({ result: word, problem }) => [word, problem?.code]);
    expect(problems).to.have.deep.members([
      ['verified', undefined],
      ['not-attempted', 'used-meanwhile'],
    ]);
    expect(result.summary.exitCode).to.equal(68);
  });
});
