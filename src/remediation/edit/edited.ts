import type { Change } from '../model/result.js';

/** One component on its way: as it was, as it is sent, and as it has to come back. None of them holds a secret. */
export type Edited = {
  change: Change;
  /** Below the package root. */
  path: string;
  original: string;
  sent: string;
  /** Lists that are not sent stay in the org, so this can be more than what is sent. */
  meant: string;
  /** A salted hash of the consumer key, to detect that the key changed. */
  keyMark: string;
  /** What the org calls the component besides its name, where it tells. */
  id?: string;
  /** Of the text as the org gave it, to see that it gives the same again. */
  textMark: string;
};

/** An edit that an org may refuse, and what to try then. */
export type Attempt = {
  edited: Edited;
  otherwise: (problem: string) => Attempt | undefined;
  /** Why the edit that was meant was refused, where this one is second best. */
  refusedAtFirst?: string;
};

export const attemptOnce = (edited: Edited): Attempt => ({ edited, otherwise: () => undefined });
