import type {
  DeployMessage as ForeignMessage,
  DeployResult as ForeignResult,
} from '@jsforce/jsforce-node/lib/api/metadata.js';
import { defined } from '../../../values.js';
import {
  failed,
  type Answer,
  type DeployFile,
  type DeployMessage,
  type DeployOptions,
  type DeployResult,
} from '../../door.js';
import type { OrgProblem } from '../../problem.js';
import { cleanDetail } from '../../redact.js';
import { soapCall } from '../../transport/requestScope.js';
import { instantOf, ofJob } from '../checkedFields.js';
import { newJobIn } from '../newJob.js';
import { zip } from '../retrieve/zip.js';
import type { Session } from '../session.js';

/** No test level: a package without Apex runs no tests, but the org would enforce an explicit level. */
const OPTIONS = { rollbackOnError: true, singlePackage: true, ignoreWarnings: false };

export const startDeploy = async (
  session: Session,
  files: readonly DeployFile[],
  { checkOnly, isTooLate }: DeployOptions,
): Promise<Answer<string>> => {
  const { metadata } = session.connection;
  const started = await session.once(
    async () =>
      newJobIn(
        session.connection,
        await soapCall('deploy', async () => metadata.deploy(zip(files), { ...OPTIONS, checkOnly })),
      ),
    isTooLate,
  );
  return started.ok || checkOnly || !mayHaveBegun(started.problem)
    ? started
    : failed({ ...started.problem, code: 'unexpected-answer' });
};

/**
 * These codes in a fault of the org mean that it rejected the deploy and nothing was started. A response that was too
 * large to read, or a page from a proxy that inspects responses, can arrive after the org has accepted the deploy.
 */
const mayHaveBegun = ({ code, errorCode = '' }: OrgProblem): boolean =>
  (code === 'too-large' && errorCode === '') || errorCode.startsWith('ERROR_HTTP_');

/** The result of a change is reported even if the run was interrupted. */
export const deployStatus = (session: Session, id: string): Promise<Answer<DeployResult>> =>
  session.finishing().read(() => check(session, id));

export const awaitDeploy = (
  session: Session,
  id: string,
  isEnough: (result: DeployResult) => boolean = () => false,
): Promise<Answer<DeployResult>> =>
  session.poll(
    () => check(session, id),
    (result) => result.done || isEnough(result),
  );

/** For a deploy that the run no longer waits for, usually after an interrupt. */
export const cancelDeploy = (session: Session, id: string): Promise<Answer<void>> =>
  session.finishing().once(async () => {
    await soapCall('cancelDeploy', () => session.connection.metadata.cancelDeploy(id));
  });

const check = async (session: Session, id: string): Promise<DeployResult> => {
  const { metadata } = session.connection;
  return toResult(ofJob(id, await soapCall('checkDeployStatus', () => metadata.checkDeployStatus(id, true))));
};

/** A deploy in one of these states hasn't ended, whatever else the answer says. */
const UNDER_WAY: readonly string[] = ['Pending', 'InProgress', 'Canceling', 'Finalizing'];

/**
 * If an answer contradicts itself, the worse part counts: the deploy has ended, or succeeded, only if all fields agree.
 */
const toResult = (result: ForeignResult): DeployResult => ({
  id: result.id,
  status: result.status,
  done: result.done && !UNDER_WAY.includes(result.status),
  success: result.success && result.status === 'Succeeded',
  checkOnly: result.checkOnly,
  ...defined({
    startedAt: instantOf(result.startDate),
    completedAt: instantOf(result.completedDate),
    errorMessage: result.errorMessage ? cleanDetail(result.errorMessage) : undefined,
  }),
  failures: result.details.componentFailures.map(toMessage),
  successes: result.details.componentSuccesses.map(toMessage),
});

const toMessage = (message: ForeignMessage): DeployMessage => ({
  fullName: message.fullName,
  componentType: message.componentType ?? '',
  ...defined({
    fileName: message.fileName || undefined,
    problem: message.problem ? cleanDetail(message.problem) : undefined,
    problemType: message.problemType || undefined,
  }),
  success: message.success,
  created: message.created,
  changed: message.changed,
  deleted: message.deleted,
});
