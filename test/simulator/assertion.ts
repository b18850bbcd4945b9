import { sign } from 'node:crypto';

export type AssertionParts = {
  iss: string;
  sub: string;
  aud: string;
  /** Seconds from now. */
  lasts?: number;
  now?: number;
  alg?: string;
};

/** What a client of JWT bearer sends, made from its claims by hand. */
export const assertionOf = (
  privateKey: string,
  { lasts = 180, now = Date.now(), alg = 'RS256', ...claims }: AssertionParts,
): string => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = `${part({ alg })}.${part({ ...claims, exp: Math.floor(now / 1000) + lasts })}`;
  return `${body}.${sign('RSA-SHA256', Buffer.from(body), privateKey).toString('base64url')}`;
};
