import type { App, ControlId, Target } from './model.js';

/** `Type:NS__Name`, the form in waivers and evidence. */
export const appName = ({ type, namespace, name }: Pick<App, 'namespace' | 'name'> & { type: string }): string =>
  `${type}:${namespace ? `${namespace}__` : ''}${name}`;

/** Names and usernames aren't case-sensitive. */
export const fold = (text: string): string => text.toLowerCase();

const USER_ID = /^005[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/;

/** A user can be named by ID instead of username. */
export const isUserId = (name: string): boolean => USER_ID.test(name.trim());

/** By what a user is looked up: a username without case and surrounding white space, an id by its first 15 characters. */
export const userKey = (name: string): string => (isUserId(name) ? caseSensitiveId(name.trim()) : fold(name.trim()));

const CHECKSUM = 'abcdefghijklmnopqrstuvwxyz012345';

/**
 * The last three of 18 characters encode which of the others are capitals, so an ID in the wrong case can be corrected.
 */
const caseSensitiveId = (id: string): string => {
  const capitals = [...fold(id.slice(15))].map((letter) => CHECKSUM.indexOf(letter));
  const isInOneCase = id === fold(id) || id === id.toUpperCase();
  if (!isInOneCase || capitals.length === 0 || capitals.includes(-1)) return shortId(id);
  const isCapital = (at: number): boolean => (((capitals[Math.floor(at / 5)] ?? 0) >> (at % 5)) & 1) === 1;
  return [...shortId(id)].map((letter, at) => (isCapital(at) ? letter.toUpperCase() : fold(letter))).join('');
};

/** The names that a person may use for an app: its API name with and without the namespace prefix. */
export const namesOf = ({ name, namespace }: Pick<App, 'name' | 'namespace'>): string[] =>
  namespace ? [name, `${namespace}__${name}`] : [name];

/** With or without the type of the app. */
export const isCalled = (app: Pick<App, 'type' | 'name' | 'namespace'>, name: string): boolean =>
  [...namesOf(app), appName(app)].some((own) => fold(own) === fold(name));

export const appKey = (app: Pick<App, 'type' | 'namespace' | 'name'>): string => fold(appName(app));

/** Parts are escaped, so that a name can't imitate another part. */
export const findingId = (control: ControlId, targetKey: string, app: App): string =>
  [control, targetKey, fold(app.type), fold(app.namespace ?? ''), fold(app.name)].map(encodeURIComponent).join('/');

export const sameOrg = (one: string, other: string): boolean => shortId(one) === shortId(other);

/**
 * The name of a target in a notice, as a person would write it. Empty only in results of versions that didn't save the
 * name.
 */
export const targetName = ({ name, org, source, from }: Target): string => {
  const own = source ? source.directories.join(', ') : (org?.alias ?? org?.username ?? name ?? '');
  return from === undefined ? own : `${own} (${from})`;
};

/** Whether this is the alias or the username of the org. Of two aliases that differ only in case, each has its own org. */
export const isNamed = ({ org }: Pick<Target, 'org'>, name: string): boolean =>
  org !== undefined && (org.alias === name || fold(org.username) === fold(name));

/** A Salesforce ID has 15 or 18 characters. The first 15, which are case-sensitive, identify it. */
export const shortId = (id: string): string => id.slice(0, 15);

/** Some types are listed with an ID of zeros, which identifies nothing. */
export const idOf = (id: string | undefined): string | undefined =>
  id === undefined || /^0*$/.test(shortId(id)) ? undefined : shortId(id);

/** `NS__Name` if there is a namespace. */
export const fullNameOf = ({ namespace, name }: Pick<App, 'name' | 'namespace'>): string =>
  namespace ? `${namespace}__${name}` : name;

/** The prefix counts as a namespace only if the org gives that namespace. */
export const splitName = (
  fullName: string,
  namespace: string | null | undefined,
): { name: string; namespace?: string } => {
  if (!namespace) return { name: fullName };
  const prefix = `${namespace}__`;
  const name = fold(fullName).startsWith(fold(prefix)) ? fullName.slice(prefix.length) : fullName;
  return { namespace, name };
};
