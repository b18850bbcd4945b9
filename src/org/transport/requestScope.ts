import { AsyncLocalStorage } from 'node:async_hooks';

type Running = { count: () => void; heard: (date: string) => void; signal: AbortSignal | undefined };

const running = new AsyncLocalStorage<Running>();

/** One dispatcher serves every org of the process: this tells it for whom, and for how long, a request is made. */
export class RequestScope {
  #requests = 0;
  #orgTime: string | undefined;

  /** Requests made on the way of `work`, the client library's own included, are counted here and end with `signal`. */
  public run<T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const count = (): void => {
      this.#requests += 1;
    };
    const heard = (date: string): void => {
      const time = Date.parse(date);
      this.#orgTime = Number.isNaN(time) ? undefined : new Date(time).toISOString();
    };
    return running.run({ count, heard, signal }, work);
  }

  public requests(): number {
    return this.#requests;
  }

  /** When the org gave its last answer, by its own clock and in whole seconds. Undefined: it does not say. */
  public orgTime(): string | undefined {
    return this.#orgTime;
  }
}

export const currentRequest = (): Running | undefined => running.getStore();

const calling = new AsyncLocalStorage<string>();

/** A SOAP call: only the response of this very operation is an answer to it. */
export const soapCall = <T>(operation: string, call: () => Promise<T>): Promise<T> => calling.run(operation, call);

/** Undefined: no SOAP call of this tool, so that no answer to one is expected. */
export const currentSoapCall = (): string | undefined => calling.getStore();
