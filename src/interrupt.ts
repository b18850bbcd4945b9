import { replaceListeners } from './replaceListeners.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `work` with a signal that a Ctrl-C aborts, in place of every listener there was: the command line's own would
 * exit at once, perhaps between the start of a deploy and the note of its id. A second Ctrl-C changes nothing: the
 * run ends in order, and deadlines bound how long that takes. SIGKILL remains for whoever cannot wait.
 */
export const withInterrupt = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const abortion = new AbortController();
  const putBack = SIGNALS.map((name) => replaceListeners(process, name, () => abortion.abort(name)));
  try {
    return await work(abortion.signal);
  } finally {
    for (const restore of putBack) restore();
  }
};
