import type { TextValue } from '../reports/render.js';

export type ProgressMode = 'spinner' | 'lines' | 'off';

export type ProgressOptions = {
  mode: ProgressMode;
  /** The command's own; writes to stderr. */
  spinner: { start(action: string): void; stop(message?: string): void; status?: string | undefined };
  /** One line to stderr. */
  write: (line: string) => void;
  say: (step: string, ...values: TextValue[]) => string;
  /** In milliseconds, from any start. */
  clock?: () => number;
  /** Around everything that is shown: it decides whether an error in doing so may end the run. */
  attempt?: (show: () => void) => void;
};

/** A machine that reads the result gets no progress at all, a log gets lines, a person a spinner. */
export const progressMode = (output: { forMachines: boolean; isTerminal: boolean }): ProgressMode => {
  if (output.forMachines) return 'off';
  return output.isTerminal ? 'spinner' : 'lines';
};

/** How a step ended that could not be completed. */
export type Stopped = 'failed' | 'interrupted' | 'still-running';

/** The org's word is foreign text. */
const A_WORD = /^[A-Za-z]{1,30}$/;

/** What a run is doing right now. Never part of its result. */
export class Progress {
  #isSpinning = false;
  #expected: readonly string[] = [];
  #at = 0;
  #began = 0;

  public constructor(private readonly options: ProgressOptions) {}

  /** For a part of a step that is shown as one step. */
  public static off(): Progress {
    const nothing = (): void => undefined;
    return new Progress({ mode: 'off', spinner: { start: nothing, stop: nothing }, write: nothing, say: () => '' });
  }

  /** The steps of a run that nothing stops, so that each can show its number. The command decides, not a part of it. */
  public expect(steps: readonly string[]): void {
    if (this.#expected.length === 0) this.#expected = steps;
  }

  public step(name: string, ...values: TextValue[]): void {
    this.#attempt(() => this.#show(name, values));
  }

  /** How far a job of the org is, in the org's own word. Only a person who watches is shown that. */
  public state(word: string): void {
    this.#attempt(() => {
      if (!this.#isSpinning || !A_WORD.test(word)) return;
      const seconds = Math.round((this.#now() - this.#began) / 1000);
      this.options.spinner.status = this.options.say('state', word, seconds);
    });
  }

  /** Before anything else is shown, and when all is over, whether it went well or not. */
  public done(): void {
    this.#attempt(() => this.#stop());
  }

  /** The step did not end well, so it must not be shown as done. */
  public stopped(how: Stopped): void {
    this.#attempt(() => this.#stop(how));
  }

  /** Something to know at once. It stops the step that is shown, and never the run. */
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

  /** Steps may be left out, and come again. One that was not expected, such as a wait, has no number. */
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
