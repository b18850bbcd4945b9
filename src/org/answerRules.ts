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

/** The client library hands half of a JSON answer on as a text, and core takes that for an org of no known version. */
const notWholeJson = ({ status, headers, body }: Answered): OrgFault | undefined => {
  if (status >= 300 || body.length === 0 || !/^application\/json\b/.test(headers['content-type'] ?? ''))
    return undefined;
  try {
    JSON.parse(body.toString('utf8'));
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return new OrgFault(problemOf('cut', '', 'HALF_JSON'));
    throw error;
  }
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
