import type { Known } from '../posture/subject.js';
import { fold } from '../posture/names.js';
import { known, unknown } from './known.js';
import type { UserRecord } from './users.js';

const INTEGRATION_LICENCE = 'salesforce integration';
const INTEGRATION_PROFILES: readonly string[] = [
  'minimum access - api only integrations',
  'salesforce api only system integrations',
];

/** A standard user without any sign of an integration. */
export const isPerson = (user: UserRecord, apiOnly: Known<boolean>): Known<boolean> => {
  if (user.userType === undefined) return unknown(user.why ?? 'no-user-type');
  if (fold(user.userType) !== 'standard' || hasIntegrationSign(user)) return known(false);
  if (apiOnly.known && apiOnly.value) return known(false);
  if (user.licence === undefined) return unknown('no-licence');
  return apiOnly.known ? known(true) : apiOnly;
};

const hasIntegrationSign = ({ licence, profile }: UserRecord): boolean =>
  (licence !== undefined && fold(licence) === INTEGRATION_LICENCE) ||
  (profile !== undefined && INTEGRATION_PROFILES.includes(fold(profile.name)));
