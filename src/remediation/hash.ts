import { createHash } from 'node:crypto';
import { canonical } from '../metadata/compare.js';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Equal for files that mean the same. Undefined: this is no metadata. */
export const componentHash = (text: string): string | undefined => {
  const meaning = canonical(text);
  return typeof meaning === 'string' ? sha256(meaning) : undefined;
};
