import { loginGrants } from './login/grants.js';
import { describeMetadata } from './metadata/describe.js';
import { listMetadata } from './metadata/list.js';
import { retrieveFamily } from './metadata/retrieve.js';
import type { Grants, OperationFamily } from './wire.js';

/** All that the server speaks, put together: one family a line. */

export const operationFamilies: readonly OperationFamily[] = [
  () => ({ listMetadata, describeMetadata }),
  retrieveFamily,
];

export const operationGrants: Grants = { ...loginGrants };
