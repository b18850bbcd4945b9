import { html, restError, type Answer } from './answer.js';
import type { FaultKind, FaultRule } from './faults.js';
import { soapFault } from './soap.js';

/** How each fault that the wire itself can play looks. The rest is left to the operation. */

type Refusal = { status: number; code: string; message: string };

const refusals: Partial<Record<FaultKind, Refusal>> = {
  'session-expired': { status: 401, code: 'INVALID_SESSION_ID', message: 'Session expired or invalid' },
  'request-limit': { status: 403, code: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' },
  locked: {
    status: 400,
    code: 'UNABLE_TO_LOCK_ROW',
    message: 'unable to obtain exclusive access to this record or 1 records',
  },
  'server-error': {
    status: 500,
    code: 'UNKNOWN_EXCEPTION',
    message:
      'An unexpected error occurred. Please include this ErrorId if you contact support: 1234567890-12345 (1234567890)',
  },
  error: { status: 400, code: 'UNKNOWN_EXCEPTION', message: 'An error was asked for' },
};

const PAGE_503 =
  '<!DOCTYPE html><html><head><title>Service Unavailable</title></head><body><h1>Server too busy</h1>' +
  '<p>We are down for maintenance. Please try again in a few minutes.</p></body></html>';

/** The answer given instead of the true one, or undefined. */
export function refusalFor(fault: FaultRule | undefined, soap: boolean): Answer | undefined {
  if (fault?.kind === 'unavailable-page') return html(503, PAGE_503);
  const refusal = fault && refusals[fault.kind];
  if (!refusal) return undefined;
  const code = fault.code ?? refusal.code;
  const message = fault.message ?? refusal.message;
  return soap ? soapFault(code, message) : restError(fault.status ?? refusal.status, code, message);
}

/** The true answer, or what a man in the middle makes of it. */
export function played(fault: FaultRule | undefined, truth: Answer): Answer {
  if (fault?.kind !== 'answer') return truth;
  const { status = truth.status, contentType, body = truth.body, zip } = fault;
  const headers = contentType === undefined ? truth.headers : { ...truth.headers, 'content-type': contentType };
  const said = typeof body === 'function' ? body(truth) : body;
  return { status, headers, body: zip ? rezipped(said, zip) : said };
}

const rezipped = (body: Answer['body'], zip: (bytes: Buffer) => Buffer): string =>
  body.toString().replace(/(?<=<zipFile>)[^<]*/, (base64) => zip(Buffer.from(base64, 'base64')).toString('base64'));

/** How many of the body's bytes are sent, and whether the connection dies there. */
export function delivery(
  fault: FaultRule | undefined,
  length: number,
): { send: number; declare: number; cut: boolean } {
  const half = Math.floor(length / 2);
  if (fault?.kind === 'cut-body') return { send: half, declare: length, cut: true };
  if (fault?.kind === 'truncated-body') return { send: half, declare: half, cut: false };
  return { send: length, declare: length, cut: false };
}
