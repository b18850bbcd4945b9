import { permissionsOf } from '../data/permissions.js';
import type { OrgState } from '../state.js';
import type { Context, OperationFamily, SoapRequest } from '../wire.js';
import { childOf, elements, textOf } from '../xml.js';
import type { DeployOptions } from './evaluate.js';
import { DeployJob } from './job.js';
import { queueOf } from './queue.js';
import { deployFault } from './refusals.js';
import { reportOf } from './report.js';

/** deploy, checkDeployStatus and cancelDeploy: started, asked after until it is done, stopped if there is still time. */

const TEST_LEVELS = ['NoTestRun', 'RunSpecifiedTests', 'RunLocalTests', 'RunAllTestsInOrg', 'RunRelevantTests'];

const jobsByOrg = new WeakMap<OrgState, Map<string, DeployJob>>();

/** Whatever still runs comes to its end, as it would if one waited long enough. */
export function finishDeploys(state: OrgState): void {
  queueOf(state).finish();
}

/** The org shows deploys of the last days alone. */
export function forgetDeploys(state: OrgState): void {
  jobsOf(state).clear();
  queueOf(state).forget();
}

export const deployFamily: OperationFamily = (state) => {
  const jobs = jobsOf(state);
  return {
    deploy: (request, context) => {
      const job = accept(request, context);
      jobs.set(job.id, job);
      return `<result>${elements({ done: false, id: job.id, state: 'Queued' })}</result>`;
    },
    checkDeployStatus: ({ body }, { fault }) => {
      const job = jobNamed(textOf(body, 'asyncProcessId'), jobs);
      const status = job.poll(fault?.kind === 'never-done');
      return `<result>${reportOf(job, status, textOf(body, 'includeDetails') === 'true')}</result>`;
    },
    cancelDeploy: ({ body }) => {
      const job = jobNamed(textOf(body, 'id') ?? textOf(body, 'String'), jobs);
      if (job.ended) throw deployFault('job-ended');
      job.cancel();
      return `<result>${elements({ done: false, id: job.id })}</result>`;
    },
  };
};

function accept({ body }: SoapRequest, { state, session, apiVersion, fault, now }: Context): DeployJob {
  const permissions = permissionsOf(state, session.userId, now());
  if (!permissions.has('ModifyMetadata') && !permissions.has('ModifyAllData')) {
    throw deployFault('no-right');
  }
  const options = optionsIn(body);
  refuseOptions(options, state);
  const submission = { zip: textOf(body, 'ZipFile') ?? '', options, endpointVersion: apiVersion, permissions, fault };
  const polls = fault?.kind === 'never-done' ? Infinity : state.settings.pollsUntilDone;
  return new DeployJob(state, state.nextId('deploy'), submission, polls, session.userId, now);
}

function optionsIn(body: SoapRequest['body']): DeployOptions {
  const options = childOf(body, 'DeployOptions');
  const flag = (name: string): boolean => textOf(options, name) === 'true';
  return {
    allowMissingFiles: flag('allowMissingFiles'),
    checkOnly: flag('checkOnly'),
    ignoreWarnings: flag('ignoreWarnings'),
    rollbackOnError: flag('rollbackOnError'),
    singlePackage: flag('singlePackage'),
    testLevel: textOf(options, 'testLevel'),
  };
}

function refuseOptions({ rollbackOnError, testLevel }: DeployOptions, { org }: OrgState): void {
  if (testLevel !== undefined && !TEST_LEVELS.includes(testLevel)) {
    throw deployFault('test-level', { level: testLevel });
  }
  if (org.isSandbox) return;
  if (testLevel === 'NoTestRun') throw deployFault('no-test-run');
  if (!rollbackOnError) throw deployFault('rollback-required');
}

function jobNamed(id: string | undefined, jobs: ReadonlyMap<string, DeployJob>): DeployJob {
  const job = jobs.get(id ?? '');
  if (!job) throw deployFault('no-such-job');
  return job;
}

function jobsOf(state: OrgState): Map<string, DeployJob> {
  const jobs = jobsByOrg.get(state) ?? new Map<string, DeployJob>();
  jobsByOrg.set(state, jobs);
  return jobs;
}
