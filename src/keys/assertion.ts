import type { SigningKey } from './privateKey.js';

export type Claims = { clientId: string; username: string; audience: string };

/** The platform accepts a few minutes at most, and a machine's clock may be a minute slow. */
const LASTS_SECONDS = 180;

/** A JWT for one login of one user. Anyone who has it can log in until it expires, so it's sent only to the org. */
export const assertionFor = (key: SigningKey, { clientId, username, audience }: Claims, now: Date): string => {
  const exp = Math.floor(now.getTime() / 1000) + LASTS_SECONDS;
  const unsigned = [{ alg: 'RS256' }, { iss: clientId, sub: username, aud: audience, exp }].map(encoded).join('.');
  return `${unsigned}.${key.sign(unsigned)}`;
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
