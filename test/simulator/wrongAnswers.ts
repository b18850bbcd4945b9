import { restError, type Answer } from './answer.js';
import type { FaultRule } from './faults.js';
import { soapFault } from './soap.js';

/** What a man in the middle makes of an answer. Each is a whole answer, with a status that says that all went well. */

export type WrongAnswer = Pick<FaultRule, 'kind' | 'status' | 'contentType' | 'body'>;

const answer = (more: Omit<WrongAnswer, 'kind'>): WrongAnswer => ({ kind: 'answer', ...more });

const isXml = ({ headers }: Answer): boolean => headers['content-type']?.startsWith('text/xml') ?? false;

/**
 * Well-formed, and what another operation is answered with. Over REST: an array where an object or nothing is due, or the
 * reverse.
 */
const ofAnotherRequest = (truth: Answer): string => {
  const text = truth.body.toString();
  if (isXml(truth)) return text.replaceAll(/\w+Response(?=>)/g, 'describeValueTypeResponse');
  if (text === '') return '[]';
  const value: unknown = JSON.parse(text);
  return JSON.stringify(Array.isArray(value) ? { versions: value } : [value]);
};

const faultOf =
  (code: string, message: string): ((truth: Answer) => Answer['body']) =>
  (truth) =>
    (isXml(truth) ? soapFault(code, message) : restError(200, code, message)).body;

const PAGE = '<html><head><title>Checking your browser</title></head><body>One moment.</body></html>';

/** Of SOAP, by what they are. */
export const WRONG_SOAP_ANSWERS: Readonly<Record<string, WrongAnswer>> = {
  'an empty answer': answer({ body: '' }),
  'a 204': answer({ status: 204, body: '' }),
  'a page that says 202': answer({ status: 202, contentType: 'text/html', body: PAGE }),
  'a page that says 203': answer({ status: 203, contentType: 'text/html', body: PAGE }),
  'the true answer as a text': answer({ contentType: 'text/plain' }),
  'the true answer with a 203': answer({ status: 203 }),
  'an empty Body': answer({ body: rewritten(/(?<=<soapenv:Body>).*(?=<\/soapenv:Body>)/s, '') }),
  'a Body that closes itself': answer({ body: rewritten(/<soapenv:Body>.*<\/soapenv:Body>/s, '<soapenv:Body/>') }),
  'the response of another operation': answer({ body: ofAnotherRequest }),
  'rows with a prefix': answer({ body: rewritten(/(?<=<\/?)(?=result>)/g, 'm:') }),
  'a text in the place of rows': answer({ body: rewritten(/<result>.*<\/result>/s, 'nothing') }),
  'rows of another name': answer({ body: rewritten(/(?<=<\/?)result(?=>)/g, 'row') }),
  'two responses': answer({ body: rewritten(/(<\w+Response>)(.*)(?=<\/soapenv:Body>)/s, '$1$2$1$2') }),
  'a Body with an attribute': answer({ body: rewritten('<soapenv:Body>', '<soapenv:Body wsu:Id="b">') }),
  'half of the true answer': answer({ body: ({ body }) => body.toString().slice(0, body.length / 2) }),
};

function rewritten(what: RegExp | string, by: string): (truth: Answer) => string {
  return ({ body }) => body.toString().replace(what, by);
}

export const SOMETHING_ELSE = answer({ body: ofAnotherRequest });
export const NOTHING = answer({ body: '' });

/** A fault, which the platform always gives the status 500, or an error of REST with 4xx. */
export const faultWith200 = (code: string, message: string): WrongAnswer =>
  answer({ status: 200, body: faultOf(code, message) });
