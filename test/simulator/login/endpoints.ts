import { html, json, nothing, type Answer } from '../answer.js';
import { operationGrants } from '../operations.js';
import { oauthRefusal } from '../refusals.js';
import { OauthError, type TokenRequest } from '../wire.js';
import { identityUrl, liveSession, openSession } from './credentials.js';

/** The OAuth endpoints: a token, who it belongs to, and its end. */

export function token(request: TokenRequest): Answer {
  try {
    return json(200, issue(request));
  } catch (error) {
    if (!(error instanceof OauthError)) throw error;
    return refused(error);
  }
}

function issue(request: TokenRequest): Record<string, string> {
  const { form, state, url, now } = request;
  const grant = operationGrants[form.get('grant_type') ?? ''];
  if (!grant) throw oauthRefusal('unsupported-grant');
  const { userId, clientId, refreshToken, scope } = grant(request);
  if (state.userById(userId)?.['IsActive'] === false) throw oauthRefusal('user-inactive');
  return {
    access_token: openSession(state, userId, clientId, now()).token,
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
    scope: scope ?? 'refresh_token web api',
    instance_url: url,
    id: identityUrl(url, state, userId),
    token_type: 'Bearer',
    issued_at: String(now()),
  };
}

export function userinfo({ state, url, now }: Omit<TokenRequest, 'form'>, bearer: string): Answer {
  const session = liveSession(state, bearer, now());
  const user = session && state.userById(session.userId);
  if (!session || !user) return html(403, 'Bad_OAuth_Token');
  return json(200, {
    sub: identityUrl(url, state, session.userId),
    user_id: session.userId,
    organization_id: state.org.id,
    preferred_username: user['Username'],
    name: user['Name'] ?? null,
    email: user['Email'] ?? null,
    active: user['IsActive'] === true,
    user_type: 'STANDARD',
  });
}

export function revoke({ form, state }: TokenRequest): Answer {
  const value = form.get('token') ?? '';
  if (state.sessions.delete(value) || state.refreshTokens.delete(value)) return nothing();
  return refused(oauthRefusal('token-not-revocable'));
}

const refused = ({ status, error, message }: OauthError): Answer => json(status, { error, error_description: message });
