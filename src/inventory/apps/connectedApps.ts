import { connectedAppFacts } from '../../metadata/read/connectedApp.js';
import type { ListedComponent } from '../../org/door.js';
import type { RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import { splitName } from '../../posture/names.js';
import type { ConnectedAppSubject } from '../../posture/subject.js';
import { componentKey, defined } from '../../values.js';
import { listedId } from './appIds.js';
import { certificateNow } from './certificate.js';
import { factsOfCopies, isManaged } from './copies.js';
import { byComponent } from './listing.js';

/** One subject for each listed connected app, even if its file wasn't returned. */
export const connectedAppSubjects = (
  listed: readonly ListedComponent[],
  retrieved: RetrievedApps,
  now = new Date(),
): ConnectedAppSubject[] => byComponent(listed).map((copies) => subjectOf(copies, retrieved, now));

const subjectOf = (
  copies: readonly [ListedComponent, ...ListedComponent[]],
  retrieved: RetrievedApps,
  now: Date,
): ConnectedAppSubject => {
  const [row] = copies;
  const read = factsOfCopies(copies, retrieved, connectedAppFacts);
  const facts = isEmpty(read) ? 'not-returned' : read;
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
    ...defined({
      id: listedId(copies),
      certificate: certificateNow(facts, retrieved.files.get(componentKey(row))?.text ?? '', now),
    }),
    ...(copies.some(mayBeInstalled) && { mayBeInstalled: true }),
  };
};

/** Every app has a label and a contact. A file with none of them shows no other setting either. */
const isEmpty = (facts: ConnectedAppSubject['metadata']['facts']): boolean =>
  facts !== 'not-returned' &&
  facts.kind === 'ConnectedApp' &&
  !facts.hasOauthConfig &&
  facts.flow.state === 'absent' &&
  facts.label === undefined &&
  facts.contact === undefined;

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

/** The name of an app that was created in the org never contains two underscores. */
const hasPrefix = ({ fullName, namespacePrefix }: ListedComponent): boolean =>
  namespacePrefix !== undefined || fullName.includes('__');

/** An app with a namespace may be installed, unless the list describes it with a known word. */
const mayBeInstalled = (row: ListedComponent): boolean =>
  hasPrefix(row) && (row.manageableState === undefined || !STATES.includes(row.manageableState));
