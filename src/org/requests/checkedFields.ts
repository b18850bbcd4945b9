import { OrgFault, problemOf } from '../errors.js';
import { isSameId } from '../names.js';

/** Fields of an answer that have to be what they are called: what merely stands in their place is refused. */

const RECORD_ID = /^[A-Za-z\d]{15}(?:[A-Za-z\d]{3})?$/;

/** Ids become parts of file names, of queries and of what is shown. */
export const isRecordId = (value: unknown): value is string => typeof value === 'string' && RECORD_ID.test(value);

/** The id of a job that the org has taken on. */
export const jobIdIn = ({ id }: { id?: unknown }): string => {
  if (!isRecordId(id)) throw new OrgFault(problemOf('unexpected-answer', '', 'NO_JOB_ID'));
  return id;
};

/** What the org says of a job, when it is the one that was asked after. */
export const ofJob = <T extends { id?: unknown; status?: unknown }>(id: string, report: T): T => {
  if (!isSameId(jobIdIn(report), id)) throw new OrgFault(problemOf('unexpected-answer', '', 'OTHER_JOB'));
  if (!report.status) throw new OrgFault(problemOf('unexpected-answer', '', 'NO_STATUS'));
  return report;
};

/** A moment as the org writes it, in one spelling. Undefined: it is none. */
export const instantOf = (text: unknown): string | undefined => {
  const [, date, zone = ''] =
    (typeof text === 'string' && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)$/.exec(text)) || [];
  const time = date === undefined ? NaN : Date.parse(date + zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
