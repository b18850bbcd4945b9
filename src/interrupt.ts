import { replaceListeners } from './replaceListeners.js';

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
export const withInterrupt = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const abortion = new AbortController();
  const putBack = [
    ...SIGNALS.map((name) => replaceListeners(process, name, () => abortion.abort(name))),
    replaceListeners(process, TOO_LARGE, () => undefined),
  ];
  try {
    return await work(abortion.signal);
  } finally {
    for (const restore of putBack) restore();
  }
};
