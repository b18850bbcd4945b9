import { isFields, isListOf, isText, jsonIn } from '../../values.js';
import { FAULT, readEnvelope } from './envelope.js';
import type { Answered } from './wholeAnswer.js';

/**
 * The client library looks for a fault only if the status is an error, and takes any other response for one without
 * rows. If something on the way turns every status into 200, a rejection must not become an empty list.
 */
export const withTrueStatus = (url: string, answered: Answered): Answered => {
  if (answered.status >= 300) return answered;
  const { pathname } = new URL(url);
  if (pathname.includes('/services/Soap/')) return isFault(answered.body) ? { ...answered, status: 500 } : answered;
  if (!pathname.includes('/services/data')) return answered;
  const errorCode = firstErrorOf(answered.body);
  if (errorCode === undefined) return answered;
  return { ...answered, status: errorCode === 'INVALID_SESSION_ID' ? 401 : 400 };
};

const isFault = (body: Buffer): boolean => {
  const envelope = readEnvelope(body);
  return envelope.kind === 'whole' && envelope.payload.name === FAULT;
};

/** Undefined: it isn't a list of errors, as REST returns it. */
const firstErrorOf = (body: Buffer): string | undefined => {
  if (!body.subarray(0, LONGEST_INDENT).toString('utf8').trimStart().startsWith('[')) return undefined;
  const errors = jsonIn(body.toString('utf8'));
  return isListOf(errors, isError) ? (errors as RestError[])[0]?.errorCode : undefined;
};

const LONGEST_INDENT = 100;

type RestError = { errorCode: string };

const isError = (item: unknown): item is RestError => isFields(item) && isText(item['errorCode']);
