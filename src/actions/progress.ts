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

/** What a run is doing right now. Never part of its result. */
export class Progress {
  #isSpinning = false;

  public constructor(private readonly options: ProgressOptions) {}

  public step(name: string, ...values: TextValue[]): void {
    this.#attempt(() => this.#show(name, values));
  }

  /** Before anything else is shown, and when all is over, whether it went well or not. */
  public done(): void {
    this.#attempt(() => this.#stop());
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

  #stop(): void {
    if (this.#isSpinning) this.options.spinner.stop();
    this.#isSpinning = false;
  }
}
