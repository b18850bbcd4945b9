import { PERMISSIONS_OF_EVERY_ORG } from '../posture/broad.js';

/** The sign of an integration user. Not broad, but read along with what is. */
export const API_ONLY = 'ApiUserOnly';

export const columnOf = (permission: string): string => `Permissions${permission}`;

/** Missing from a describe, these were hidden from the caller. Any other one cannot be granted in that org. */
export const mayExistUnseen = (permission: string): boolean =>
  permission === API_ONLY || PERMISSIONS_OF_EVERY_ORG.includes(permission);
