import type { Texts } from '../render.js';
import { clean } from './safe/clean.js';

/** Permissions as Setup calls them. The results have their API names. */

/** A permission that this version doesn't know keeps its API name. */
export const permissionLabel = (permission: string, texts: Texts): string =>
  isKnown(permission, texts) ? texts.say('permissions', permission) : clean(permission);

/** With the API name as well, for a reader who looks for it in metadata. */
export const labelAndName = (permission: string, texts: Texts): string =>
  isKnown(permission, texts)
    ? texts.say('permissions', 'with-name', texts.say('permissions', permission), permission)
    : clean(permission);

const GRANT = /^(Profile|PermissionSet|PermissionSetGroup):(.+)$/s;

/** What grants a permission. Undefined: the text isn't about that. */
const grant = (via: string, texts: Texts): string | undefined => {
  const [, kind, name = ''] = GRANT.exec(via) ?? [];
  return kind === undefined ? undefined : texts.say('permissions', `via.${kind}`, clean(name));
};

export const grantWords = (via: string, texts: Texts): string => grant(via, texts) ?? clean(via);

/** A permission or what grants it. */
export const permissionOrGrant = (part: string, texts: Texts): string =>
  grant(part, texts) ?? permissionLabel(part, texts);

/**
 * What a step says is missing, such as `ManageUsers|MonitorLoginHistory, ViewSetup`, in words. Undefined: it's
 * something else, such as a message of the org.
 */
export const missingPermissions = (said: string, texts: Texts, hasNames = false): string | undefined => {
  const groups = said.split(', ').map((group) => group.split('|'));
  if (!groups.flat().every((permission) => isKnown(permission, texts))) return undefined;
  const quoted = (permission: string): string =>
    hasNames
      ? texts.say('permissions', 'quoted-with-name', texts.say('permissions', permission), permission)
      : texts.say('permissions', 'quoted', texts.say('permissions', permission));
  const joined = (parts: readonly string[], how: 'or' | 'and'): string =>
    parts.reduce((all, part) => texts.say('permissions', how, all, part));
  return joined(
    groups.map((alternatives) => joined(alternatives.map(quoted), 'or')),
    'and',
  );
};

const isKnown = (permission: string, texts: Texts): boolean =>
  /^[A-Z]\w+$/.test(permission) && texts.has('permissions', permission);
