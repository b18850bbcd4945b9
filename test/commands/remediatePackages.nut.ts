import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { AT_ONCE, CHANGED, REMEDIATE, RESTORE } from './support/changingOrg.js';
import { componentsOf, resultOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';

const [FIRST, SECOND] = CHANGED;
const APPS = CHANGED.flatMap((key) => ['--app', key.split(':')[1] ?? '']);

/** Validation once failed without a word of which app it was, so each of the two apps has a package of its own. */
describe('sf oauth-posture remediate in two packages, the second of which somebody changes meanwhile', () => {
  let org: CliOrg;
  let original: Components;
  let theirs: Components;
  let exitCode: number | null;
  let result: RemediationResult;

  before(async () => {
    org = await startCliOrg();
    const { state } = org.simulator;
    original = componentsOf(org.simulator);
    const component = state.components.get(SECOND);
    setDeployRules(state, {
      whileDeploying: () => {
        setDeployRules(state, { whileDeploying: () => undefined });
        if (component) state.setComponent({ ...component, text: component.text.replace('<label>', '<label>New ') });
        theirs = componentsOf(org.simulator);
      },
    });
    org.simulator.fault({ kind: 'deploy-failed', on: 'deploy', nth: 1 });
    const ended = await org.start([...REMEDIATE, ...APPS, ...AT_ONCE]).ended;
    result = resultOf<RemediationResult>(ended);
    ({ exitCode } = ended);
  });
  after(() => org.stop());

  it('leaves it alone, says so, and ends with 68', () => {
    expect(theirs[SECOND]).to.contain('<label>New ');
    expect(componentsOf(org.simulator)).to.deep.equal(theirs);
    expect(result.outcomes.map(({ result: outcome, problem }) => [outcome, problem?.code])).to.deep.equal([
      ['verified', undefined],
      ['not-attempted', 'changed-meanwhile'],
    ]);
    expect([exitCode, result.deploys.filter(({ checkOnly }) => !checkOnly).length]).to.deep.equal([68, 1]);
  });

  it('restores the first one alone', async () => {
    const snapshot = ['--snapshot', result.snapshot?.directory ?? ''];
    const restored = resultOf<RemediationResult>(await org.start([...RESTORE, ...snapshot, ...AT_ONCE]).ended);
    expect(restored.summary).to.include({ exitCode: 0, verified: 1 });
    expect(componentsOf(org.simulator)).to.deep.equal({ ...theirs, [FIRST]: original[FIRST] });
  });
});
