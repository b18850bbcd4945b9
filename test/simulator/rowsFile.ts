import { parse as parseYaml } from 'yaml';
import type { OrgState, Row } from './state.js';

/**
 * Rows for an org, written by hand. A value that begins with '@' stands for something else:
 * `@Profile:Admin` is the id of that component, `@name` the id of the row whose `Id` is `@name`,
 * `@-3d` is three days ago.
 */
export type RowsFile = Record<string, Row[]>;

export const parseRows = (text: string): RowsFile => parseYaml(text) as RowsFile;

export function addRows(state: OrgState, file: RowsFile, now: number): void {
  const names = namedIds(state, file);
  for (const [object, rows] of Object.entries(file)) {
    for (const row of rows) {
      const values = Object.entries(row).map(([field, value]) => [field, resolve(value, names, state, now)] as const);
      state.addRow(object, Object.fromEntries(values));
    }
  }
}

function namedIds(state: OrgState, file: RowsFile): Map<string, string> {
  const names = new Map<string, string>();
  for (const [object, rows] of Object.entries(file)) {
    for (const { Id } of rows) {
      if (typeof Id === 'string' && Id.startsWith('@') && !Id.includes(':')) names.set(Id, state.nextId(object));
    }
  }
  return names;
}

function resolve(value: unknown, names: ReadonlyMap<string, string>, state: OrgState, now: number): unknown {
  if (typeof value !== 'string' || !value.startsWith('@')) return value;
  const days = /^@([+-]\d+)d$/.exec(value)?.[1];
  if (days !== undefined) return timestamp(now + Number(days) * DAY);
  const id = names.get(value) ?? state.components.get(value.slice(1))?.id;
  if (id === undefined) throw new Error(`The rows name ${value}, which nothing in this org is called.`);
  return id;
}

const DAY = 24 * 60 * 60 * 1000;

/** As the REST API writes it. */
export const timestamp = (time: number): string => new Date(time).toISOString().replace('Z', '+0000');
