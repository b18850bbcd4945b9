import { setTimeout as sleep } from 'node:timers/promises';

/** The part of a terminal's input that is needed here. */
export type TerminalInput = {
  isTTY?: boolean;
  setRawMode(isRaw: boolean): unknown;
  on(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  off(event: 'data', listener: (chunk: Buffer | string) => void): unknown;
  pause(): unknown;
  read(): unknown;
};

/** Longer than a terminal takes to deliver its buffer, and shorter than a person takes to read a question. */
const QUIET_MS = 100;
const LONGEST_MS = 5000;
const CTRL_C = '\u0003';

export type Typed = 'nothing-more' | 'interrupt' | 'never-quiet';

/**
 * Discards what was typed before the question, during the minutes of planning. Otherwise a `y` meant for something else
 * would approve a plan that the user hasn't seen.
 */
export const dropTypedAhead = async (input: TerminalInput, quiet = QUIET_MS, longest = LONGEST_MS): Promise<Typed> => {
  let dropped = '';
  const drop = (chunk: Buffer | string): void => void (dropped += chunk.toString());
  // In line mode, a terminal doesn't deliver an unfinished line, and the answer would be appended to it.
  input.setRawMode(true);
  input.on('data', drop);
  try {
    for (let waited = 0; waited < longest; waited += quiet) {
      dropped = '';
      await sleep(quiet);
      if (dropped.includes(CTRL_C)) return 'interrupt';
      if (dropped === '') return 'nothing-more';
    }
    return 'never-quiet';
  } finally {
    input.off('data', drop);
    input.pause();
    input.read();
    input.setRawMode(false);
  }
};
