import type { EventEmitter } from 'node:events';
import { systemCode } from '../files/read.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A file grows beyond a limit of the system. Node ignores it and has the write fail, which every write here expects. A
 * library that listens for a while (a lock, a prompt) leaves the process without that: it would be killed on the spot.
 */
const TOO_LARGE = 'SIGXFSZ';

/**
 * Runs `work` with a signal that a Ctrl-C aborts, in place of every listener there was: the command line's own would
 * exit at once, perhaps between the start of a deploy and the note of its id. A second Ctrl-C changes nothing: the
 * run ends in order, and deadlines bound how long that takes. SIGKILL remains for whoever cannot wait.
 */
export const withInterrupt = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  acknowledge: () => void = () => undefined,
): Promise<T> => {
  const abortion = new AbortController();
  const interrupt = (name: NodeJS.Signals): void => {
    if (abortion.signal.aborted) return;
    abortion.abort(name);
    acknowledge();
  };
  const putBack = [
    ...SIGNALS.map((name) => replaceListeners(process, name, () => interrupt(name))),
    replaceListeners(process, TOO_LARGE, () => undefined),
  ];
  try {
    return await work(abortion.signal);
  } finally {
    for (const restore of putBack) restore();
  }
};

type Output = EventEmitter & { isTTY?: boolean };
export type OutputName = 'stdout' | 'stderr';
export type Outputs = Readonly<Record<OutputName, Output>>;

/** Where something could not be shown, and the system's word for why. */
export type Lost = { output: OutputName; code: string };

/**
 * What a run shows, and whether it could be shown. A reader that has gone away (a window that was closed, the program
 * behind a pipe that has ended) is none of its business: nobody is left to be told. A full disk is: a result that got
 * lost must not look like one.
 */
export class Shown {
  readonly lost: Lost[] = [];
  /** A folder that has the result too. */
  record: string | undefined;
  #isChanging = false;
  readonly #failing = new AbortController();

  /** Aborted by what could not be shown before anything was changed. */
  get failing(): AbortSignal {
    return this.#failing.signal;
  }

  get isChanging(): boolean {
    return this.#isChanging;
  }

  /** From here on nothing that is shown ends the run: what it changes has to be read back and written down. */
  changing(): void {
    this.#isChanging = true;
  }

  fail(output: OutputName, code: string): void {
    if (!this.has(output)) this.lost.push({ output, code });
    if (!this.#isChanging) this.#failing.abort();
  }

  has(name: OutputName): boolean {
    return this.lost.some(({ output }) => output === name);
  }

  /** Shows something. An error in doing so is thrown on only as long as nothing was changed. */
  attempt(output: OutputName, show: () => void): void {
    try {
      show();
    } catch (error) {
      if (!this.#isChanging) throw error;
      this.fail(output, systemCode(error));
    }
  }
}

/** The result puts the listeners back. The command line's own would end the process with a trace. */
export const watchOutputs = (
  shown: Shown,
  outputs: Outputs = { stdout: process.stdout, stderr: process.stderr },
): (() => void) => {
  const putBack = (['stdout', 'stderr'] as const).map((name) =>
    replaceListeners(outputs[name], 'error', (error: NodeJS.ErrnoException) => {
      if (hasNoReader(error, outputs[name])) return;
      shown.fail(name, systemCode(error));
      // The command line waits for everything to be written before it ends. What failed never will be.
      setImmediate(() => outputs[name].emit('drain'));
    }),
  );
  return () => putBack.forEach((restore) => restore());
};

const hasNoReader = ({ code }: NodeJS.ErrnoException, { isTTY = false }: Output): boolean =>
  code === 'EPIPE' || (code === 'EIO' && isTTY);

type Listener = (...values: unknown[]) => void;

/** The one listener instead of every one that there is. The result puts them back as they were. */
const replaceListeners = (emitter: EventEmitter, event: string, listener: (value: never) => void): (() => void) => {
  const mine = listener as Listener;
  const before = emitter.rawListeners(event) as Listener[];
  emitter.removeAllListeners(event);
  emitter.on(event, mine);
  return () => {
    emitter.off(event, mine);
    for (const earlier of before) emitter.on(event, earlier);
  };
};
