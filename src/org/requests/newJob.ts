import type { Connection } from '@salesforce/core';
import { OrgFault, problemOf } from '../errors.js';
import { jobIdIn } from './checkedFields.js';

const begun = new WeakMap<Connection, Set<string>>();

const IN_EACH_SPELLING = 15;

/**
 * The id of a job that the org has taken on just now. One that it named before is an old answer, which something on the
 * way has kept: what that job found, or did, would pass for what is so at this moment.
 */
export const newJobIn = (connection: Connection, answer: { id?: unknown }): string => {
  const id = jobIdIn(answer);
  const known = begun.get(connection) ?? new Set();
  begun.set(connection, known);
  const key = id.slice(0, IN_EACH_SPELLING);
  if (known.has(key)) throw new OrgFault(problemOf('unexpected-answer', '', 'OLD_JOB'));
  known.add(key);
  return id;
};
