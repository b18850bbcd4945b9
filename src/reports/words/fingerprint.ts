import { createHash } from 'node:crypto';

const LENGTH = 32;

/** The same between runs for the same thing, and nothing that an app's name could be chosen to collide with. */
export const fingerprint = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, LENGTH);
