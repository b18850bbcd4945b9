import { expect } from 'chai';
import { connect, withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import { deploy, problemsOf, startBench, startDeploy, zip, type Options } from './bench.js';
import { casesOfComponents } from './casesOfComponents.js';
import { casesOfFiles } from './casesOfFiles.js';
import { casesOfPackages } from './casesOfPackages.js';
import { app } from './refusalCase.js';
import { refusal, REFUSALS, type DeployRefusalId } from './refusals.js';
import { setDeployRules } from './rules.js';

const cases = [...casesOfPackages, ...casesOfFiles, ...casesOfComponents];

type CallCase = { story: string; id: DeployRefusalId; options: Options; values?: Record<string, string>; may?: false };

const callCases: readonly CallCase[] = [
  { story: 'part of it only, in production', id: 'rollback-required', options: { rollbackOnError: false } },
  { story: 'no tests at all, in production', id: 'no-test-run', options: { testLevel: 'NoTestRun' } },
  { story: 'a test level nobody knows', id: 'test-level', options: { testLevel: 'Some' }, values: { level: 'Some' } },
  { story: 'somebody who may not', id: 'no-right', options: {}, may: false },
];

describe('a deploy is refused', () => {
  withOwnHome();
  let org: Simulator;
  beforeEach(async () => {
    org = await startBench();
  });
  afterEach(() => org.stop());

  for (const { story, id, values, files, options, rules, prepare } of cases) {
    it(`${story}: ${id}`, async () => {
      prepare?.(org);
      setDeployRules(org.state, rules ?? {});
      const before = [...org.state.components.values()];
      const outcome = await deploy(org, files, options);
      expect(outcome.status, JSON.stringify(outcome.details)).to.equal('Failed');
      expect([...problemsOf(outcome), outcome.errorMessage].join('\n')).to.match(wordsOf(id, values));
      expect([...org.state.components.values()]).to.deep.equal(before);
    });
  }

  for (const { story, id, options, values, may } of callCases) {
    it(`before it begins, ${story}: ${id}`, async () => {
      if (may === false) takeRightsAway(org);
      const problem = await faultOf(startDeploy(await connect(org), zip(app()), options));
      expect(problem).to.include({ errorCode: `sf:${REFUSALS[id].code}` });
      expect(problem.message).to.match(wordsOf(id, values));
    });
  }

  it('no job is asked after that nobody started, or stopped when it has ended', async () => {
    const { metadata } = await connect(org);
    const { id } = await deploy(org, app());
    expect((await faultOf(metadata.checkDeployStatus('0Af000000000000'))).message).to.match(wordsOf('no-such-job'));
    expect((await faultOf(metadata.cancelDeploy(id))).message).to.match(wordsOf('job-ended'));
  });

  it('as a whole, because a test wants it so: unasked-failure', async () => {
    org.fault({ kind: 'deploy-failed', on: 'deploy' });
    const { status, errorMessage, errorStatusCode } = await deploy(org, app());
    expect([status, errorStatusCode]).to.deep.equal(['Failed', REFUSALS['unasked-failure'].code]);
    expect(errorMessage).to.match(wordsOf('unasked-failure'));
  });

  it('with every row of the table at least once in the cases above', () => {
    const others: DeployRefusalId[] = ['no-such-job', 'job-ended', 'unasked-failure'];
    const shown = new Set([...[...cases, ...callCases].map(({ id }) => id), ...others]);
    expect([...shown]).to.have.members(Object.keys(REFUSALS));
  });
});

function wordsOf(id: DeployRefusalId, values: Record<string, string> = {}): RegExp {
  const literally = refusal(id, values).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(literally.replaceAll('\\*', '.*'));
}

async function faultOf(call: Promise<unknown>): Promise<Error & { errorCode: string }> {
  const outcome = await call.then(
    () => new Error('It was accepted.'),
    (error: unknown) => error,
  );
  return outcome as Error & { errorCode: string };
}

function takeRightsAway({ state }: Simulator): void {
  for (const row of state.rowsOf('PermissionSet')) {
    Object.assign(row, { PermissionsModifyMetadata: false, PermissionsModifyAllData: false });
  }
}
