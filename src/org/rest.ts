import type { Connection } from '@salesforce/core';
import { OrgFault, problemOf } from './errors.js';

/** The client library hands a body that is no JSON on as a string. */
export const getObject = async (connection: Connection, path: string): Promise<Record<string, unknown>> => {
  const body: unknown = await connection.request(path);
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  const isEmpty = body === undefined || body === '';
  throw new OrgFault(problemOf(isEmpty ? 'cut' : 'unexpected-answer', '', 'NO_JSON'));
};
