import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { AUDIT, printed, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { interrupt, isStruck } from './support/interrupting.js';
import { alongLanes } from './support/lanes.js';
import { firstAndLastOfEachKind, strikesOf, type Strike } from './support/strikes.js';

type Interruption = Strike & { signal: NodeJS.Signals; forMachines: boolean };

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const interruptAt = (org: CliOrg, { rule, signal, forMachines }: Interruption) => {
  const { simulator } = org;
  simulator.clearFaults();
  simulator.fault({ kind: 'never', ...rule });
  const run = org.start([...AUDIT, ...(forMachines ? ['--json'] : [])]);
  return interrupt(run, () => isStruck(simulator), signal);
};

const problemsOf = ({ exitCode, stdout, stderr }: CliResult, forMachines: boolean): string[] => {
  const said = forMachines ? (printed({ exitCode, stdout, stderr }).message ?? '') : stderr;
  return [
    ...(exitCode === 130 ? [] : [`exit code ${exitCode}`]),
    ...(said.includes('interrupted. Nothing was changed.') ? [] : [`said ${said}`]),
    ...(forMachines || stdout === '' ? [] : [`on stdout: ${stdout}`]),
    ...(forMachines && stderr !== '' ? [`on stderr: ${stderr}`] : []),
    ...(/^\s+at /m.test(stderr) ? ['a stack trace'] : []),
  ];
};

describe('sf oauth-posture audit, interrupted', () => {
  let lanes: CliOrg[];
  let strikes: Strike[];

  before(async () => {
    lanes = await Promise.all([startCliOrg(), startCliOrg()]);
    const [org] = lanes;
    await org?.audit(['--json']);
    strikes = firstAndLastOfEachKind(strikesOf(org?.simulator.journal.entries ?? []));
  });
  after(() => Promise.all(lanes.map((org) => org.stop())));

  it('at the first and last request of each kind, by each signal in turn: 130, nothing was changed, and nothing else on stdout', async () => {
    expect(strikes.length).to.be.at.least(10);
    const interruptions = strikes.map((strike, index): Interruption => {
      return { ...strike, signal: SIGNALS[index % 3] ?? 'SIGINT', forMachines: index % 2 === 0 };
    });
    const wrong = await alongLanes(lanes, interruptions, async (org, interruption) => {
      const { held, ended } = await interruptAt(org, interruption);
      const problems = [...(held ? [] : ['was never asked']), ...problemsOf(ended, interruption.forMachines)];
      return problems.map((problem) => `${interruption.request}, ${interruption.signal}: ${problem}`);
    });
    expect(wrong.flat()).to.deep.equal([]);
  });
});
