import { elements } from '../xml.js';
import type { Verdict } from './evaluate.js';
import type { DeployJob, JobStatus } from './job.js';
import type { DeployRow } from './rows.js';

/** A deploy's result as it goes over the wire, element by element in the order of the platform's own. */

const NOBODY = { id: '005000000000000AAA', name: 'Setup' };
const RUNNING: readonly JobStatus[] = ['Pending', 'InProgress'];

/** The platform keeps no fractions of a second. */
const seconds = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, '.000Z');

export function reportOf(job: DeployJob, status: JobStatus, includeDetails: boolean): string {
  const { options } = job.submission;
  const at = seconds(job.createdAt);
  const done = !RUNNING.includes(status);
  const verdict = done && status !== 'Canceled' ? job.outcome : undefined;
  const rows = status === 'Failed' && verdict?.status === 'Succeeded' ? [] : (verdict?.rows ?? []);
  return (
    (status === 'Canceled' ? elements({ canceledBy: NOBODY.id, canceledByName: NOBODY.name }) : '') +
    elements({
      checkOnly: options.checkOnly,
      completedDate: done ? seconds(job.completedAt ?? job.createdAt) : undefined,
      createdBy: NOBODY.id,
      createdByName: NOBODY.name,
      createdDate: at,
    }) +
    (includeDetails ? detailsOf(rows, at) : '') +
    elements({ done }) +
    errorOf(verdict) +
    elements({ id: job.id, ignoreWarnings: options.ignoreWarnings, lastModifiedDate: at }) +
    countsOf(rows) +
    elements({
      rollbackOnError: options.rollbackOnError,
      runTestsEnabled: options.testLevel !== undefined && options.testLevel !== 'NoTestRun',
      startDate: startOf(job, status),
      status,
      success: status === 'Succeeded' || status === 'SucceededPartial',
    })
  );
}

function startOf({ startedAt }: DeployJob, status: JobStatus): string | undefined {
  return status === 'Pending' || !startedAt ? undefined : seconds(startedAt);
}

function errorOf(verdict: Verdict | undefined): string {
  if (!verdict?.error) return '';
  const { code, message } = verdict.error;
  return elements({ errorMessage: `${code}: ${message}`, errorStatusCode: code });
}

function detailsOf(rows: readonly DeployRow[], at: string): string {
  const failures = rows.filter(({ success }) => !success).map((row) => element('componentFailures', row, at));
  const successes = rows.filter(({ success }) => success).map((row) => element('componentSuccesses', row, at));
  const tests = `<runTestResult>${elements({ numFailures: 0, numTestsRun: 0, totalTime: '0.0' })}</runTestResult>`;
  return `<details>${[...failures, ...successes].join('')}${tests}</details>`;
}

function element(name: string, row: DeployRow, at: string): string {
  const inside = elements({
    changed: row.changed,
    columnNumber: row.column,
    componentType: row.type,
    created: row.created,
    createdDate: at,
    deleted: row.deleted,
    fileName: row.fileName,
    fullName: row.fullName,
    id: row.id,
    lineNumber: row.line,
    problem: row.problem,
    problemType: row.problemType,
    success: row.success,
  });
  return `<${name}>${inside}</${name}>`;
}

/** package.xml has a row of its own and is no component. */
function countsOf(rows: readonly DeployRow[]): string {
  const components = rows.filter((row) => !(row.success && row.fullName === 'package.xml'));
  const good = components.filter(({ success }) => success).length;
  return elements({
    numberComponentErrors: components.length - good,
    numberComponentsDeployed: good,
    numberComponentsTotal: components.length,
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
  });
}
