import { createHash } from 'node:crypto';
import type { OrgState, Session } from '../state.js';

/** Tokens as this org makes them: of the platform's shape, and the same for the same state. */

/** The client that a login of the CLI's own comes from. */
export const CLI_CLIENT = 'PlatformCLI';

function opaque(...parts: readonly unknown[]): string {
  return createHash('sha256').update(parts.join('|')).digest('base64url').replaceAll(/[-_]/g, '.');
}

export function openSession(state: OrgState, userId: string, clientId: string, now: number): Session {
  const token = `${state.org.id.slice(0, 15)}!AQ${opaque(userId, clientId, now, state.nextId('session'))}`;
  const session = { token, userId, clientId, expiresAt: now + state.settings.tokenLifetimeMs };
  state.sessions.set(token, session);
  return session;
}

export function issueRefreshToken(state: OrgState, userId: string, clientId: string): string {
  const token = `5Aep${opaque('refresh', userId, clientId)}`;
  state.refreshTokens.set(token, { userId, clientId });
  return token;
}

export function liveSession(state: OrgState, token: string, now: number): Session | undefined {
  const session = state.sessions.get(token);
  return session && session.expiresAt > now ? session : undefined;
}

export const identityUrl = (url: string, state: OrgState, userId: string): string =>
  `${url}/id/${state.org.id}/${userId}`;
