import { createHash } from 'node:crypto';

const LENGTH = 32;

/** The same for the same thing in every run. No app name can be chosen to collide with another. */
export const fingerprint = (...parts: string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, LENGTH);
