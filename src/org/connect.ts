import { AuthInfo, ConfigAggregator, Connection, OrgConfigProperties, StateAggregator } from '@salesforce/core';
import type { OrgIdentity } from '../posture/model.js';
import { defined, isText, isTruth } from '../values.js';
import { type Answer, failed, type OrgDoor, type Row } from './door.js';
import { OrgFault, problemOf, toProblem } from './errors.js';
import { isSameId } from './names.js';
import { logInByAssertion } from './requests/assertionLogin.js';
import { isRecordId } from './requests/checkedFields.js';
import { awaitDeploy, cancelDeploy, deployStatus, startDeploy } from './requests/deploy/deploy.js';
import { awaitDeployRequests, deployRequests } from './requests/deploy/deployRequests.js';
import { listTypes } from './requests/list.js';
import { describeFields, getObject, queryAll, queryPages } from './requests/query.js';
import { retrieveMembers } from './requests/retrieve/retrieve.js';
import { Session } from './requests/session.js';
import { RequestScope } from './transport/requestScope.js';

export type OpenOrgOptions = {
  /** Username or alias. Absent: the default org in the configuration. */
  target?: string | undefined;
  /** Absent: `org-api-version` in the configuration, or else the org's latest version. */
  apiVersion?: string | undefined;
  /**
   * Rejects any older version: it may not show every setting, and a deploy could then reset one without anyone
   * noticing.
   */
  onlyLatest?: boolean;
  /** How long to wait for one job in the org. */
  waitMs: number;
  signal?: AbortSignal | undefined;
  /** Pauses in milliseconds before each repetition of a failed request that can be repeated. */
  pauses?: readonly number[];
  /** Milliseconds before the first poll of a job. */
  firstPoll?: number;
  /** Called with the state of a job that hasn't ended. */
  onState?: ((state: string) => void) | undefined;
};

type Login = { connection: Connection; alias: string | undefined; version: string | undefined };

/**
 * Used until the org has named its latest version. Without one, the library would silently choose an old version
 * itself.
 */
const PROVISIONAL_VERSION = '60.0';

/** Requires the transport to be installed. Without it, a cut connection would end the process. */
export const openOrg = async (options: OpenOrgOptions): Promise<Answer<OrgDoor>> => {
  const login = await logIn(options);
  if (!login.ok) return login;
  const { connection, alias, version } = login.value;
  const { waitMs, signal, pauses, firstPoll, onState } = options;
  const session = new Session({
    connection,
    scope: new RequestScope(),
    signal,
    waitMs,
    ...defined({ pauses, firstPoll, onState }),
  });

  const wanted = await versionFor(session, version, options);
  if (!wanted.ok) return wanted;
  connection.setApiVersion(wanted.value);

  const identity = await identify(session, alias);
  if (identity.ok) return { ok: true, value: createDoor(session, identity.value, session.renewals()) };
  const isUnknownVersion = version !== undefined && identity.problem.code === 'type-not-available';
  return isUnknownVersion ? failed(problemOf('version-not-offered', version)) : identity;
};

const versionFor = async (
  session: Session,
  version: string | undefined,
  { onlyLatest = false }: OpenOrgOptions,
): Promise<Answer<string>> => {
  if (version !== undefined && !onlyLatest) return { ok: true, value: version };
  const latest = await newestVersion(session);
  if (!latest.ok || version === undefined) return latest;
  return Number(version) < Number(latest.value)
    ? failed(problemOf('version-not-latest', `${version}, ${latest.value}`))
    : { ok: true, value: version };
};

const newestVersion = async (session: Session): Promise<Answer<string>> => {
  const newest = await session.read<unknown>(() => session.connection.retrieveMaxApiVersion());
  // If the answer isn't a list, the library throws an error of its own that says nothing.
  if (!newest.ok && newest.problem.code !== 'unknown') return newest;
  const value = newest.ok ? newest.value : undefined;
  return typeof value === 'string' && VERSION.test(value)
    ? { ok: true, value }
    : failed(problemOf('version-unknown', '', 'NO_VERSION'));
};

/** It becomes a part of every path. */
const VERSION = /^\d{2,3}\.0$/;

/** Uses what is stored on this machine, without contacting an org. */
const logIn = async ({ target, apiVersion }: OpenOrgOptions): Promise<Answer<Login>> => {
  try {
    const configuration = await ConfigAggregator.create();
    const wanted = target ?? configured(configuration, OrgConfigProperties.TARGET_ORG);
    if (wanted === undefined) throw new OrgFault(problemOf('no-target-org'));
    const { aliases } = await StateAggregator.getInstance();
    const username = aliases.resolveUsername(wanted);
    const version = apiVersion ?? configured(configuration, OrgConfigProperties.ORG_API_VERSION);
    const authInfo = await AuthInfo.create({ username });
    const connection = await Connection.create({
      authInfo,
      connectionOptions: { version: version ?? PROVISIONAL_VERSION },
    });
    // Some ways to log in store the address with a trailing slash, and every path would then begin with two.
    connection.instanceUrl = connection.instanceUrl.replace(/(?<!\/)\/+$/, '');
    const alias = wanted === username ? (aliases.get(username) ?? undefined) : wanted;
    return { ok: true, value: { connection, alias, version } };
  } catch (error) {
    return failed(toProblem(error));
  }
};

const configured = (configuration: ConfigAggregator, property: OrgConfigProperties): string | undefined =>
  configuration.getPropertyValue<string>(property) ?? undefined;

/** `renewals`: of the session, when the org said who it is. */
const createDoor = (session: Session, identity: OrgIdentity, renewals: number): OrgDoor => ({
  identity,
  ...defined({ clientId: clientIdOf(session) }),
  confirmIdentity: () => confirmIdentity(session, identity),
  confirmIfRenewed: () =>
    session.renewals() === renewals ? Promise.resolve(CONFIRMED) : confirmIdentity(session, identity),
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
  logInByAssertion: (assertion) => logInByAssertion(session, assertion),
  pause: (milliseconds) => session.pause(milliseconds),
  requests: () => session.requests(),
  allowance: () => session.allowance(),
  orgTime: () => session.orgTime(),
  sinceLastRequest: () => session.sinceLastRequest(),
  finishing: () => createDoor(session.finishing(), identity, renewals),
});

/** Old web logins stored none. The library then uses the CLI's own client. */
const clientIdOf = ({ connection }: Session): string | undefined =>
  connection.getAuthInfoFields().clientId ?? connection.getAuthInfo().getConnectionOptions().oauth2?.clientId;

/**
 * The first request that needs the login. If the login has expired, this gives one error instead of one for each step.
 */
const identify = async (session: Session, alias: string | undefined): Promise<Answer<OrgIdentity>> => {
  const { connection } = session;
  const organization = await askOrganization(session);
  if (!organization.ok) return organization;
  const username = await usernameOf(session);
  if (!username.ok) return username;
  return {
    ok: true,
    value: {
      ...organization.value,
      username: username.value,
      instanceUrl: connection.instanceUrl,
      apiVersion: connection.getApiVersion(),
      ...defined({ alias }),
    },
  };
};

const askOrganization = async (session: Session): Promise<Answer<Organization>> => {
  const organizations = await queryAll(session, 'SELECT Id, Name, IsSandbox FROM Organization');
  return organizations.ok ? organizationIn(organizations.value) : organizations;
};

const CONFIRMED: Answer<void> = { ok: true, value: undefined };

/**
 * While a run waits for approval, a session can be renewed and a sandbox refreshed. The same address can then be
 * another org.
 */
const confirmIdentity = async (session: Session, { id }: OrgIdentity): Promise<Answer<void>> => {
  const now = await askOrganization(session);
  if (!now.ok) return now;
  return isSameId(now.value.id, id) ? CONFIRMED : failed(problemOf('other-org', `${id} > ${now.value.id}`));
};

type Organization = Pick<OrgIdentity, 'id' | 'name' | 'isSandbox'>;

/** The org's ID names folders and distinguishes orgs, so a run stops if the org doesn't return it. */
const organizationIn = ([row, ...others]: readonly Row[]): Answer<Organization> => {
  if (row === undefined || others.length > 0) return failed(problemOf('unexpected-answer', '', 'NO_ORGANIZATION'));
  const { Id: id, Name: name, IsSandbox: isSandbox } = row;
  if (!isRecordId(id) || !id.startsWith('00D'))
    return failed(problemOf('unexpected-answer', `Organization.Id: ${String(id)}`, 'NO_ORG_ID'));
  if (!isText(name) || !isTruth(isSandbox)) return failed(problemOf('unexpected-answer', '', 'NO_ORGANIZATION'));
  return { ok: true, value: { id, name, isSandbox } };
};

/** If the target is an access token instead of a username, the token must not be shown as the user. */
const usernameOf = async (session: Session): Promise<Answer<string>> => {
  const username = session.connection.getUsername() ?? '';
  if (!username.includes('!')) return { ok: true, value: username };
  const userInfo = await session.read(() => getObject(session.connection, '/services/oauth2/userinfo'));
  if (!userInfo.ok) return userInfo;
  const { preferred_username: name } = userInfo.value;
  return isText(name) && name !== ''
    ? { ok: true, value: name }
    : failed(problemOf('unexpected-answer', '', 'NO_USERNAME'));
};
