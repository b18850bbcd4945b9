import { constants, open, type FileHandle } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { destinationOf } from './destination.js';
import { systemCode } from './read.js';
import { PRIVATE, withUmask, writeAtomically } from './write.js';

/** How long a named pipe can be without a reader, or its reader can wait. */
const LONGEST_WAIT_MS = 30_000;
const PAUSE_MS = 20;

/**
 * Writes to whatever a path from the user leads to. A file stays a file with its mode, and anything else is never
 * replaced by a file. `mode` is that of a new file, as far as the umask allows.
 */
export const writeNamed = async (path: string, content: string | Uint8Array, mode = PRIVATE): Promise<void> => {
  const destination = await destinationOf(path);
  if (destination.kind === 'file') {
    const { kept } = destination;
    return writeAtomically(destination.path, content, kept?.mode ?? withUmask(mode), { owner: kept });
  }
  if (destination.kind === 'own') return show(destination.output, content);
  return writeStream(destination.path, Buffer.from(content));
};

const show = (output: NodeJS.WriteStream, content: string | Uint8Array): Promise<void> =>
  new Promise((done, fail) => {
    output.write(content, (error) => (error ? fail(error) : done()));
  });

/** Never blocks, because a blocking call can't be interrupted, and the process couldn't end. */
const writeStream = async (path: string, content: Buffer): Promise<void> => {
  const flags = constants.O_WRONLY | NON_BLOCKING;
  const stream = await patiently('ENXIO', () => open(path, flags));
  try {
    for (let written = 0; written < content.length;)
      written += await patiently('EAGAIN', () => part(stream, content, written));
  } finally {
    await stream.close();
  }
};

/** Windows has neither. */
const NON_BLOCKING = process.platform === 'win32' ? 0 : constants.O_NONBLOCK | constants.O_NOCTTY;

const part = async (stream: FileHandle, content: Buffer, from: number): Promise<number> =>
  (await stream.write(content, from)).bytesWritten;

/** Repeats the call while the system says that the other end isn't ready. */
const patiently = async <T>(notReady: string, ask: () => Promise<T>): Promise<T> => {
  for (const end = performance.now() + LONGEST_WAIT_MS; ; await pause(PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (systemCode(error) !== notReady || performance.now() > end) throw error;
    }
  }
};
