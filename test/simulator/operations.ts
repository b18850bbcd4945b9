import { deployFamily } from './deploy/operations.js';
import { clientCredentialsGrant } from './grant.js';
import { loginGrants } from './login/grants.js';
import { describeMetadata } from './metadata/describe.js';
import { listMetadata } from './metadata/list.js';
import { retrieveFamily } from './metadata/retrieve.js';
import type { Grants, OperationFamily } from './wire.js';

/** All that the server speaks, put together: one family a line. */

const listing: OperationFamily = () => ({ listMetadata, describeMetadata });

export const operationFamilies: readonly OperationFamily[] = [listing, retrieveFamily, deployFamily];

export const operationGrants: Grants = { ...loginGrants, ...clientCredentialsGrant };
