/** Foreign errors end here: what comes out carries a code of ours and cleaned text, never the original object. */

export const PROBLEM_CODES = [
  'session-refused',
  'not-permitted',
  'type-not-available',
  'request-limit',
  'locked',
  'org-failed',
  'network',
  'cut',
  'timeout',
  'wait-ended',
  'interrupted',
  'retrieve-failed',
  'invalid-query',
  'unknown',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** `detail` is text from the org or the network: cleaned of control characters and secrets, cut to one short line. */
export type OrgProblem = { code: ProblemCode; errorCode?: string; detail: string };
