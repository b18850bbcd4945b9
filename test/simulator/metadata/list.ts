import { filtersProfiles, ownProfile } from '../data/access.js';
import { maySee, permissionsOf } from '../data/permissions.js';
import type { OrgState, StoredComponent } from '../state.js';
import { soapRefusal } from '../refusals.js';
import type { Context, Operation, SoapFault } from '../wire.js';
import { childrenOf, elements, textOf } from '../xml.js';
import { typeNamed } from './types.js';

const MAX_QUERIES = 3;

export const listMetadata: Operation = ({ body }, context) => {
  const types = childrenOf(body, 'queries').map((query) => textOf(query, 'type') ?? '');
  if (types.length > MAX_QUERIES) {
    throw soapRefusal('too-many-list-queries');
  }
  const version = Number(textOf(body, 'asOfVersion') ?? context.apiVersion);
  const [refusal] = types.flatMap((type) => refusalOfType(type, version, context.state) ?? []);
  if (refusal) throw refusal;
  return types
    .flatMap((type) => listed(type, context))
    .map((component) => `<result>${fileProperties(component)}</result>`)
    .join('');
};

/** Why the org does not know this type, if so. */
export function refusalOfType(name: string, version: number, state: OrgState): SoapFault | undefined {
  const type = typeNamed(name);
  if (!type) return soapRefusal('unknown-type', { type: name });
  const missing = version < type.since || state.settings.missingTypes.includes(name);
  return missing ? soapRefusal('type-unavailable') : undefined;
}

export function canSee(type: string, { state, session, now }: Context): boolean {
  return maySee(type, permissionsOf(state, session.userId, now()));
}

function listed(type: string, context: Context): StoredComponent[] {
  if (!canSee(type, context)) {
    if (context.state.settings.listWithoutPermission === 'empty') return [];
    throw soapRefusal('list-not-permitted');
  }
  return shownComponents(type, context).sort((a, b) => scatter(a.fullName) - scatter(b.fullName));
}

/** Profile filtering leaves a caller their own profile, in lists and retrieves alike, and says nothing of the others. */
export function shownComponents(type: string, { state, session, now }: Context): StoredComponent[] {
  const components = state.componentsOf(type);
  if (type !== 'Profile' || !filtersProfiles(state, { userId: session.userId, now: now() })) return components;
  const own = ownProfile(state, session.userId);
  return components.filter(({ id }) => id === own);
}

/** The same order each time, and nobody's alphabet. */
function scatter(text: string): number {
  let hash = 2166136261;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 16777619);
  return hash >>> 0;
}

const MODIFIED = '2025-02-03T04:05:06.000Z';
const NOBODY = '005000000000000AAA';

export const fileProperties = (component: StoredComponent, root = ''): string =>
  elements({
    createdById: NOBODY,
    createdByName: 'Setup',
    createdDate: MODIFIED,
    fileName: `${root}${component.fileName}`,
    fullName: component.fullName,
    id: component.id,
    lastModifiedById: NOBODY,
    lastModifiedByName: 'Setup',
    lastModifiedDate: MODIFIED,
    manageableState: component.manageableState,
    namespacePrefix: component.namespacePrefix,
    type: component.type,
  });
