import { isFields, isText, jsonIn } from '../../values.js';
import type { Answer, AssertionLogin } from '../door.js';
import { OrgFault, problemOf } from '../errors.js';
import { cleanDetail } from '../redact.js';
import { send, type Reply } from '../transport/send.js';
import type { Session } from './session.js';

/**
 * One login by JWT bearer, to see whether it works: gets a token, identifies its user, and revokes it. The token never
 * leaves this file. After it was requested, an interrupt no longer prevents its revocation.
 */

const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

export const logInByAssertion = async (session: Session, assertion: string): Promise<Answer<AssertionLogin>> => {
  const asked = await session.once(async () =>
    outcomeOf(await post(session, 'token', { grant_type: JWT_BEARER, assertion })),
  );
  if (!asked.ok) return asked;
  if ('error' in asked.value) return { ok: true, value: { kind: 'refused', ...asked.value } };
  const { token } = asked.value;
  const owner = await session.read(async () => ownerIn(await ownerOf(session, token)));
  const isRevoked = await revoke(session.finishing(), token);
  const told = owner.ok ? { owner: owner.value } : { ownerProblem: owner.problem };
  return { ok: true, value: { kind: 'issued', isRevoked, ...told } };
};

type Outcome = { token: string } | { error: string; description: string };

const outcomeOf = ({ status, body }: Reply): Outcome => {
  const answer = jsonIn(body);
  if (status === 200 && isFields(answer) && isText(answer['access_token']) && answer['access_token'] !== '')
    return { token: answer['access_token'] };
  if (status >= 400 && status < 500 && isFields(answer) && isText(answer['error'])) {
    const { error, error_description: description } = answer;
    return { error: cleanDetail(error), description: isText(description) ? cleanDetail(description) : '' };
  }
  throw new OrgFault(problemOf(status >= 500 ? 'org-failed' : 'unexpected-answer', `HTTP ${status}`, 'NO_TOKEN'));
};

const ownerIn = ({ status, body }: Reply): { organizationId: string; username: string } => {
  const answer = jsonIn(body);
  if (status === 200 && isFields(answer)) {
    const { organization_id: organizationId, preferred_username: username } = answer;
    if (isText(organizationId) && isText(username)) return { organizationId, username };
  }
  throw new OrgFault(problemOf(status >= 500 ? 'org-failed' : 'unexpected-answer', `HTTP ${status}`, 'NO_USERINFO'));
};

/**
 * The org confirms with an empty body, so a page from something on the way isn't a confirmation. If the response is lost,
 * the token may have been revoked, and revoking it again is then rejected. In both cases the token itself is tried to
 * see whether it's still valid.
 */
const revoke = async (session: Session, token: string): Promise<boolean> => {
  const revoked = await session.read(() => post(session, 'revoke', { token }));
  if (revoked.ok && revoked.value.status === 200 && revoked.value.body === '') return true;
  const alive = await session.read(() => ownerOf(session, token));
  return alive.ok && isRefusedToken(alive.value);
};

/** In the org's own words: a proxy, or an org that is in maintenance, refuses with such a status too. */
const isRefusedToken = ({ status, body }: Reply): boolean => status === 403 && body.includes('Bad_OAuth_Token');

const address = ({ connection }: Session, name: string): string => `${connection.instanceUrl}/services/oauth2/${name}`;

/** The token is in the body, because an address would appear in logs on the way. */
const post = (session: Session, name: string, form: Record<string, string>): Promise<Reply> =>
  send({ method: 'POST', url: address(session, name), headers: FORM, body: new URLSearchParams(form).toString() });

const ownerOf = (session: Session, token: string): Promise<Reply> =>
  send({ method: 'GET', url: address(session, 'userinfo'), headers: { authorization: `Bearer ${token}` } });
