import { writeSync } from 'node:fs';
import { exitCode } from '../../exitCodes.js';
import type { Lost, OutputName, Shown } from '../signals.js';

export type OutputEnd = {
  shown: Shown;
  /** Where the command line shows an error. */
  errorsTo: OutputName;
  /** stdout belongs to a program that reads a result. */
  forMachines: boolean;
  /** The run has already ended with the error that reports this. */
  isTold: boolean;
};

const DESCRIPTORS: Readonly<Record<OutputName, number>> = { stdout: 1, stderr: 2 };

/** The exit code of a run whose output was lost. It must differ from that of a run whose result was shown. */
export const codeWhenLost = (code: number, { isChanging }: Pick<Shown, 'isChanging'>): number => {
  if (isChanging) return code === exitCode('still-running') ? code : exitCode('not-confirmed');
  return code === exitCode('interrupted') ? code : exitCode('could-not-run');
};

/** An output that still works and can report the lost one. */
export const outputLeft = ({ shown, errorsTo, forMachines, isTold }: OutputEnd): OutputName | undefined => {
  if (isTold && !shown.has(errorsTo)) return undefined;
  if (!shown.has('stderr')) return 'stderr';
  return forMachines || shown.has('stdout') ? undefined : 'stdout';
};

/**
 * Called after the last output: the command line prints a JSON result only after the run, and a failed write may be
 * reported even later.
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
    // No output is left. The exit code reports it.
  }
};
