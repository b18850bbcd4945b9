import type { TextValue } from '../reports/render.js';

export type ProgressMode = 'spinner' | 'lines' | 'off';

export type ProgressOptions = {
  mode: ProgressMode;
  /** The command's own spinner. It writes to stderr. */
  spinner: { start(action: string): void; stop(message?: string): void; status?: string | undefined };
  /** Writes one line to stderr. */
  write: (line: string) => void;
  say: (step: string, ...values: TextValue[]) => string;
  /** Milliseconds, from any starting point. */
  clock?: () => number;
  /** Called around all output. It decides whether an output error may end the run. */
  attempt?: (show: () => void) => void;
};

/** No progress if a program reads the result, lines in a log, and a spinner in a terminal. */
export const progressMode = (output: { forMachines: boolean; isTerminal: boolean }): ProgressMode => {
  if (output.forMachines) return 'off';
  return output.isTerminal ? 'spinner' : 'lines';
};

/** How a step ended that couldn't be completed. */
export type Stopped = 'failed' | 'interrupted' | 'still-running';

/** The org's state is foreign text, so only a single word is shown. */
const A_WORD = /^[A-Za-z]{1,30}$/;

/** Shows what a run is doing. Never part of its result. */
export class Progress {
  #isSpinning = false;
  #expected: readonly string[] = [];
  #at = 0;
  #began = 0;

  public constructor(private readonly options: ProgressOptions) {}

  /** No output: for a part of a step that is shown as one step. */
  public static off(): Progress {
    const nothing = (): void => undefined;
    return new Progress({ mode: 'off', spinner: { start: nothing, stop: nothing }, write: nothing, say: () => '' });
  }

  /**
   * The steps of an uninterrupted run, so that each can show its number. The command sets them, because its parts don't
   * know the others.
   */
  public expect(steps: readonly string[]): void {
    if (this.#expected.length === 0) this.#expected = steps;
  }

  public step(name: string, ...values: TextValue[]): void {
    this.#attempt(() => this.#show(name, values));
  }

  /** The state of a job in the org's own word. Shown only in a terminal. */
  public state(word: string): void {
    this.#attempt(() => {
      if (!this.#isSpinning || !A_WORD.test(word)) return;
      const seconds = Math.round((this.#now() - this.#began) / 1000);
      this.options.spinner.status = this.options.say('state', word, seconds);
    });
  }

  /** Called before anything else is shown, and at the end, successful or not. */
  public done(): void {
    this.#attempt(() => this.#stop());
  }

  /** The step wasn't completed, so it must not be shown as done. */
  public stopped(how: Stopped): void {
    this.#attempt(() => this.#stop(how));
  }

  /** Shows something at once. It ends the display of the current step, but not the run. */
  public tell(name: string, how: Stopped): void {
    this.#attempt(() => {
      if (this.options.mode === 'off') return;
      this.#stop(how);
      this.options.write(this.options.say(name));
    });
  }

  #now(): number {
    return this.options.clock?.() ?? 0;
  }

  #attempt(show: () => void): void {
    if (this.options.attempt) this.options.attempt(show);
    else show();
  }

  #show(name: string, values: readonly TextValue[]): void {
    const { mode, spinner, write, say } = this.options;
    if (mode === 'off') return;
    const text = this.#numbered(name, say(name, ...values));
    if (mode === 'lines') return write(text);
    this.#stop();
    spinner.start(text);
    this.#began = this.#now();
    this.#isSpinning = true;
  }

  /** Steps can be left out or repeated. An unexpected step, such as a wait, has no number. */
  #numbered(name: string, text: string): string {
    const at = this.#expected.indexOf(name, this.#at);
    if (at < 0) return text;
    this.#at = at + 1;
    return this.options.say('numbered', this.#at, this.#expected.length, text);
  }

  #stop(how?: Stopped): void {
    if (this.#isSpinning) this.options.spinner.stop(how && this.options.say(`stopped.${how}`));
    this.#isSpinning = false;
  }
}
