import { connectedAppFacts } from '../../metadata/read/connectedApp.js';
import type { ListedComponent } from '../../org/door.js';
import type { RetrievedApps } from '../../org/requests/retrieveAll.js';
import { splitName } from '../../posture/names.js';
import type { ConnectedAppSubject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { factsOfCopies, isManaged } from './copies.js';
import { byComponent } from './listing.js';

/** Every listed connected app ends as a subject, whether its file came back or not. */
export const connectedAppSubjects = (
  listed: readonly ListedComponent[],
  retrieved: RetrievedApps,
): ConnectedAppSubject[] => byComponent(listed).map((copies) => subjectOf(copies, retrieved));

const subjectOf = (
  copies: readonly [ListedComponent, ...ListedComponent[]],
  retrieved: RetrievedApps,
): ConnectedAppSubject => {
  const [row] = copies;
  const facts = factsOfCopies(copies, retrieved, connectedAppFacts);
  const label = facts !== 'not-returned' && facts.kind === 'ConnectedApp' ? facts.label : undefined;
  return {
    kind: 'ConnectedApp',
    origin: 'org',
    app: {
      type: 'ConnectedApp',
      ...splitName(row.fullName, row.namespacePrefix),
      ...defined({ label }),
      managed: isManaged(copies),
    },
    metadata: { type: row.type, fullName: row.fullName, facts },
    versionShowsFlag: true,
    ...(copies.some(mayBeInstalled) && { mayBeInstalled: true }),
  };
};

const STATES: readonly string[] = [
  'beta',
  'deleted',
  'deprecated',
  'deprecatedEditable',
  'installed',
  'installedEditable',
  'released',
  'unmanaged',
];

/** No app of an org itself has two underscores in its name. */
const hasPrefix = ({ fullName, namespacePrefix }: ListedComponent): boolean =>
  namespacePrefix !== undefined || fullName.includes('__');

/** What comes from a namespace may be installed, unless the list says in a known word what it is. */
const mayBeInstalled = (row: ListedComponent): boolean =>
  hasPrefix(row) && (row.manageableState === undefined || !STATES.includes(row.manageableState));
