import type { App } from '../posture/model.js';
import { fold } from '../posture/names.js';

/** Salesforce ids come with 15 or 18 characters; the first 15 are the id. They are case-sensitive. */
export const shortId = (id: string): string => id.slice(0, 15);

/** Some types are listed with an id of zeros, which is nobody's. */
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
