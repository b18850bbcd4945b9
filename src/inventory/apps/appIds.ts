import type { ListedComponent } from '../../org/door.js';
import { idOf, namesOf } from '../../posture/names.js';
import type { ConnectedAppSubject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { spelledAlike, type QueriedConnectedApp } from './unlistedApps.js';

/** IDs only lead a reader to an app in Setup. No verdict depends on one, so a doubtful ID is left out. */

/** The ID that all sources give, if they give the same. */
export const onlyId = (ids: Iterable<string | undefined>): string | undefined => {
  const [id, ...others] = new Set([...ids].flatMap((one) => idOf(one) ?? []));
  return others.length === 0 ? id : undefined;
};

export const listedId = (copies: readonly ListedComponent[]): string | undefined => onlyId(copies.map(({ id }) => id));

/** SOQL's ID is that of Setup's pages. The list's may be another one, so it only counts where SOQL has none. */
export const withQueriedIds = (
  subjects: readonly ConnectedAppSubject[],
  queried: readonly QueriedConnectedApp[],
): ConnectedAppSubject[] => {
  const ids = new Set(queried.flatMap(({ id }) => id ?? []));
  const rowsByName = Map.groupBy(queried, ({ name }) => spelledAlike(name));
  const subjectsByName = Map.groupBy(subjects.flatMap(spellings), (name) => name);
  return subjects.map((subject) => {
    if (subject.id !== undefined && ids.has(subject.id)) return subject;
    const rows = spellings(subject).flatMap((name) =>
      subjectsByName.get(name)?.length === 1 ? (rowsByName.get(name) ?? []) : [],
    );
    return { ...subject, ...defined({ id: onlyId(rows.map(({ id }) => id)) }) };
  });
};

const spellings = ({ app }: ConnectedAppSubject): string[] => [
  ...new Set([...namesOf(app), app.label].flatMap((name) => (name === undefined ? [] : [spelledAlike(name)]))),
];
