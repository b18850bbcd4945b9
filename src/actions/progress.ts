import type { TextValue } from '../reports/render.js';

export type ProgressMode = 'spinner' | 'lines' | 'off';

export type ProgressOptions = {
  mode: ProgressMode;
  /** The command's own; writes to stderr. */
  spinner: { start(action: string): void; stop(message?: string): void };
  /** One line to stderr. */
  write: (line: string) => void;
  say: (step: string, ...values: TextValue[]) => string;
  /** Around everything that is shown: it decides whether an error in doing so may end the run. */
  attempt?: (show: () => void) => void;
};

/** A machine that reads the result gets no progress at all, a log gets lines, a person a spinner. */
export const progressMode = (output: { forMachines: boolean; isTerminal: boolean }): ProgressMode => {
  if (output.forMachines) return 'off';
  return output.isTerminal ? 'spinner' : 'lines';
};

/** How a step ended that did not come to its end. */
export type Stopped = 'failed' | 'interrupted' | 'still-running';

/** What a run is doing right now. Never part of its result. */
export class Progress {
  #isSpinning = false;

  public constructor(private readonly options: ProgressOptions) {}

  /** For a part of a step that is told as a whole. */
  public static off(): Progress {
    const nothing = (): void => undefined;
    return new Progress({ mode: 'off', spinner: { start: nothing, stop: nothing }, write: nothing, say: () => '' });
  }

  public step(name: string, ...values: TextValue[]): void {
    this.#attempt(() => this.#show(name, values));
  }

  /** Before anything else is shown, and when all is over, whether it went well or not. */
  public done(): void {
    this.#attempt(() => this.#stop());
  }

  /** Instead of the "done" that its end would be shown as. */
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

  #attempt(show: () => void): void {
    if (this.options.attempt) this.options.attempt(show);
    else show();
  }

  #show(name: string, values: readonly TextValue[]): void {
    const { mode, spinner, write, say } = this.options;
    if (mode === 'off') return;
    const text = say(name, ...values);
    if (mode === 'lines') return write(text);
    this.#stop();
    spinner.start(text);
    this.#isSpinning = true;
  }

  #stop(how?: Stopped): void {
    if (this.#isSpinning) this.options.spinner.stop(how && this.options.say(`stopped.${how}`));
    this.#isSpinning = false;
  }
}
