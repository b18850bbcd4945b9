import { OrgFault, problemOf } from './errors.js';
import { isRecordId, isSameId } from './recordId.js';

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
