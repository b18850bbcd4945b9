import { expect } from 'chai';
import { errors } from 'undici';
import { OrgFault, problemOf, toProblem } from '../../src/org/errors.js';
import type { ProblemCode } from '../../src/org/problem.js';

const libraryError = (errorCode: string, message: string, data?: unknown): Error =>
  Object.assign(new Error(message), { name: errorCode, errorCode, data });

const networkError = (cause: Error): Error => new TypeError('fetch failed', { cause });
const withCode = (code: string, message = code): Error => Object.assign(new Error(message), { code });
const sfError = (name: string, message: string): Error => Object.assign(new Error(message), { name });

describe('a foreign error becomes a problem of ours', () => {
  const cases: Array<[title: string, error: unknown, code: ProblemCode, errorCode?: string]> = [
    ['a refused session by REST', libraryError('INVALID_SESSION_ID', 'Session expired'), 'session-refused'],
    [
      'a refused session by SOAP',
      libraryError('sf:INVALID_SESSION_ID', 'INVALID_SESSION_ID'),
      'session-refused',
      'INVALID_SESSION_ID',
    ],
    ['the page of a bad token', libraryError('ERROR_HTTP_401', 'Bad_OAuth_Token'), 'session-refused'],
    [
      'a dead refresh token',
      new Error('Unable to refresh session due to: expired access/refresh token'),
      'session-refused',
    ],
    ['a refresh that core refused', sfError('RefreshTokenAuthError', 'expired'), 'session-refused'],
    [
      'a refresh that the network broke',
      new Error('Unable to refresh session due to: Error authenticating: fetch failed'),
      'network',
    ],
    [
      'a refresh that met a page',
      new Error('Unable to refresh session due to: HTTP response contains html content.'),
      'org-failed',
    ],
    ['a used-up allowance', libraryError('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), 'request-limit'],
    ['a missing permission', libraryError('sf:INSUFFICIENT_ACCESS', 'no'), 'not-permitted', 'INSUFFICIENT_ACCESS'],
    ['an API that is switched off', libraryError('API_DISABLED_FOR_ORG', 'no'), 'not-permitted'],
    [
      'a type that the org lacks',
      libraryError('sf:INVALID_TYPE', 'not available'),
      'type-not-available',
      'INVALID_TYPE',
    ],
    ['an unknown column', libraryError('INVALID_FIELD', "No such column 'x'"), 'invalid-query'],
    ['a malformed query', libraryError('MALFORMED_QUERY', 'unexpected token'), 'invalid-query'],
    ['a locked row', libraryError('UNABLE_TO_LOCK_ROW', 'locked'), 'locked'],
    ['another operation in process', libraryError('sf:ALREADY_IN_PROCESS', 'busy'), 'locked'],
    ['a stumble of the org', libraryError('UNKNOWN_EXCEPTION', 'An unexpected error occurred.'), 'org-failed'],
    ['too many groups', libraryError('EXCEEDED_ID_LIMIT', 'no queryMore'), 'too-large'],
    [
      'several errors at once',
      libraryError('MULTIPLE_API_ERRORS', 'Multiple errors', [{ errorCode: 'INVALID_FIELD', message: 'x' }]),
      'invalid-query',
    ],
    ['a reset connection', networkError(withCode('ECONNRESET', 'read ECONNRESET')), 'network', 'ECONNRESET'],
    ['a closed door', networkError(withCode('ECONNREFUSED')), 'network', 'ECONNREFUSED'],
    [
      'an unknown host',
      networkError(withCode('ENOTFOUND', 'getaddrinfo ENOTFOUND x.example.com')),
      'network',
      'ENOTFOUND',
    ],
    [
      'a host that core cannot find',
      sfError('DomainNotFoundError', 'The org cannot be found'),
      'network',
      'DomainNotFoundError',
    ],
    [
      'an untrusted certificate',
      networkError(withCode('SELF_SIGNED_CERT_IN_CHAIN')),
      'network',
      'SELF_SIGNED_CERT_IN_CHAIN',
    ],
    ['a socket that closes', networkError(new errors.SocketError('other side closed')), 'network', 'UND_ERR_SOCKET'],
    ['no connection in time', networkError(new errors.ConnectTimeoutError()), 'timeout', 'UND_ERR_CONNECT_TIMEOUT'],
    ['no answer in time', networkError(new errors.HeadersTimeoutError()), 'timeout', 'UND_ERR_HEADERS_TIMEOUT'],
    ['a request given up', new DOMException('This operation was aborted', 'AbortError'), 'timeout', 'AbortError'],
    ['a fault of our own below all', networkError(new OrgFault(problemOf('cut'))), 'cut'],
    [
      'an org that nobody logged in to',
      sfError('NamedOrgNotFoundError', 'No authorization information found for x.'),
      'unknown-org',
    ],
    ['an org without versions', sfError('NoApiVersionsError', 'Org failed to respond'), 'version-unknown'],
    ['a key file that is gone', withCode('ENOENT', 'no such file'), 'unknown'],
    ['a thrown text', 'Unexpected zipInput type', 'unknown'],
    ['nothing at all', undefined, 'unknown'],
  ];
  for (const [title, error, code, errorCode] of cases)
    it(`${title}: ${code}`, () => {
      const problem = toProblem(error);
      expect(problem.code).to.equal(code);
      if (errorCode !== undefined) expect(problem.errorCode).to.equal(errorCode);
    });

  it('tells the innermost reason rather than "fetch failed"', () => {
    expect(toProblem(networkError(withCode('ECONNRESET', 'read ECONNRESET'))).detail).to.equal('read ECONNRESET');
  });

  it('tells the title of a page, wherever the library put the page', () => {
    const page = '<!DOCTYPE html><html><head><title>Down for Maintenance</title></head><body>...</body></html>';
    const inData = libraryError('ERROR_HTTP_503', 'HTTP response contains html content.', page);
    const inMessage = libraryError('ERROR_HTTP_503', page);
    for (const error of [inData, inMessage])
      expect(toProblem(error)).to.deep.equal({
        code: 'org-failed',
        errorCode: 'ERROR_HTTP_503',
        detail: 'Down for Maintenance',
      });
  });

  it('follows a chain of causes that bites its own tail', () => {
    const error = new Error('round');
    error.cause = error;
    expect(toProblem(error).detail).to.equal('round');
  });
});
