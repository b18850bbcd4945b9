/** Why a login by JWT bearer didn't work, as far as the org's message shows. Each cause has its text and what to do. */
export const LOGIN_CAUSES = [
  'not-approved',
  'not-assigned',
  'wrong-certificate',
  'unknown-client',
  'wrong-audience',
  'invalid-assertion',
  'inactive-user',
  'app-off',
  'ip-restricted',
  'no-answer',
  'owner-unknown',
  'other-org',
  'other-user',
  'unrecognized',
] as const;
export type LoginCause = (typeof LOGIN_CAUSES)[number];

type Refused = { error: string; description: string };

/** Decided by the message first, because one code covers many causes. */
const RULES: readonly (readonly [RegExp, LoginCause])[] = [
  [/hasn.?t approved this consumer/i, 'not-approved'],
  [/not admin approved/i, 'not-assigned'],
  [/audience is invalid|\bapp_not_found\b/i, 'wrong-audience'],
  [/\binvalid_client_id\b|client identifier invalid/i, 'unknown-client'],
  [/invalid client credentials|\binvalid_client\b/i, 'wrong-certificate'],
  [/invalid assertion|expired authorization code/i, 'invalid-assertion'],
  [/\binactive_user\b|user is inactive/i, 'inactive-user'],
  [/app is not enabled/i, 'app-off'],
  [/\bip[ _-]?restricted\b/i, 'ip-restricted'],
];

export const causeOf = ({ error, description }: Refused): LoginCause =>
  RULES.find(([pattern]) => pattern.test(description))?.[1] ??
  RULES.find(([pattern]) => pattern.test(error))?.[1] ??
  'unrecognized';

/** Causes that waiting doesn't change. */
const LASTING: readonly LoginCause[] = ['inactive-user', 'ip-restricted', 'app-off'];

/** For some minutes after a change, an org may reject a login that it will accept. */
export const mayPass = (refused: Refused): boolean =>
  !LASTING.includes(causeOf(refused)) && (refused.error === 'invalid_grant' || causeOf(refused) !== 'unrecognized');
