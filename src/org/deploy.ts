import type {
  DeployMessage as ForeignMessage,
  DeployResult as ForeignResult,
} from '@jsforce/jsforce-node/lib/api/metadata.js';
import { defined } from '../defined.js';
import type { Answer, DeployFile, DeployMessage, DeployResult } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { instantOf } from './instant.js';
import { cleanDetail } from './redact.js';
import type { Session } from './session.js';
import { zip } from './zip.js';

/** No test level: a package without Apex runs no tests, and an explicit level would be enforced. */
const OPTIONS = { rollbackOnError: true, singlePackage: true, ignoreWarnings: false };

export const startDeploy = (
  session: Session,
  files: readonly DeployFile[],
  { checkOnly }: { checkOnly: boolean },
): Promise<Answer<string>> =>
  session.once(async () => {
    const { id } = await session.connection.metadata.deploy(zip(files), { ...OPTIONS, checkOnly });
    if (!id) throw new OrgFault(problemOf('org-failed', '', 'NO_JOB_ID'));
    return id;
  });

/** What became of a change is told even when the run was interrupted. */
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

/** When nobody waits for it any more, which is so after an interrupt above all. */
export const cancelDeploy = (session: Session, id: string): Promise<Answer<void>> =>
  session.finishing().once(async () => {
    await session.connection.metadata.cancelDeploy(id);
  });

const check = async (session: Session, id: string): Promise<DeployResult> => {
  const result = await session.connection.metadata.checkDeployStatus(id, true);
  if (!result.status) throw new OrgFault(problemOf('org-failed', '', 'NO_STATUS'));
  return toResult(result);
};

const toResult = (result: ForeignResult): DeployResult => ({
  id: result.id,
  status: result.status,
  done: result.done,
  success: result.success,
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
