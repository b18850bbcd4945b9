import type { Grants, OperationFamily } from './wire.js';

/** All that the server speaks, put together: one family a line. */

export const operationFamilies: readonly OperationFamily[] = [];

export const grants: Grants = {};
