import type { StoredLogin } from '../../org/logins.js';
import type { Notice } from '../../posture/model.js';
import { fold, shortId } from '../../posture/names.js';
import { defined } from '../../values.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';
import type { AuditRequest } from './request.js';

/** Names of one org: the first whose login works is the one that it is audited by. */
export type NamedOrg = {
  names: string[];
  /** The org of these logins when they were stored. A login can lead to another one since then. */
  storedId?: string;
};

export type ChosenOrgs = {
  orgs: NamedOrg[];
  notices: Notice[];
};

export const chooseOrgs = async (
  { orgs, allOrgs }: Pick<AuditRequest, 'orgs' | 'allOrgs'>,
  { storedLogins }: Pick<Reads, 'storedLogins'>,
): Promise<ChosenOrgs> => {
  const named = [...new Set(orgs)];
  if (!allOrgs && named.length < 2) return { orgs: named.map((name) => ({ names: [name] })), notices: [] };
  const logins = await storedLogins();
  if (!allOrgs) return { orgs: together(named, logins), notices: [] };
  const live = logins.filter(({ isScratch }) => allOrgs.includeScratch || !isScratch);
  const chosen = live.filter(({ isExpired }) => !isExpired);
  if (chosen.length === 0) throw new Refusal('no-logins');
  return {
    orgs: together(chosen.map(nameOf), logins),
    notices: [...live.filter(({ isExpired }) => isExpired).map(expired), ...leftOut(logins.length - live.length)],
  };
};

const nameOf = ({ alias, username }: StoredLogin): string => alias ?? username;

/** An alias comes first, as for the command line. Of two aliases that differ only in case, each has its own login. */
export const loginOf = (name: string, logins: readonly StoredLogin[]): StoredLogin | undefined =>
  logins.find(({ alias }) => alias === name) ?? logins.find(({ username }) => fold(username) === fold(name));

const together = (names: readonly string[], logins: readonly StoredLogin[]): NamedOrg[] => {
  const orgOf = (name: string): string | undefined => {
    const orgId = loginOf(name, logins)?.orgId;
    return orgId === undefined ? undefined : shortId(orgId);
  };
  const keyOf = (name: string): string => orgOf(name) ?? `login ${fold(loginOf(name, logins)?.username ?? name)}`;
  return [...Map.groupBy(names, keyOf).values()].map((same) => ({
    names: same,
    ...defined({ storedId: orgOf(same[0] ?? '') }),
  }));
};

const expired = (login: StoredLogin): Notice => ({ code: 'scratch-org-expired', target: nameOf(login) });

const leftOut = (orgs: number): Notice[] => (orgs === 0 ? [] : [{ code: 'scratch-orgs-left-out', data: { orgs } }]);
