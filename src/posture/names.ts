import type { App, ControlId, Target } from './model.js';

/** `Type:NS__Name`, as waivers and evidence spell an app. */
export const appName = ({ type, namespace, name }: Pick<App, 'type' | 'namespace' | 'name'>): string =>
  `${type}:${namespace ? `${namespace}__` : ''}${name}`;

/** Names and usernames compare without case. */
export const fold = (text: string): string => text.toLowerCase();

const USER_ID = /^005[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/;

/** A user may be named by an id in place of a username. */
export const isUserId = (name: string): boolean => USER_ID.test(name.trim());

/** By what a user is looked up: a username without case and surrounding white space, an id by its first 15 characters. */
export const userKey = (name: string): string => (isUserId(name) ? caseSensitiveId(name.trim()) : fold(name.trim()));

const CHECKSUM = 'abcdefghijklmnopqrstuvwxyz012345';

/** The last three of 18 characters say which of the others are capitals, for an id that somebody wrote in one case. */
const caseSensitiveId = (id: string): string => {
  const capitals = [...fold(id.slice(15))].map((letter) => CHECKSUM.indexOf(letter));
  const isInOneCase = id === fold(id) || id === id.toUpperCase();
  if (!isInOneCase || capitals.length === 0 || capitals.includes(-1)) return shortId(id);
  const isCapital = (at: number): boolean => (((capitals[Math.floor(at / 5)] ?? 0) >> (at % 5)) & 1) === 1;
  return [...shortId(id)].map((letter, at) => (isCapital(at) ? letter.toUpperCase() : fold(letter))).join('');
};

/** What a person may call an app: by its API name, with or without the namespace prefix. */
export const namesOf = ({ name, namespace }: Pick<App, 'name' | 'namespace'>): string[] =>
  namespace ? [name, `${namespace}__${name}`] : [name];

export const isCalled = (app: Pick<App, 'name' | 'namespace'>, name: string): boolean =>
  namesOf(app).some((own) => fold(own) === fold(name));

export const appKey = (app: Pick<App, 'type' | 'namespace' | 'name'>): string => fold(appName(app));

/** Parts are escaped, so that no name can pretend to be another part. */
export const findingId = (control: ControlId, targetKey: string, app: App): string =>
  [control, targetKey, fold(app.type), fold(app.namespace ?? ''), fold(app.name)].map(encodeURIComponent).join('/');

export const sameOrg = (one: string, other: string): boolean => shortId(one) === shortId(other);

/** How a notice names a target: as a person would. Empty only in results of versions that did not keep the name. */
export const targetName = ({ name, org, source }: Target): string =>
  source ? source.directories.join(', ') : (org?.alias ?? org?.username ?? name ?? '');

/** Salesforce ids come with 15 or 18 characters; the first 15 are the id. They are case-sensitive. */
export const shortId = (id: string): string => id.slice(0, 15);

/** Some types are listed with an id of zeros, which belongs to no component. */
export const idOf = (id: string | undefined): string | undefined =>
  id === undefined || /^0*$/.test(shortId(id)) ? undefined : shortId(id);

/** `NS__Name` where there is a namespace. */
export const fullNameOf = ({ namespace, name }: Pick<App, 'name' | 'namespace'>): string =>
  namespace ? `${namespace}__${name}` : name;

/** The prefix counts as a namespace only where the org says that there is one. */
export const splitName = (
  fullName: string,
  namespace: string | null | undefined,
): { name: string; namespace?: string } => {
  if (!namespace) return { name: fullName };
  const prefix = `${namespace}__`;
  const name = fold(fullName).startsWith(fold(prefix)) ? fullName.slice(prefix.length) : fullName;
  return { namespace, name };
};
