import { jsonIn } from '../../values.js';
import { OrgFault, problemOf } from '../errors.js';
import { readEnvelope } from './envelope.js';
import type { Answered } from './wholeAnswer.js';

const TITLE = /<title[^>]*>([^<]*)/i;

const unexpected = (errorCode: string, detail = ''): OrgFault =>
  new OrgFault(problemOf('unexpected-answer', detail, errorCode));

const isSoap = (url: URL): boolean => url.pathname.includes('/services/Soap/');
const isRest = (url: URL): boolean => url.pathname.includes('/services/data');

/** The types that the client library reads as XML. It would return any other as text, without rows. */
const XML = /^(?:text|application)\/xml(?:;|$)/;

/** The client library reads anything that isn't the response to the call, such as a login page, as an empty list. */
const notTheResponse = (
  url: URL,
  { status, headers, body }: Answered,
  operation: string | undefined,
): OrgFault | undefined => {
  if (status >= 400 || !isSoap(url)) return undefined;
  if (status !== 200) return unexpected('NO_SOAP', `HTTP ${status}`);
  const envelope = readEnvelope(body);
  if (envelope.kind === 'cut') return new OrgFault(problemOf('cut'));
  if (envelope.kind === 'no-envelope' || !XML.test(headers['content-type'] ?? ''))
    return unexpected('NO_SOAP', TITLE.exec(body.subarray(0, 2000).toString('utf8'))?.[1] ?? '');
  const { name, rows } = envelope.payload;
  if (operation === undefined || name !== `${operation}Response`) return unexpected('OTHER_RESPONSE', name);
  return rows === 1 || operation === 'listMetadata' ? undefined : unexpected('NO_RESULT', name);
};

/**
 * Kept by something on the way, and older than the question: how the org was then would pass for how it is. Nothing that
 * an org answers may be kept, but not every proxy goes by that. They all say how old it is.
 */
const fromAStore = (url: URL, { headers }: Answered): OrgFault | undefined =>
  (isSoap(url) || isRest(url)) && /[1-9]/.test(String(headers.age))
    ? unexpected('STORED_ANSWER', `Age: ${headers.age}`)
    : undefined;

/** A REST response has status 200 or is an error. Any other status has no content of the org. */
const notContent = (url: URL, { status }: Answered): OrgFault | undefined =>
  isRest(url) && status > 200 && status < 300 ? unexpected('NO_CONTENT', `HTTP ${status}`) : undefined;

/** The client library returns half of a JSON response as text, and core takes that for an org without a version. */
const notWholeJson = ({ status, headers, body }: Answered): OrgFault | undefined => {
  if (status >= 300 || body.length === 0 || !/^application\/json\b/.test(headers['content-type'] ?? ''))
    return undefined;
  return jsonIn(body.toString('utf8')) === undefined ? new OrgFault(problemOf('cut', '', 'HALF_JSON')) : undefined;
};

/** The client library would send the session to any address that it's redirected to. */
const leadsElsewhere = (url: URL, { status, headers }: Answered): OrgFault | undefined => {
  if (status < 300 || status > 399 || headers.location === undefined) return undefined;
  const target = URL.parse(headers.location, url.href);
  if (target?.origin === url.origin) return undefined;
  return new OrgFault(problemOf('network', target?.origin ?? '', 'REDIRECTED'));
};

/** Why a complete response must not reach the client library. `operation`: the SOAP call that it responds to. */
export const unusableAnswer = (url: string, answered: Answered, operation?: string): OrgFault | undefined =>
  leadsElsewhere(new URL(url), answered) ??
  fromAStore(new URL(url), answered) ??
  notTheResponse(new URL(url), answered, operation) ??
  notContent(new URL(url), answered) ??
  notWholeJson(answered);
