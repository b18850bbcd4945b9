import type { Answer, DeployRequest, DeployRequestQuery, Row } from '../../door.js';
import { OrgFault, problemOf } from '../../errors.js';
import { cleanDetail } from '../../redact.js';
import { instantOf } from '../checkedFields.js';
import { readPages, toPage, getObject } from '../query.js';
import type { Session } from '../session.js';
import { queryPath } from '../soql.js';

/** DeployRequest is only in the Tooling API, and only for users who can deploy. */

const FIELDS = 'Id, Status, CheckOnly, CreatedDate, StartDate, CompletedDate, CreatedById, CreatedBy.Name';

/** More than can ever wait at the same time, so that no open deploy is missed. */
const LATEST = 200;
const MOST_PAGES = 50;

export const deployRequests = (session: Session, which: DeployRequestQuery): Promise<Answer<DeployRequest[]>> =>
  session.read(() => ask(session, which));

export const awaitDeployRequests = (
  session: Session,
  which: DeployRequestQuery,
  isDone: (found: readonly DeployRequest[]) => boolean,
): Promise<Answer<DeployRequest[]>> => session.poll(() => ask(session, which), isDone);

const ask = async (session: Session, which: DeployRequestQuery): Promise<DeployRequest[]> => {
  const answer = await readPages(`/tooling${queryPath(soqlOf(which))}`, MOST_PAGES, async (path) => ({
    ok: true,
    value: toPage(await getObject(session.connection, path)),
  }));
  if (!answer.ok) throw new OrgFault(answer.problem);
  if (!answer.value.complete) throw new OrgFault(problemOf('too-large', '', 'TOO_MANY_DEPLOYS'));
  return answer.value.rows.map(toRequest);
};

const soqlOf = (which: DeployRequestQuery): string => {
  const from = `SELECT ${FIELDS} FROM DeployRequest`;
  if (which === 'latest') return `${from} ORDER BY CreatedDate DESC LIMIT ${LATEST}`;
  if ('since' in which) return `${from} WHERE CreatedDate >= ${which.since}`;
  if (!/^\w{15,18}$/.test(which.id)) throw new OrgFault(problemOf('invalid-query', '', 'NO_ID'));
  return `${from} WHERE Id = '${which.id}'`;
};

const toRequest = ({ Id, Status, CheckOnly, CreatedDate, CreatedById, CreatedBy, ...dates }: Row): DeployRequest => {
  const createdAt = instantOf(CreatedDate);
  if (typeof Id !== 'string' || typeof Status !== 'string' || typeof CheckOnly !== 'boolean' || !createdAt)
    throw new OrgFault(problemOf('org-failed', '', 'NO_DEPLOY_REQUEST'));
  const startedAt = instantOf(dates['StartDate']);
  const completedAt = instantOf(dates['CompletedDate']);
  return {
    id: cleanDetail(Id),
    status: Status,
    checkOnly: CheckOnly,
    createdAt,
    createdById: typeof CreatedById === 'string' ? CreatedById : '',
    createdBy: nameIn(CreatedBy),
    ...(startedAt && { startedAt }),
    ...(completedAt && { completedAt }),
  };
};

const nameIn = (user: unknown): string => {
  const name = typeof user === 'object' && user !== null ? (user as Row)['Name'] : undefined;
  return typeof name === 'string' ? cleanDetail(name) : '';
};
