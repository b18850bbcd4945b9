import type { App, AppType } from '../posture/model.js';

/** Names compare without case, everywhere. */
export const fold = (name: string): string => name.toLowerCase();

/** Salesforce ids come with 15 or 18 characters; the first 15 are the id. They are case-sensitive. */
export const shortId = (id: string): string => id.slice(0, 15);

/** `NS__Name` where there is a namespace. */
export const fullNameOf = (app: Pick<App, 'name' | 'namespace'>): string =>
  app.namespace ? `${app.namespace}__${app.name}` : app.name;

export const appKey = (app: Pick<App, 'type' | 'name' | 'namespace'>): string => `${app.type}:${fullNameOf(app)}`;

export type AppName = { type: AppType; name: string; namespace?: string };

/** The prefix counts as a namespace only where the org says that there is one. */
export const splitName = (fullName: string, namespace: string | null | undefined): Omit<AppName, 'type'> => {
  if (!namespace) return { name: fullName };
  const prefix = `${namespace}__`;
  return fold(fullName).startsWith(fold(prefix))
    ? { namespace, name: fullName.slice(prefix.length) }
    : { namespace, name: fullName };
};
