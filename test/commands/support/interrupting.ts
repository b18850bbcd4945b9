import { setTimeout as pause } from 'node:timers/promises';
import type { CliResult, StartedCli } from '../../simulator/cliLogin.js';
import type { Simulator } from '../../simulator/simulator.js';

const LONGEST_WAIT = 120_000;

/** Whether it came to be so before the time was up. */
export const comesToBe = async (isSo: () => boolean): Promise<boolean> => {
  for (const end = Date.now() + LONGEST_WAIT; !isSo() && Date.now() < end;) await pause(20);
  return isSo();
};

/** Sends the signal once the run is held, and waits for its end. */
export const interrupt = async (
  run: StartedCli,
  isHeld: () => boolean,
  signal: NodeJS.Signals,
): Promise<{ held: boolean; ended: CliResult }> => {
  const held = await comesToBe(isHeld);
  run.kill(signal);
  return { held, ended: await run.ended };
};

/** Some request was struck by a fault. */
export const isStruck = ({ journal }: Simulator): boolean => journal.entries.some(({ fault }) => fault !== undefined);

/** A run that is held at its n-th deploy has sent it, and asks after it. */
export const isAskedAfter = ({ journal }: Simulator, nth: number): boolean =>
  journal.of('deploy').length === nth && journal.entries.at(-1)?.poll === true;

/** Holds a run at its n-th deploy, the first of which only validates, and interrupts it while it waits for the end. */
export const interruptDeploy = async (
  simulator: Simulator,
  nth: number,
  signal: NodeJS.Signals,
  start: () => StartedCli,
): Promise<CliResult> => {
  simulator.journal.clear();
  simulator.fault({ kind: 'never-done', on: 'deploy', nth });
  const { ended } = await interrupt(start(), () => isAskedAfter(simulator, nth), signal);
  simulator.clearFaults();
  return ended;
};
