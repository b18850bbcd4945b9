import type { Ended } from './child.js';
import { conclude, oneCheck, sum, type Tally } from './tally.js';

/** Checks outside a test framework, each of which is told as it is made and counted once. */
export class Checks {
  readonly #tallies: Tally[] = [];

  /** `check` gives true, or what is wrong. An error is wrong as well. */
  public async that(title: string, check: () => Promise<true | string>): Promise<boolean> {
    const began = Date.now();
    const result = await check().catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
    this.#tallies.push(oneCheck(result === true));
    console.log(`${result === true ? '  ok    ' : '  FAILED'} ${title} (${Date.now() - began} ms)`);
    if (result !== true) console.log(result);
    return result === true;
  }

  public conclude(): void {
    conclude(sum(this.#tallies));
  }
}

export const ends = (ended: Ended, code: number): true | string =>
  ended.exitCode === code || `exit code ${ended.exitCode}\n${ended.stdout}\n${ended.stderr}`;
