import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { AUDIT, printed, startCliOrg, type CliOrg } from './cliOrg.js';
import { alongLanes } from './lanes.js';
import { strikesOf, type Strike } from './strikes.js';

type Interruption = Strike & { signal: NodeJS.Signals; forMachines: boolean };

const DEADLINE = 30_000;

/** Holds the run at one request, sends the signal there, and waits for the end. */
const interrupt = async (org: CliOrg, { rule, signal, forMachines }: Interruption) => {
  const { simulator } = org;
  simulator.clearFaults();
  simulator.fault({ kind: 'never', ...rule });
  const started = org.start([...AUDIT, ...(forMachines ? ['--json'] : [])]);
  const isHeld = (): boolean => simulator.journal.entries.some(({ fault }) => fault !== undefined);
  for (const end = Date.now() + DEADLINE; !isHeld() && Date.now() < end;) await pause(20);
  const held = isHeld();
  started.kill(signal);
  const ended = await started.ended;
  return { held, ended };
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

describe('sf oauth-posture audit, interrupted', function () {
  this.timeout(300_000);
  let lanes: CliOrg[];
  let strikes: Strike[];

  before(async () => {
    lanes = await Promise.all([startCliOrg(), startCliOrg()]);
    const [org] = lanes;
    await org?.audit(['--json']);
    strikes = strikesOf(org?.simulator.journal.entries ?? []);
  });
  after(() => Promise.all(lanes.map((org) => org.stop())));

  it('by Ctrl-C at each of its requests: 130, nothing was changed, and nothing else on stdout', async () => {
    expect(strikes.length).to.be.at.least(15);
    const interruptions = strikes.map((strike, index): Interruption => {
      return { ...strike, signal: 'SIGINT', forMachines: index % 2 === 0 };
    });
    const wrong = await alongLanes(lanes, interruptions, async (org, interruption) => {
      const { held, ended } = await interrupt(org, interruption);
      const problems = [...(held ? [] : ['was never asked']), ...problemsOf(ended, interruption.forMachines)];
      return problems.map((problem) => `${interruption.request}: ${problem}`);
    });
    expect(wrong.flat()).to.deep.equal([]);
  });

  it('by SIGTERM and by SIGHUP: the same', async () => {
    const request = 'listMetadata';
    const rule = { on: request, times: Infinity };
    const signals = (['SIGTERM', 'SIGHUP'] as const).map((signal) => ({ request, rule, signal, forMachines: false }));
    const wrong = await alongLanes(lanes, signals, async (org, interruption) => {
      const { ended } = await interrupt(org, interruption);
      return problemsOf(ended, false).map((problem) => `${interruption.signal}: ${problem}`);
    });
    expect(wrong.flat()).to.deep.equal([]);
  });
});
