import { SfError } from '@salesforce/core';
import type { Reads } from '../actions/doors.js';
import { Progress, progressMode, type ProgressOptions } from '../actions/progress.js';
import { Refusal } from '../actions/refusal.js';
import { exitCode } from '../exitCodes.js';
import { realPath } from '../files/disk.js';
import { foldersIn } from '../files/folders.js';
import { git } from '../files/repository/git.js';
import { processes } from '../files/processMark.js';
import { readText, readBytes, systemCode } from '../files/read.js';
import { walk } from '../files/walk.js';
import { openOrg, type OpenOrgOptions } from '../org/connect.js';
import { toProblem } from '../org/errors.js';
import { storedLogins } from '../org/logins.js';
import { deadlinesFrom } from '../org/transport/agent.js';
import { installTransport } from '../org/transport/transport.js';
import type { Texts } from '../reports/render.js';
import { endWith, type OutputEnd } from './output/outputEnd.js';
import { withInterrupt, Shown, watchOutputs, type Lost, type OutputName } from './signals.js';
import { createTexts, harmless, inWords, problemToError, sayCounted } from './texts.js';

export type RunOptions = {
  /** A program reads the result, so nothing else is shown. */
  forMachines: boolean;
  /** Where the command line shows an error. */
  errorsTo: OutputName;
  tool: Reads['tool'];
  spinner: ProgressOptions['spinner'];
  writeLine: (line: string) => void;
  apiVersion: string | undefined;
  waitMs: number;
  /** Shorter waits for a simulated org, which finishes at once and fails only on request. */
  impatience?: Pick<OpenOrgOptions, 'firstPoll' | 'pauses'>;
};

export type Run = { texts: Texts; doors: Reads; shown: Shown };

/** What every command does around its action: provides the doors, and turns failures into errors in our own words. */
export const run = async <T>(options: RunOptions, work: (run: Run) => Promise<T>): Promise<T> => {
  const texts = createTexts();
  const shown = new Shown();
  const end: OutputEnd = { shown, errorsTo: options.errorsTo, forMachines: options.forMachines, isTold: false };
  // For the rest of the process, because the command line shows the result after this function has returned.
  watchOutputs(shown);
  atExit((code) => {
    if (shown.lost.length > 0) process.exitCode = endWith(end, code, (lost) => lostText(shown, lost, texts));
  });
  const transport = installTransport({ deadlines: deadlinesFrom(process.env) });
  const progress = progressOf(options, shown, texts);
  try {
    const result = await withInterrupt(
      (signal) => {
        const doors = doorsOf(options, progress, AbortSignal.any([signal, shown.failing]));
        return work({ texts, doors, shown });
      },
      acknowledging(progress, shown),
    );
    if (shown.failing.aborted) throw outputLost(shown);
    return result;
  } catch (error) {
    end.isTold = shown.failing.aborted;
    shown.attempt('stderr', () => progress.stopped(isInterruption(error) ? 'interrupted' : 'failed'));
    throw inOurWords(shown.failing.aborted ? outputLost(shown) : error, texts);
  } finally {
    shown.attempt('stderr', () => progress.done());
    await transport.uninstall();
  }
};

/**
 * After an interrupt, a run still reads the result of a deploy, which takes time. The message shows the user that it
 * isn't hanging.
 */
const acknowledging = (progress: Progress, shown: Shown) => (): void => {
  try {
    progress.tell(shown.isChanging ? 'interrupted-changing' : 'interrupted', 'interrupted');
  } catch (error) {
    shown.fail('stderr', systemCode(error));
  }
};

const isInterruption = (error: unknown): boolean => error instanceof Refusal && error.exitCode === INTERRUPTED;

const INTERRUPTED = exitCode('interrupted');

let lastWord: ((code: number) => void) | undefined;

/** Only the last run counts. Except in tests, a process has only one. */
const atExit = (say: (code: number) => void): void => {
  if (lastWord) process.off('exit', lastWord);
  lastWord = say;
  process.once('exit', say);
};

const progressOf = ({ forMachines, spinner, writeLine }: RunOptions, shown: Shown, texts: Texts): Progress =>
  new Progress({
    mode: progressMode({ forMachines, isTerminal: process.stderr.isTTY }),
    spinner,
    write: writeLine,
    clock: () => performance.now(),
    say: (step, ...values) => sayCounted(texts, 'progress', step, values.map(harmless)),
    attempt: (show) => shown.attempt('stderr', show),
  });

/** Nothing was changed: the run was stopped because of it, as by an interrupt. */
const outputLost = ({ lost: [first] }: Shown): Refusal =>
  new Refusal('output-lost', [first?.output ?? '', first?.code ?? '']);

const lostText = ({ isChanging, record }: Shown, { output, code }: Lost, texts: Texts): string => {
  if (!isChanging) return texts.say('errors', 'output-lost', output, inWords(code));
  return [
    texts.say('errors', 'output-lost-changed', output, inWords(code)),
    ...(record === undefined ? [] : [texts.say('errors', 'output-lost-record', harmless(record))]),
    ...texts.points('errors', 'output-lost-changed.actions'),
  ].join(' ');
};

const doorsOf = (options: RunOptions, progress: Progress, signal: AbortSignal): Reads => ({
  openOrg: (target, _apiVersion, limit) =>
    openOrg({
      target,
      ...waitingOf(options),
      signal: limit ? AbortSignal.any([signal, limit]) : signal,
      onState: (state) => progress.state(state),
    }),
  storedLogins,
  readText,
  readBytes,
  walk,
  foldersIn,
  realPath,
  git,
  processes,
  explain: ({ code, detail }, target) => problemToError(code, [target, detail]),
  now: () => new Date(),
  signal,
  progress,
  tool: options.tool,
});

const waitingOf = ({ apiVersion, waitMs, impatience }: RunOptions): Omit<OpenOrgOptions, 'target'> => ({
  apiVersion,
  waitMs,
  ...impatience,
});

/** An error of another library is neither rethrown nor kept as a cause, because it could set the exit code. */
const inOurWords = (error: unknown, texts: Texts): SfError => {
  if (!(error instanceof Refusal)) {
    const { code, detail } = toProblem(error);
    const { name, message, actions } = problemToError(code, [texts.say('errors', 'this-run'), detail]);
    return new SfError(message, name, actions, 1);
  }
  const { code, values, bundle, points, exitCode } = error;
  const { name, message, actions } = problemToError(code, values, bundle);
  const places = points.map(({ file, line, column = 1, key, values: own }) => {
    const told = sayCounted(texts, bundle, key, own.map(inWords));
    return line === undefined
      ? texts.say(bundle, 'file-place', harmless(file), told)
      : texts.say(bundle, 'place', harmless(file), line, column, told);
  });
  return new SfError(message, name, [...places, ...actions], exitCode);
};
