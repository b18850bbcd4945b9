import type { ListedComponent, OrgDoor, Row } from '../../org/door.js';
import { comparable } from '../../org/names.js';
import { text } from '../../org/requests/soql.js';
import { fold, fullNameOf, idOf, splitName } from '../../posture/names.js';
import type { ConnectedAppSubject } from '../../posture/subject.js';
import { defined } from '../../values.js';

/**
 * Connected apps that SOQL returns and the list doesn't. Only the list leads to an app's file, so nothing else is known
 * of them.
 */

export type QueriedConnectedApp = { id?: string; name: string };

const CONNECTED_APPS = 'SELECT Id, Name FROM ConnectedApplication';

/** Not every caller can run this query, and no verdict requires it. If it fails, there is simply no second source. */
export const queryConnectedApps = async (door: OrgDoor): Promise<QueriedConnectedApp[]> => {
  const rows = await door.query(CONNECTED_APPS);
  return rows.ok ? rows.value.flatMap(toApp) : [];
};

const toApp = ({ Id, Name }: Row): QueriedConnectedApp[] => {
  const id = idOf(text(Id));
  const name = text(Name) ?? id;
  return name === undefined ? [] : [{ name, ...defined({ id }) }];
};

/**
 * `Name` is documented as unique, and was seen to hold a label or an API name. IDs are compared first: an app matched
 * by ID can't match another row by name, and each listed app matches only one row.
 */
export const unlistedSubjects = (
  queried: readonly QueriedConnectedApp[],
  listed: readonly ListedComponent[],
  subjects: readonly ConnectedAppSubject[],
): ConnectedAppSubject[] => {
  const [listedIds, queriedIds] = [listed, queried].map((apps) => new Set(apps.flatMap(({ id }) => idOf(id) ?? [])));
  const left = queried.filter(({ id }) => !listedIds?.has(id ?? ''));
  const labels = new Map(subjects.map(({ app, metadata }) => [metadata.fullName, app.label]));
  const open = listed
    .filter(({ id }) => !queriedIds?.has(idOf(id) ?? ''))
    .map((row) => new Set(namesOf(row, labels.get(row.fullName)).map(spelledAlike)));
  const unlisted = left.filter(({ name }) => {
    const at = open.findIndex((names) => names.has(spelledAlike(name)));
    if (at !== -1) open.splice(at, 1);
    return at === -1;
  });
  const taken = new Set(subjects.map(({ app }) => fold(fullNameOf(app))));
  return unlisted.map((row) => subjectOf(row, taken));
};

const namesOf = ({ fullName, namespacePrefix }: ListedComponent, label: string | undefined): string[] => [
  fullName,
  splitName(fullName, namespacePrefix).name,
  ...(label === undefined ? [] : [label]),
];

/** The API name that Setup proposes for a label differs from it only in these characters. */
export const spelledAlike = (name: string): string => fold(comparable(name)).replaceAll(/[\s_]+/g, '_');

/** Adds the ID if another app has the same name, because findings are identified by the name. */
const subjectOf = ({ id, name: label }: QueriedConnectedApp, taken: Set<string>): ConnectedAppSubject => {
  const name = taken.has(fold(label)) ? `${label} (${id ?? taken.size})` : label;
  taken.add(fold(name));
  return {
    kind: 'ConnectedApp',
    origin: 'org',
    app: { type: 'ConnectedApp', name, label, managed: false },
    metadata: { type: 'ConnectedApp', fullName: name, facts: 'not-returned' },
    versionShowsFlag: true,
    isUnlisted: true,
    ...defined({ id }),
  };
};
