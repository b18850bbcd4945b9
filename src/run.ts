import { SfError } from '@salesforce/core';
import type { AuditDoors } from './actions/audit.js';
import { readText } from './files/read.js';
import { readBytes } from './files/readBytes.js';
import { walk } from './files/walk.js';
import { withInterrupt } from './interrupt.js';
import { withLostOutput } from './lostOutput.js';
import { openOrg } from './org/connect.js';
import { deadlinesFrom } from './org/deadlines.js';
import { toProblem } from './org/errors.js';
import { installTransport } from './org/transport.js';
import { Progress, progressMode, type ProgressOptions } from './progress.js';
import { Refusal } from './refusal.js';
import type { Texts } from './reports/texts-type.js';
import { createTexts, harmless, problemToError } from './texts.js';

export type RunOptions = {
  /** The result goes to a machine, so nothing but the result is shown. */
  forMachines: boolean;
  tool: AuditDoors['tool'];
  spinner: ProgressOptions['spinner'];
  writeLine: (line: string) => void;
  apiVersion: string | undefined;
  waitMs: number;
};

export type Run = { texts: Texts; doors: AuditDoors };

/** What every command does around its action: the doors it works through, and its failures in words of our own. */
export const run = <T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> =>
  withLostOutput(() => runTold(options, work));

const runTold = async <T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> => {
  const texts = createTexts();
  const progress = new Progress({
    mode: progressMode({ forMachines: options.forMachines, isTerminal: process.stderr.isTTY }),
    spinner: options.spinner,
    write: options.writeLine,
    say: (step, ...values) => texts.say('progress', step, ...values.map(harmless)),
  });
  const transport = installTransport({ deadlines: deadlinesFrom(process.env) });
  try {
    return await withInterrupt((signal) => work({ texts, doors: doorsOf(options, progress, signal) }));
  } catch (error) {
    throw inOurWords(error, texts);
  } finally {
    progress.done();
    await transport.uninstall();
  }
};

const doorsOf = ({ tool, apiVersion, waitMs }: RunOptions, progress: Progress, signal: AbortSignal): AuditDoors => ({
  openOrg: (target) => openOrg({ target, apiVersion, waitMs, signal }),
  readText,
  readBytes,
  walk,
  explain: ({ code, detail }, target) => problemToError(code, [target, detail]),
  now: () => new Date(),
  signal,
  progress,
  tool,
});

/** A foreign error is neither thrown on nor kept as a cause: it would choose the exit code by itself. */
const inOurWords = (error: unknown, texts: Texts): SfError => {
  if (!(error instanceof Refusal)) {
    const { code, detail } = toProblem(error);
    const { name, message, actions } = problemToError(code, [texts.say('errors', 'this-run'), detail]);
    return new SfError(message, name, actions, 1);
  }
  const { code, values, bundle, points, exitCode } = error;
  const { name, message, actions } = problemToError(code, values, bundle);
  const places = points.map(({ file, line, column, key, values: own }) =>
    texts.say(bundle, 'place', harmless(file), line, column, texts.say(bundle, key, ...own.map(harmless))),
  );
  return new SfError(message, name, [...places, ...actions], exitCode);
};
