import { OrgFault, problemOf } from './errors.js';
import type { Answered } from './wholeAnswer.js';

const SOAP_END = /:Envelope>\s*$/;
const TITLE = /<title[^>]*>([^<]*)/i;

/** The client library reads whatever is no SOAP envelope, a log-in page of a proxy for instance, as an empty list. */
const notSoap = (url: URL, { status, body }: Answered): OrgFault | undefined => {
  if (status !== 200 || !url.pathname.includes('/services/Soap/')) return undefined;
  if (SOAP_END.test(body.subarray(-200).toString('utf8'))) return undefined;
  const start = body.subarray(0, 2000).toString('utf8');
  if (/:Envelope\b/.test(start)) return new OrgFault(problemOf('cut'));
  return new OrgFault(problemOf('org-failed', TITLE.exec(start)?.[1] ?? '', 'NO_SOAP'));
};

/** Every JSON answer of the platform is an object or a list. The library hands half of one on as a text. */
const notWholeJson = ({ status, headers, body }: Answered): OrgFault | undefined => {
  if (status >= 300 || !/^application\/json\b/.test(headers['content-type'] ?? '') || body.length === 0)
    return undefined;
  const end = body.subarray(-20).toString('latin1').trimEnd().at(-1);
  return end === '}' || end === ']' ? undefined : new OrgFault(problemOf('cut', '', 'HALF_JSON'));
};

/** The client library would take the session along to wherever it is sent. */
const leadsElsewhere = (url: URL, { status, headers }: Answered): OrgFault | undefined => {
  if (status < 300 || status > 399 || headers.location === undefined) return undefined;
  const target = URL.parse(headers.location, url.href);
  if (target?.origin === url.origin) return undefined;
  return new OrgFault(problemOf('network', target?.origin ?? '', 'REDIRECTED'));
};

/** A complete answer that must not reach the client library as it is. */
export const unusableAnswer = (url: string, answered: Answered): OrgFault | undefined =>
  notSoap(new URL(url), answered) ?? notWholeJson(answered) ?? leadsElsewhere(new URL(url), answered);
