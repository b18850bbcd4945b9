import { AuthInfo } from '@salesforce/core';
import { defined } from '../values.js';

/** A login that the command line keeps on this machine. No org is asked whether it still takes it. */
export type StoredLogin = {
  username: string;
  alias?: string;
  orgId?: string;
  isScratch: boolean;
  /** Only known for scratch orgs, which have an expiration date. */
  isExpired: boolean;
};

/** In the order of usernames. Tokens stay where they are. */
export const storedLogins = async (): Promise<StoredLogin[]> =>
  (await AuthInfo.listAllAuthorizations())
    .map(({ username, aliases, orgId, isScratchOrg = false, isExpired }) => ({
      username,
      isScratch: isScratchOrg,
      isExpired: isExpired === true,
      ...defined({ alias: aliases?.toSorted()[0], orgId: orgId || undefined }),
    }))
    .sort((one, other) => (one.username < other.username ? -1 : 1));
