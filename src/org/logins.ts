import { AuthInfo, StateAggregator } from '@salesforce/core';
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
export const storedLogins = async (): Promise<StoredLogin[]> => {
  const read = (await AuthInfo.listAllAuthorizations()).map(
    ({ username, aliases, orgId, isScratchOrg = false, isExpired }): StoredLogin => ({
      username,
      isScratch: isScratchOrg,
      isExpired: isExpired === true,
      ...defined({ alias: aliases?.toSorted()[0], orgId: orgId || undefined }),
    }),
  );
  return [...read, ...(await unreadable(read))].sort((one, other) => (one.username < other.username ? -1 : 1));
};

/**
 * The library only warns of a file that it can't read, and leaves it out. An org that silently isn't audited would look
 * as if all were well, so it counts as a login that fails.
 */
const unreadable = async (read: readonly StoredLogin[]): Promise<StoredLogin[]> => {
  const { orgs, aliases } = await StateAggregator.getInstance();
  const known = new Set(read.map(({ username }) => username));
  return (await orgs.list())
    .map((file) => file.replace(/\.json$/, ''))
    .filter((username) => !known.has(username))
    .map((username) => ({
      username,
      isScratch: false,
      isExpired: false,
      ...defined({ alias: aliases.getAll(username).toSorted()[0] }),
    }));
};
