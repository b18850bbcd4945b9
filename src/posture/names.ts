import type { App, ControlId } from './model.js';

/** `Type:NS__Name`, as waivers and evidence spell an app. */
export const appName = ({ type, namespace, name }: Pick<App, 'type' | 'namespace' | 'name'>): string =>
  `${type}:${namespace ? `${namespace}__` : ''}${name}`;

/** Names and usernames compare without case. */
export const fold = (text: string): string => text.toLowerCase();

const USER_ID = /^005[a-zA-Z0-9]{12}(?:[a-zA-Z0-9]{3})?$/;

/** A user may be named by an id in place of a username. */
export const isUserId = (name: string): boolean => USER_ID.test(name.trim());

/** By what a user is looked up: a username without case and surrounding white space, an id by its first 15 characters. */
export const userKey = (name: string): string => (isUserId(name) ? name.trim().slice(0, 15) : fold(name.trim()));

/** What a person may call an app: by its API name, with or without the namespace prefix. */
export const namesOf = ({ name, namespace }: Pick<App, 'name' | 'namespace'>): string[] =>
  namespace ? [name, `${namespace}__${name}`] : [name];

export const isCalled = (app: Pick<App, 'name' | 'namespace'>, name: string): boolean =>
  namesOf(app).some((own) => fold(own) === fold(name));

export const appKey = (app: Pick<App, 'type' | 'namespace' | 'name'>): string => fold(appName(app));

/** Parts are escaped, so that no name can pretend to be another part. */
export const findingId = (control: ControlId, targetKey: string, app: App): string =>
  [control, targetKey, fold(app.type), fold(app.namespace ?? ''), fold(app.name)].map(encodeURIComponent).join('/');
