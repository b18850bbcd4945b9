import { filled, type Refusal, type Source, type Values } from '../refusals.js';
import { SoapFault } from '../wire.js';

/** Everything a deploy can be refused with, and how sure it is that these are the words. */

/** Without a code it is the problem of a component. */
const row = (source: Source, text: string, code = ''): Refusal => ({ source, code, text, status: 400 });

/** `{x}` stands for a value of the case. */
export const REFUSALS = {
  'zip-unreadable': row('assumed', 'The zip file cannot be read', 'INVALID_ZIP'),
  'no-package': row('field', 'No package.xml found'),
  'package-unreadable': row('inferred', 'Error parsing file: {reason}'),
  'unknown-type': row('field', "Unknown type name '{type}' specified in package.xml"),
  'version-invalid': row('assumed', 'Invalid version specified: {version}'),
  'version-mismatch': row(
    'assumed',
    'The package.xml asks for API version {version}, the endpoint is that of version {endpoint}',
  ),
  'file-missing': row(
    'doc',
    "An object '{name}' of type {type} was named in package.xml, but was not found in zipped directory",
  ),
  'not-named': row('doc', 'Not in package.xml'),
  'nothing-to-delete': row('field', 'No {type} named: {name} found'),
  'rollback-required': row('doc', 'rollbackOnError must be true in production organizations', 'INVALID_OPERATION'),
  'no-test-run': row('field', 'testLevel of NoTestRun cannot be used in production organizations', 'INVALID_OPERATION'),
  'test-level': row('inferred', "'{level}' is not a valid value for the enum 'TestLevel'", 'INVALID_TYPE'),
  'no-right': row(
    'field',
    'use of the Metadata API requires a user with the ModifyAllData or ModifyMetadata permissions',
    'INSUFFICIENT_ACCESS',
  ),
  'no-such-job': row('inferred', 'invalid cross reference id', 'INVALID_CROSS_REFERENCE_KEY'),
  'job-ended': row('assumed', 'Deployment already completed', 'INVALID_ID_FIELD'),
  'not-well-formed': row('inferred', 'Error parsing file: {reason}'),
  'wrong-root': row(
    'assumed',
    'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}{element} invalid at this location',
  ),
  'element-unknown': row(
    'field',
    'Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}{element} invalid at this location in type {type}',
  ),
  'element-repeated': row(
    'field',
    'Error parsing file: Element {element} is duplicated at this location in type {type}',
  ),
  'not-boolean': row('assumed', "Error parsing file: '{value}' is not a valid value for {element}: expected a boolean"),
  'field-missing': row('field', 'Required field is missing: {element}'),
  'enum-invalid': row('field', "'{value}' is not a valid value for the enum '{enum}'"),
  'type-unavailable': row('field', 'This type of metadata is not available for this organization'),
  'other-namespace': row(
    'field',
    'Cannot create a new component with the namespace: {namespace}. ' +
      'Only components in the same namespace as the organization can be created through the API',
  ),
  'access-denied': row('field', 'INSUFFICIENT_ACCESS_OR_READONLY: insufficient access rights on object id'),
  managed: row('field', 'CANNOT_MODIFY_MANAGED_OBJECT: Cannot modify managed object: entity={type}, component={id}'),
  'creation-blocked': row(
    'doc',
    "You can't create a connected app. To enable connected app creation, contact Salesforce Customer Support.",
  ),
  'key-taken': row('field', 'The consumer key is already taken.'),
  'key-given': row('field', 'You cannot provide a Consumer Key'),
  'secret-given': row('inferred', 'You cannot provide a Consumer Secret'),
  'bad-scopes': row('field', "There's a problem with your scope(s): {value}"),
  'user-invalid': row('field', 'Enter a valid execution user for the OAuth client credentials flow.'),
  'user-while-off': row('assumed', '{element} can be set only if the client credentials flow is enabled'),
  'user-must-stay': row('assumed', '{element} cannot be removed'),
  'parent-unknown': row('field', 'INVALID_CROSS_REFERENCE_KEY: invalid cross reference id'),
  'second-policy': row('field', 'duplicate value found: ExternalClientApplicationId duplicates value on {existing}'),
  'profiles-taken': row('field', 'profile names are already taken'),
  'permission-sets-taken': row('inferred', 'permission set names are already taken'),
  'unasked-failure': row('assumed', 'An unexpected error occurred.', 'UNKNOWN_EXCEPTION'),
} as const satisfies Readonly<Record<string, Refusal>>;

export type DeployRefusalId = keyof typeof REFUSALS;

export const refusal = (id: DeployRefusalId, values: Values = {}): string => filled(REFUSALS[id], values);

export const codeOf = (id: DeployRefusalId): string => REFUSALS[id].code;

export const deployFault = (id: DeployRefusalId, values?: Values): SoapFault =>
  new SoapFault(codeOf(id), refusal(id, values));
