export const PROBLEM_CODES = [
  'no-target-org',
  'unknown-org',
  'other-org',
  'version-unknown',
  'version-not-offered',
  'version-not-latest',
  'org-version-too-old',
  'session-refused',
  'not-permitted',
  'type-not-available',
  'request-limit',
  'allowance-used',
  'too-large',
  'locked',
  'org-failed',
  'unexpected-answer',
  'network',
  'cut',
  'timeout',
  'wait-ended',
  'org-wait-ended',
  'interrupted',
  'retrieve-failed',
  'damaged',
  'invalid-query',
  'unknown',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** `detail` is text from the org or the network, without control characters and secrets, cut to one short line. */
export type OrgProblem = { code: ProblemCode; errorCode?: string; detail: string };

type Rule = readonly [pattern: RegExp, code: ProblemCode];

/** Error codes and names of the org, the network, and the client libraries, without the `sf:` of SOAP. */
const BY_CODE: readonly Rule[] = [
  [
    /^(INVALID_SESSION_ID|INVALID_AUTH_HEADER|INVALID_LOGIN|ERROR_HTTP_401|Bad_OAuth_Token|invalid_grant)$/,
    'session-refused',
  ],
  [
    /^(RefreshTokenAuthError|JwtAuthErrors?|OrgDataNotAvailableError|invalid_(client|client_id|app_access))$/,
    'session-refused',
  ],
  [/^REQUEST_LIMIT_EXCEEDED$/, 'request-limit'],
  [/^(LIMIT_EXCEEDED|EXCEEDED_ID_LIMIT|ERROR_HTTP_(413|414|431))$/, 'too-large'],
  [
    /^(INSUFFICIENT_ACCESS|CANNOT_MODIFY_MANAGED_OBJECT|API_DISABLED|API_CURRENTLY_DISABLED|FORBIDDEN|ERROR_HTTP_403)/,
    'not-permitted',
  ],
  [/^(INVALID_TYPE|NOT_FOUND|INVALID_TYPE_FOR_OPERATION)$/, 'type-not-available'],
  [/^(MALFORMED_QUERY|INVALID_FIELD|INVALID_QUERY|OPERATION_TOO_LARGE)/, 'invalid-query'],
  [/^(UNABLE_TO_LOCK_ROW|ALREADY_IN_PROCESS)$/, 'locked'],
  [
    /^(ETIMEDOUT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|QUERY_TIMEOUT|AbortError|TimeoutError|ERROR_HTTP_408)$/,
    'timeout',
  ],
  [/^(UNKNOWN_EXCEPTION|INTERNAL_ERROR|SERVER_UNAVAILABLE|ERROR_HTTP_\d+)$/, 'org-failed'],
  [
    /^(ECONN\w+|ENOTFOUND|EHOST\w+|ENET\w+|EPIPE|EPROTO|EAI_\w+|UND_ERR_\w+|DomainNotFoundError|ERR_TLS_\w+|ERR_SSL_\w+|(?=\w*CERT)\w+|UNABLE_TO_VERIFY_\w+)$/,
    'network',
  ],
  [/^NamedOrgNotFoundError$/, 'unknown-org'],
  [/^NoUsernameFoundError$/, 'no-target-org'],
  [/^NoApiVersionsError$/, 'version-unknown'],
];

/** Errors that only their text identifies. A failed refresh is classified by its cause. */
const BY_TEXT: readonly Rule[] = [
  [/fetch failed|socket hang up|\bE(CONN\w+|NOTFOUND|PIPE)\b/, 'network'],
  [/Request Timeout|aborted due to timeout/, 'timeout'],
  [/HTTP response contains html content/, 'org-failed'],
  [/Unable to refresh session|expired access\/refresh token|session expired or invalid/i, 'session-refused'],
];

const matching = (rules: readonly Rule[], text: string): ProblemCode | undefined =>
  rules.find(([pattern]) => pattern.test(text))?.[1];

export const codeOfName = (name: string): ProblemCode | undefined => matching(BY_CODE, name);
export const codeOfText = (text: string): ProblemCode | undefined => matching(BY_TEXT, text);
