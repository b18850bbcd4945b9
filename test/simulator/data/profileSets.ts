import { PERMISSIONS } from './permissions.js';
import type { OrgState, Row } from '../state.js';

/** Each profile owns a permission set, and each user is assigned the one of their profile: nobody writes these rows. */
export function addProfileSets(state: OrgState): void {
  const sets = new Map<unknown, Row>();
  for (const profile of state.rowsOf('Profile')) {
    const owned = state.rowsOf('PermissionSet').find((row) => row['ProfileId'] === profile['Id']);
    sets.set(profile['Id'], owned ?? state.addRow('PermissionSet', ownedBy(profile)));
  }
  const assigned = new Set(state.rowsOf('PermissionSetAssignment').map(assignment));
  for (const user of state.rowsOf('User')) {
    const row = { AssigneeId: user['Id'], PermissionSetId: sets.get(user['ProfileId'])?.['Id'], IsActive: true };
    if (!assigned.has(assignment(row))) state.addRow('PermissionSetAssignment', row);
  }
}

const assignment = (row: Row): string => `${String(row['AssigneeId'])} ${String(row['PermissionSetId'])}`;

function ownedBy(profile: Row): Row {
  const permissions = PERMISSIONS.map((name) => `Permissions${name}`);
  return {
    Name: `X${String(profile['Id'])}`,
    Label: `X${String(profile['Id'])}`,
    Type: 'Profile',
    IsOwnedByProfile: true,
    ProfileId: profile['Id'],
    ...Object.fromEntries(permissions.map((name) => [name, profile[name] === true])),
  };
}
