import { AsyncLocalStorage } from 'node:async_hooks';

type Running = { count: () => void; heard: (date: string) => void; signal: AbortSignal | undefined };

const running = new AsyncLocalStorage<Running>();

/** One dispatcher serves every org of the process. A scope says for which org a request is made, and when it ends. */
export class RequestScope {
  #requests = 0;
  #orgTime: string | undefined;

  /** All requests made during `work`, including those of the client library, are counted here and end with `signal`. */
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

  /** The time of the org's last response by its own clock, in whole seconds. Undefined: its responses have no time. */
  public orgTime(): string | undefined {
    return this.#orgTime;
  }
}

export const currentRequest = (): Running | undefined => running.getStore();

const calling = new AsyncLocalStorage<string>();

/** A SOAP call. Only the response to this operation is accepted. */
export const soapCall = <T>(operation: string, call: () => Promise<T>): Promise<T> => calling.run(operation, call);

/** Undefined: the request isn't a SOAP call of this plugin, so its response isn't checked as one. */
export const currentSoapCall = (): string | undefined => calling.getStore();
