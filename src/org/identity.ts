import { defined } from '../defined.js';
import type { OrgIdentity } from '../posture/model.js';
import { isText, isTruth } from '../shape.js';
import { failed } from './answer.js';
import type { Answer, Row } from './door.js';
import { problemOf } from './errors.js';
import { queryAll } from './query.js';
import { isRecordId } from './recordId.js';
import { getObject } from './rest.js';
import type { Session } from './session.js';

/** One question that needs the login, before all others: a dead one is then a single error instead of one a step. */
export const identify = async (session: Session, alias: string | undefined): Promise<Answer<OrgIdentity>> => {
  const { connection } = session;
  const organizations = await queryAll(session, 'SELECT Id, Name, IsSandbox FROM Organization');
  if (!organizations.ok) return organizations;
  const organization = organizationIn(organizations.value);
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

/** Its id names folders and tells orgs apart: an org that cannot say who it is is not worked with. */
const organizationIn = ([row, ...others]: readonly Row[]): Answer<Pick<OrgIdentity, 'id' | 'name' | 'isSandbox'>> => {
  if (row === undefined || others.length > 0) return failed(problemOf('unexpected-answer', '', 'NO_ORGANIZATION'));
  const { Id: id, Name: name, IsSandbox: isSandbox } = row;
  if (!isRecordId(id) || !id.startsWith('00D'))
    return failed(problemOf('unexpected-answer', `Organization.Id: ${String(id)}`, 'NO_ORG_ID'));
  if (!isText(name) || !isTruth(isSandbox)) return failed(problemOf('unexpected-answer', '', 'NO_ORGANIZATION'));
  return { ok: true, value: { id, name, isSandbox } };
};

/** Where an access token takes the place of a username, it must not stand for its user in anything that is shown. */
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
