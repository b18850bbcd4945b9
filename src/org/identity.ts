import { defined } from '../defined.js';
import type { OrgIdentity } from '../posture/model.js';
import type { Answer } from './door.js';
import { getObject } from './rest.js';
import { queryAll } from './query.js';
import type { Session } from './session.js';

type OrganizationRow = { Id: string; Name: string; IsSandbox: boolean };

/** One question that needs the login, before all others: a dead one is then a single error instead of one a step. */
export const identify = async (session: Session, alias: string | undefined): Promise<Answer<OrgIdentity>> => {
  const { connection } = session;
  const organizations = await queryAll<OrganizationRow>(session, 'SELECT Id, Name, IsSandbox FROM Organization');
  if (!organizations.ok) return organizations;
  const username = await usernameOf(session);
  if (!username.ok) return username;
  const [organization] = organizations.value;
  const stored = connection.getAuthInfoFields();
  return {
    ok: true,
    value: {
      id: organization?.Id ?? stored.orgId ?? '',
      username: username.value,
      instanceUrl: connection.instanceUrl,
      apiVersion: connection.getApiVersion(),
      ...defined({ alias, name: organization?.Name, isSandbox: organization?.IsSandbox }),
    },
  };
};

/** Where an access token takes the place of a username, it must not stand for its user in anything that is shown. */
const usernameOf = async (session: Session): Promise<Answer<string>> => {
  const username = session.connection.getUsername() ?? '';
  if (!username.includes('!')) return { ok: true, value: username };
  const userInfo = await session.read(() => getObject(session.connection, '/services/oauth2/userinfo'));
  return userInfo.ok ? { ok: true, value: String(userInfo.value['preferred_username']) } : userInfo;
};
