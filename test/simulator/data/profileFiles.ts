import { component } from '../load.js';
import { typeNamed } from '../metadata/types.js';
import type { OrgState } from '../state.js';

/** A profile that is a row alone is a component as well, whoever wrote the row. */
export function addProfileFiles(state: OrgState): void {
  const type = typeNamed('Profile');
  if (!type) throw new Error('The table of metadata types has no Profile.');
  const known = new Set(state.componentsOf('Profile').map(({ id }) => id));
  for (const { Id, Name } of state.rowsOf('Profile')) {
    if (known.has(String(Id))) continue;
    const fullName = encodeURIComponent(String(Name)).replaceAll('%20', ' ');
    state.setComponent({ ...component(state, type, fullName, PROFILE), id: String(Id) });
  }
}

const PROFILE =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Profile xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
  '    <custom>true</custom>\n</Profile>\n';
