import { gunzipSync } from 'node:zlib';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { OrgFault, problemOf, toProblem } from '../errors.js';

/** A retrieve's zip has at most 39 MB, or 52 MB in base64. A larger response isn't the platform's. */
export const LARGEST_ANSWER = 128 * 1024 * 1024;

export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export type Exchange = {
  /** The request was sent. */
  sent(controller: Dispatcher.DispatchController): void;
  /** What the client receives for a complete response. A fault becomes an error of the request. */
  judge(answered: Answered): Answered | OrgFault;
  settled(): void;
};

/** The client must not pause or abort a connection that already serves its next request. */
const finished = (headers: IncomingHttpHeaders): Dispatcher.DispatchController => ({
  aborted: false,
  paused: false,
  reason: null,
  // fetch prefers these to the headers that it's given, and they may still name an encoding that was already decoded.
  rawHeaders: headers,
  abort: () => {},
  pause: () => {},
  resume: () => {},
});

/**
 * Passes a response on only when its body is complete. The client library listens for errors of a request, but not of a
 * body that it's reading, so a connection cut at that point would end the process.
 */
export class WholeAnswer implements Dispatcher.DispatchHandler {
  #chunks: Buffer[] = [];
  #size = 0;
  #start: { status: number; headers: IncomingHttpHeaders; message: string | undefined } | undefined;
  #settled = false;

  public constructor(
    private readonly client: Dispatcher.DispatchHandler,
    private readonly exchange: Exchange,
  ) {}

  public onRequestStart(controller: Dispatcher.DispatchController, context: unknown): void {
    this.exchange.sent(controller);
    this.client.onRequestStart?.(controller, context);
  }

  public onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
    message?: string,
  ): void {
    if (status >= 200) this.#start = { status, headers, message };
  }

  public onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > LARGEST_ANSWER) controller.abort(tooLarge());
    else this.#chunks.push(chunk);
  }

  public onResponseEnd(controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    if (this.#settled || this.#start === undefined) return;
    const received = decoded({ ...this.#start, body: Buffer.concat(this.#chunks) });
    const answered = received instanceof OrgFault ? received : this.exchange.judge(received);
    if (answered instanceof OrgFault) return this.onResponseError(controller, answered);
    this.#settle();
    const over = finished(answered.headers);
    this.client.onResponseStart?.(over, answered.status, answered.headers, this.#start.message);
    if (answered.body.length > 0) this.client.onResponseData?.(over, answered.body);
    this.client.onResponseEnd?.(over, trailers);
  }

  public onResponseError(controller: Dispatcher.DispatchController, error: unknown): void {
    if (this.#settled) return;
    this.#settle();
    this.client.onResponseError?.(controller, this.#start === undefined ? asError(error) : duringBody(error));
  }

  #settle(): void {
    this.#settled = true;
    this.exchange.settled();
  }
}

const tooLarge = (): OrgFault => new OrgFault(problemOf('too-large', `> ${LARGEST_ANSWER / 1024 / 1024} MB`));

const asError = (error: unknown): Error => (error instanceof Error ? error : new OrgFault(toProblem(error)));

/** In the middle of a response, a socket error means that the response was cut. */
const duringBody = (error: unknown): OrgFault => {
  if (error instanceof OrgFault) return error;
  const problem = toProblem(error);
  return new OrgFault(problem.code === 'network' || problem.code === 'unknown' ? { ...problem, code: 'cut' } : problem);
};

/** Decoded here, because the client doesn't listen for errors while decoding either. */
const decoded = (answered: Answered): Answered | OrgFault => {
  const { 'content-encoding': encoding, ...headers } = answered.headers;
  if (encoding === undefined || encoding === 'identity') return answered;
  if (!/^(x-)?gzip$/i.test(encoding)) return new OrgFault(problemOf('org-failed', `content-encoding: ${encoding}`));
  try {
    const body = gunzipSync(answered.body, { maxOutputLength: LARGEST_ANSWER });
    return { status: answered.status, headers: { ...headers, 'content-length': String(body.length) }, body };
  } catch (error) {
    return error instanceof RangeError ? tooLarge() : new OrgFault(problemOf('cut', toProblem(error).detail));
  }
};
