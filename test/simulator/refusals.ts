import { OauthError, RestError, SoapFault } from './wire.js';

/** Everything a question or a login can be refused with, and how sure it is that the platform says so in these words. */

export type Source = 'doc' | 'field' | 'inferred' | 'assumed';
export type Refusal = { code: string; text: string; source: Source; status: number };

const row = (source: Source, code: string, text: string, status = 400): Refusal => ({ source, code, text, status });

const WHERE_NAMES_ARE = 'Please reference your WSDL or the describe call for the appropriate names.';

/** `{x}` stands for a value of the case. The status counts for REST and OAuth alone: a SOAP fault is always 500. */
export const REFUSALS = {
  'unknown-column': row(
    'field',
    'INVALID_FIELD',
    "No such column '{name}' on entity '{object}'. If you are attempting to use a custom field, be sure to append " +
      `the '__c' after the custom field name. ${WHERE_NAMES_ARE}`,
  ),
  'unknown-relationship': row('field', 'INVALID_FIELD', "Didn't understand relationship '{name}' in field path."),
  'unsupported-object': row(
    'field',
    'INVALID_TYPE',
    "\n{soql}\n{caret}\nERROR at Row:1:Column:{column}\nsObject type '{object}' is not supported. If you are attempting " +
      `to use a custom object, be sure to append the '__c' after the entity name. ${WHERE_NAMES_ARE}`,
  ),
  unfilterable: row('field', 'INVALID_FIELD', "field '{name}' can not be filtered in a query call"),
  ungroupable: row('field', 'INVALID_FIELD', "field '{name}' can not be grouped in a query call"),
  'not-a-datetime': row(
    'field',
    'INVALID_FIELD',
    "value of filter criterion for field '{name}' must be of type dateTime and should not be enclosed in quotes",
  ),
  malformed: row('inferred', 'MALFORMED_QUERY', 'unexpected token: {reason}'),
  'not-grouped': row('field', 'MALFORMED_QUERY', 'Field must be grouped or aggregated: {name}'),
  'too-many-groups': row(
    'field',
    'EXCEEDED_ID_LIMIT',
    'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
  ),
  'bad-locator': row('field', 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
  'uri-too-long': row('doc', 'URI_TOO_LONG', 'The requested URI is too long', 414),
  'not-found': row('field', 'NOT_FOUND', 'The requested resource does not exist', 404),
  'no-session': row('field', 'INVALID_SESSION_ID', 'Session expired or invalid', 401),
  'no-soap-session': row(
    'field',
    'INVALID_SESSION_ID',
    'Invalid Session ID found in SessionHeader: Illegal Session. Session not found, missing session key',
  ),
  'bad-version': row('field', 'UNSUPPORTED_API_VERSION', 'Invalid Api version specified on URL'),
  'no-operation': row('inferred', 'UNKNOWN_EXCEPTION', 'No operation available for request {operation}'),
  'too-many-list-queries': row(
    'inferred',
    'EXCEEDED_ID_LIMIT',
    'record limit reached. cannot submit more than 3 records in this operation',
  ),
  'unknown-type': row('field', 'INVALID_TYPE', 'Unknown type:{type}'),
  'type-unavailable': row('field', 'INVALID_TYPE', 'This type of metadata is not available for this organization'),
  'list-not-permitted': row('assumed', 'INSUFFICIENT_ACCESS', 'insufficient access rights on cross-reference id'),
  'no-request': row('inferred', 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [request]'),
  'no-such-job': row('inferred', 'INVALID_ID_FIELD', 'invalid id: {id}'),
  'zip-handed-over': row('inferred', 'INVALID_LOCATOR', 'retrieve result has been deleted'),
  'too-many-files': row('field', 'LIMIT_EXCEEDED', 'Too many files in retrieve call, limit is: {limit}'),
  'zip-too-large': row('inferred', 'LIMIT_EXCEEDED', 'The retrieved zip file is larger than {limit} bytes'),
  'retrieve-failed': row('assumed', 'UNKNOWN_EXCEPTION', 'An unexpected error occurred.'),
  'not-retrieved': row('field', '', "Entity of type '{type}' named '{name}' cannot be found"),
  'type-not-retrieved': row('field', '', "Entity type: '{type}' is unknown"),
  'unsupported-grant': row('doc', 'unsupported_grant_type', 'grant type not supported'),
  'refresh-refused': row('doc', 'invalid_grant', 'expired access/refresh token'),
  'client-unknown': row('doc', 'invalid_client_id', 'client identifier invalid'),
  'client-secret-wrong': row('doc', 'invalid_client', 'invalid client credentials'),
  'user-not-approved': row('doc', 'invalid_grant', "user hasn't approved this consumer"),
  'user-inactive': row('doc', 'inactive_user', 'user is inactive'),
  'assertion-invalid': row('doc', 'invalid_grant', 'invalid assertion'),
  'assertion-expired': row('doc', 'invalid_grant', 'expired authorization code'),
  'audience-invalid': row('field', 'invalid_grant', 'audience is invalid'),
  'app-not-found': row('field', 'app_not_found', 'External client app is not installed in this org'),
  'user-not-assigned': row('field', 'invalid_app_access', 'user is not admin approved to access this app'),
  'certificate-not-the-keys': row('field', 'invalid_client', 'invalid client credentials'),
  'token-not-revocable': row('doc', 'unsupported_token_type', 'this token type is not supported'),
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalId = keyof typeof REFUSALS;
export type Values = Readonly<Record<string, string>>;

/** A missing value is a mistake of the simulator's own. */
export function filled({ text }: Refusal, values: Values): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The refusal needs a value for ${name}: ${text}`);
    return value;
  });
}

export const refusalText = (id: RefusalId, values: Values = {}): string => filled(REFUSALS[id], values);

export const restRefusal = (id: RefusalId, values?: Values): RestError =>
  new RestError(REFUSALS[id].status, REFUSALS[id].code, refusalText(id, values));

export const soapRefusal = (id: RefusalId, values?: Values): SoapFault =>
  new SoapFault(REFUSALS[id].code, refusalText(id, values));

export const oauthRefusal = (id: RefusalId): OauthError =>
  new OauthError(REFUSALS[id].code, refusalText(id), REFUSALS[id].status);
