import { defined } from '../defined.js';
import type { OrgIdentity } from '../posture/model.js';
import { awaitDeploy, cancelDeploy, deployStatus, startDeploy } from './deploy.js';
import { awaitDeployRequests, deployRequests } from './deployRequests.js';
import { describeFields } from './describe.js';
import type { OrgDoor } from './door.js';
import { listTypes } from './list.js';
import { queryAll, queryPages } from './query.js';
import { retrieveMembers } from './retrieve.js';
import type { Session } from './session.js';

export const createDoor = (session: Session, identity: OrgIdentity): OrgDoor => ({
  identity,
  ...defined({ clientId: clientIdOf(session) }),
  list: (types) => listTypes(session, types),
  retrieve: (members) => retrieveMembers(session, members),
  query: (soql) => queryAll(session, soql),
  queryPages: (soql, pages) => queryPages(session, soql, pages),
  describeFields: (sobject) => describeFields(session, sobject),
  startDeploy: (files, options) => startDeploy(session, files, options),
  deployStatus: (id) => deployStatus(session, id),
  awaitDeploy: (id, isEnough) => awaitDeploy(session, id, isEnough),
  cancelDeploy: (id) => cancelDeploy(session, id),
  deployRequests: (which) => deployRequests(session, which),
  awaitDeployRequests: (which, isDone) => awaitDeployRequests(session, which, isDone),
  requests: () => session.requests(),
  finishing: () => createDoor(session.finishing(), identity),
});

/** Web log-ins of old stored none: the library then goes on with the one of the CLI. */
const clientIdOf = ({ connection }: Session): string | undefined =>
  connection.getAuthInfoFields().clientId ?? connection.getAuthInfo().getConnectionOptions().oauth2?.clientId;
