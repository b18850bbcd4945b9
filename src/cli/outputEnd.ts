import { writeSync } from 'node:fs';
import { exitCode } from '../exitCodes.js';
import type { Lost, OutputName, Shown } from './signals.js';

export type OutputEnd = {
  shown: Shown;
  /** Where the command line shows an error. */
  errorsTo: OutputName;
  /** stdout belongs to a program that reads a result. */
  forMachines: boolean;
  /** The run has ended with the error that says so. */
  isTold: boolean;
};

const DESCRIPTORS: Readonly<Record<OutputName, number>> = { stdout: 1, stderr: 2 };

/** The code of a run whose output got lost: whoever goes by the code must not take it for one that was shown. */
export const codeWhenLost = (code: number, { isChanging }: Pick<Shown, 'isChanging'>): number => {
  if (isChanging) return code === exitCode('still-running') ? code : exitCode('not-confirmed');
  return code === exitCode('interrupted') ? code : exitCode('could-not-run');
};

/** Where it can still be said that something else could not be shown. */
export const outputLeft = ({ shown, errorsTo, forMachines, isTold }: OutputEnd): OutputName | undefined => {
  if (isTold && !shown.has(errorsTo)) return undefined;
  if (!shown.has('stderr')) return 'stderr';
  return forMachines || shown.has('stdout') ? undefined : 'stdout';
};

/**
 * The last word, when nothing more will be shown: the command line prints a result in JSON only after the run, and a
 * write that failed is heard of later still.
 */
export const endWith = (end: OutputEnd, code: number, say: (lost: Lost) => string): number => {
  const [lost] = end.shown.lost;
  if (lost === undefined) return code;
  const output = outputLeft(end);
  if (output !== undefined) writeLine(DESCRIPTORS[output], say(lost));
  return codeWhenLost(code, end.shown);
};

const writeLine = (descriptor: number, line: string): void => {
  try {
    writeSync(descriptor, `${line}\n`);
  } catch {
    // There is nowhere left to say it; the exit code does.
  }
};
