import { defined } from '../defined.js';
import { connectedAppFacts } from '../metadata/connectedApp.js';
import type { ListedComponent } from '../org/door.js';
import type { ConnectedAppSubject } from '../posture/subject.js';
import { splitName } from './names.js';
import { factsIn, type RetrievedApps } from './retrieving.js';

/** Every listed connected app ends as a subject, whether its file came back or not. */
export const connectedAppSubjects = (
  listed: readonly ListedComponent[],
  retrieved: RetrievedApps,
): ConnectedAppSubject[] => listed.map((row) => subjectOf(row, retrieved));

const subjectOf = (row: ListedComponent, retrieved: RetrievedApps): ConnectedAppSubject => {
  const facts = factsIn(retrieved, row, connectedAppFacts);
  const label = facts !== 'not-returned' && facts.kind === 'ConnectedApp' ? facts.label : undefined;
  return {
    kind: 'ConnectedApp',
    origin: 'org',
    app: {
      type: 'ConnectedApp',
      ...splitName(row.fullName, row.namespacePrefix),
      ...defined({ label }),
      managed: row.manageableState === 'installed',
    },
    metadata: { type: row.type, fullName: row.fullName, facts },
    versionShowsFlag: true,
  };
};
