import { AsyncLocalStorage } from 'node:async_hooks';
import type { Allowance } from '../door.js';
import { stopwatch, type Stopwatch } from './stopwatch.js';

type Running = {
  count: () => void;
  heard: (said: Said) => void;
  renewed: () => void;
  signal: AbortSignal | undefined;
  isTooLate: () => boolean;
};

/** Headers of an answer, empty where it has none. */
type Said = { date: string; limits: string };

/** `api-usage=18/15000` of `Sforce-Limit-Info`, which may also contain an app's own limit. */
const USAGE = /(?:^|[,;\s])api-usage=(\d{1,15})\/(\d{1,15})(?:$|[,;\s(])/;

const running = new AsyncLocalStorage<Running>();

const NEVER = (): boolean => false;

/** One dispatcher serves every org of the process. A scope says for which org a request is made, and when it ends. */
export class RequestScope {
  #requests = 0;
  #renewals = 0;
  #orgTime: string | undefined;
  #allowance: Allowance | undefined;
  #sinceLast = stopwatch();

  /**
   * All requests made during `work`, including those of the client library, are counted here and end with `signal`.
   * `isTooLate` is asked when a request is about to leave, and keeps it from being sent.
   */
  public run<T>(work: () => Promise<T>, signal: AbortSignal | undefined, isTooLate = NEVER): Promise<T> {
    const count = (): void => {
      this.#requests += 1;
      this.#sinceLast = stopwatch();
    };
    const heard = ({ date, limits }: Said): void => {
      const time = Date.parse(date);
      this.#orgTime = Number.isNaN(time) ? undefined : new Date(time).toISOString();
      const [, used, limit] = USAGE.exec(limits) ?? [];
      // Not every kind of request is answered with it: what an earlier answer said still holds.
      if (Number(limit) > 0) this.#allowance = { used: Number(used), limit: Number(limit) };
    };
    const renewed = (): void => {
      this.#renewals += 1;
    };
    return running.run({ count, heard, renewed, signal, isTooLate }, work);
  }

  /** How often the client library has logged in again. */
  public renewals(): number {
    return this.#renewals;
  }

  public requests(): number {
    return this.#requests;
  }

  /** Keeps the time since the last request so far was sent. */
  public sinceLastRequest(): Stopwatch {
    return this.#sinceLast;
  }

  public allowance(): Allowance | undefined {
    return this.#allowance;
  }

  /** When the org gave its last answer, by its own clock and in whole seconds. Undefined: it does not say. */
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
