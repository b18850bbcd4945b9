import { OrgFault, problemOf } from '../errors.js';
import { isSameId } from '../names.js';

/** Checks that fields of an answer have the type that they should have. Anything else is rejected. */

const RECORD_ID = /^[A-Za-z\d]{15}(?:[A-Za-z\d]{3})?$/;

/** IDs become parts of file names, of queries, and of output. */
export const isRecordId = (value: unknown): value is string => typeof value === 'string' && RECORD_ID.test(value);

/** The ID of a component. Some types have one of zeros, which identifies nothing: every component has the same. */
export const componentIdIn = ({ id }: { id?: unknown }): string | undefined =>
  isRecordId(id) && !/^0{15}/.test(id) ? id : undefined;

/** The ID of a job that the org accepted. */
export const jobIdIn = ({ id }: { id?: unknown }): string => {
  if (!isRecordId(id)) throw new OrgFault(problemOf('unexpected-answer', '', 'NO_JOB_ID'));
  return id;
};

/** The org's report of a job, if it's about the job that was asked for. */
export const ofJob = <T extends { id?: unknown; status?: unknown }>(id: string, report: T): T => {
  if (!isSameId(jobIdIn(report), id)) throw new OrgFault(problemOf('unexpected-answer', '', 'OTHER_JOB'));
  if (!report.status) throw new OrgFault(problemOf('unexpected-answer', '', 'NO_STATUS'));
  return report;
};

/** A time as the org writes it, in one spelling. Undefined: it isn't a time. */
export const instantOf = (text: unknown): string | undefined => {
  const [, date, zone = ''] =
    (typeof text === 'string' && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)$/.exec(text)) || [];
  const time = date === undefined ? NaN : Date.parse(date + zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
