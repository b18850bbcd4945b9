import type { EventEmitter } from 'node:events';
import { systemCode } from '../files/read.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * A file exceeds a size limit of the system. Node ignores this signal, and the write fails with an error that is
 * handled. But a library that listens to signals for a while (a lock, a prompt) removes that protection afterwards, and
 * the process would be killed.
 */
const TOO_LARGE = 'SIGXFSZ';

/**
 * Runs `work` with a signal that Ctrl-C aborts. It replaces all other listeners, because the command line's own would
 * exit at once, possibly between the start of a deploy and the record of its ID. A second Ctrl-C has no effect: the run
 * ends in order, within its deadlines. SIGKILL still works.
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

/** An output that failed, and the system's error code. */
export type Lost = { output: OutputName; code: string };

/**
 * The output of a run, and whether it could be shown. A reader that is gone (a closed window, or a program behind a
 * pipe that has ended) doesn't matter, because no one is left to read. A full disk does: a lost result must not look
 * like a complete one.
 */
export class Shown {
  readonly lost: Lost[] = [];
  /** A folder that also contains the result. */
  record: string | undefined;
  #isChanging = false;
  readonly #failing = new AbortController();

  /** Aborted when output fails before anything was changed. */
  get failing(): AbortSignal {
    return this.#failing.signal;
  }

  get isChanging(): boolean {
    return this.#isChanging;
  }

  /** From now on, failed output doesn't end the run, because its changes have to be read back and recorded. */
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

  /** Shows something. An error is thrown only while nothing was changed. */
  attempt(output: OutputName, show: () => void): void {
    try {
      show();
    } catch (error) {
      if (!this.#isChanging) throw error;
      this.fail(output, systemCode(error));
    }
  }
}

/** Returns a function that restores the listeners. The command line's own would end the process with a stack trace. */
export const watchOutputs = (
  shown: Shown,
  outputs: Outputs = { stdout: process.stdout, stderr: process.stderr },
): (() => void) => {
  const putBack = (['stdout', 'stderr'] as const).map((name) =>
    replaceListeners(outputs[name], 'error', (error: NodeJS.ErrnoException) => {
      if (hasNoReader(error, outputs[name])) return;
      shown.fail(name, systemCode(error));
      // The command line waits for all output to be written before it ends. Output that failed never will be.
      setImmediate(() => outputs[name].emit('drain'));
    }),
  );
  return () => putBack.forEach((restore) => restore());
};

const hasNoReader = ({ code }: NodeJS.ErrnoException, { isTTY = false }: Output): boolean =>
  code === 'EPIPE' || (code === 'EIO' && isTTY);

type Listener = (...values: unknown[]) => void;

/** Replaces all listeners by this one. Returns a function that restores them. */
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
