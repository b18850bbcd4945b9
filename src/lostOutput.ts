import type { EventEmitter } from 'node:events';
import { replaceListeners } from './replaceListeners.js';

type Output = EventEmitter & { isTTY?: boolean };

/**
 * Runs `work` to its end although nobody reads what it shows any more: its window was closed, or the program behind
 * the pipe has ended. A run that dies of that would leave a deploy behind of which nobody hears the end. Any other
 * failure to write, such as a full disk, ends it: a result that got lost must not look like one.
 */
export const withLostOutput = async <T>(
  work: () => Promise<T>,
  outputs: readonly Output[] = [process.stdout, process.stderr],
): Promise<T> => {
  const putBack = outputs.map((output) =>
    replaceListeners(output, 'error', (error: NodeJS.ErrnoException) => {
      if (!hasNoReader(error, output)) throw error;
    }),
  );
  try {
    return await work();
  } finally {
    for (const restore of putBack) restore();
  }
};

const hasNoReader = ({ code }: NodeJS.ErrnoException, { isTTY = false }: Output): boolean =>
  code === 'EPIPE' || (code === 'EIO' && isTTY);
