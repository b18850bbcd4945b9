import type { Change } from '../model/result.js';

/**
 * One component of a change: the original, the text to deploy, and the expected result. None of them contains a secret.
 */
export type Edited = {
  change: Change;
  /** Relative to the package root. */
  path: string;
  original: string;
  sent: string;
  /** The org keeps lists that aren't sent, so this can contain more than what is sent. */
  meant: string;
  /** A salted hash of the consumer key, to detect that the key changed. */
  keyMark: string;
  /** The org's ID of the component, if it gives one. */
  id?: string;
  /** A hash of the text as the org returned it, to detect any change. */
  textMark: string;
};

/** An edit that the org may reject, and what to try next. */
export type Attempt = {
  edited: Edited;
  otherwise: (problem: string) => Attempt | undefined;
  /** If this isn't the first choice: why the org rejected that one. */
  refusedAtFirst?: string;
};

export const attemptOnce = (edited: Edited): Attempt => ({ edited, otherwise: () => undefined });
