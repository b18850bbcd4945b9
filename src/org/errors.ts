import { codeOfName, codeOfText, type OrgProblem, type ProblemCode } from './problem.js';
import { cleanDetail } from './redact.js';

/**
 * Errors of other libraries end here. What comes out has a code of ours and cleaned text, and never the original
 * object.
 */

/** Carries a problem that this room detected through the client libraries, which only pass on thrown errors. */
export class OrgFault extends Error {
  public override readonly name = 'OrgFault';
  public readonly problem: OrgProblem;

  public constructor(problem: OrgProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

export const problemOf = (code: ProblemCode, detail = '', errorCode?: string): OrgProblem => ({
  code,
  ...(errorCode === undefined ? {} : { errorCode: cleanDetail(errorCode) }),
  detail: cleanDetail(detail),
});

const MAX_CAUSES = 6;

/** The error and its causes, outermost first. */
const causesOf = (error: unknown): unknown[] => {
  const chain: unknown[] = [];
  for (let link = error; link !== undefined && link !== null && chain.length < MAX_CAUSES;) {
    chain.push(link);
    link = typeof link === 'object' && 'cause' in link ? link.cause : undefined;
  }
  return chain;
};

const textProperty = (value: unknown, property: string): string | undefined => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, property) : undefined;
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** REST returns several errors in one array. The first one is used. */
const firstOfMany = (error: unknown): unknown => {
  const data: unknown =
    textProperty(error, 'errorCode') === 'MULTIPLE_API_ERRORS' ? Reflect.get(error as object, 'data') : undefined;
  return Array.isArray(data) && data.length > 0 ? data[0] : error;
};

const namesOf = (error: unknown): string[] =>
  ['errorCode', 'code', 'name'].flatMap((property) => textProperty(error, property)?.replace(/^\w+:/, '') ?? []);

const textOf = (error: unknown): string => (typeof error === 'string' ? error : (textProperty(error, 'message') ?? ''));

const HTML_PAGE = /^\s*<(?:!doctype|html|head|body)\b/i;

/** The library puts an entire HTML page into the message, or into `data` if the message says that there is one. */
const readableText = (error: unknown): string => {
  const page = [textOf(error), textProperty(error, 'data') ?? ''].find((text) => HTML_PAGE.test(text));
  return page === undefined ? textOf(error) : (/<title[^<>]*>([^<]*)/i.exec(page)?.[1] ?? '');
};

export const toProblem = (error: unknown): OrgProblem => {
  const chain = causesOf(firstOfMany(error));
  const fault = chain.find((link) => link instanceof OrgFault);
  if (fault !== undefined) return fault.problem;

  const names = chain.flatMap(namesOf);
  const known = names.find((name) => codeOfName(name) !== undefined);
  // Outer messages such as "fetch failed" say the least, so the innermost one with content is used.
  const detail = chain.map(readableText).findLast((text) => text !== '') ?? '';
  if (known !== undefined) return problemOf(codeOfName(known) ?? 'unknown', detail, known);

  const spoken = chain.map((link) => codeOfText(textOf(link))).findLast((code) => code !== undefined);
  return problemOf(
    spoken ?? 'unknown',
    detail,
    names.find((name) => /^[A-Z][A-Z\d]*_[A-Z\d_]+$/.test(name)),
  );
};
