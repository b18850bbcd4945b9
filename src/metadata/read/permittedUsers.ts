import type { EditableType } from '../switches.js';
import { parseAs } from '../xml/parse.js';
import { readsOn, valuesAt } from './values.js';

/** The users that an administrator has approved for an app. */
export type PermittedUsers = { isAdminApproved: boolean; permissionSets: string[]; profiles: string[] };

/** Undefined: the file can't be read. */
export const permittedUsersIn = (text: string, type: EditableType): PermittedUsers | undefined => {
  const parsed = parseAs(type, text);
  if (!parsed.ok) return undefined;
  const values = (...path: string[]): string[] =>
    valuesAt(parsed.document.root, ...path).filter((value) => value !== '');
  if (type === 'ConnectedApp')
    return {
      isAdminApproved: values('oauthConfig', 'isAdminApproved').some(readsOn),
      permissionSets: values('permissionSetName'),
      profiles: values('profileName'),
    };
  return {
    isAdminApproved: values('permittedUsersPolicyType').some((word) => word === ADMIN_APPROVED),
    permissionSets: values('commaSeparatedPermissionSet').flatMap(listed),
    profiles: values('commaSeparatedProfile').flatMap(listed),
  };
};

export const ADMIN_APPROVED = 'AdminApprovedPreAuthorized';

const listed = (names: string): string[] =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
