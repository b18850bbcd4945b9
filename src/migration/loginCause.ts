/** Why a login by JWT bearer failed, according to the org's message. Each cause has a text and a next step. */
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

/** The description is matched first, because many causes share one error code. */
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

/** Waiting doesn't change these. */
const LASTING: readonly LoginCause[] = ['inactive-user', 'ip-restricted', 'app-off'];

/** For a few minutes after a change, an org can reject a login that it will accept later. */
export const mayPass = (refused: Refused): boolean =>
  !LASTING.includes(causeOf(refused)) && (refused.error === 'invalid_grant' || causeOf(refused) !== 'unrecognized');
