import type { FileProperties } from '@jsforce/jsforce-node/lib/api/metadata.js';
import { defined } from '../../values.js';
import type { Answer, ListedComponent } from '../door.js';
import { OrgFault, problemOf } from '../errors.js';
import { soapCall } from '../transport/requestScope.js';
import { isRecordId } from './checkedFields.js';
import type { Session } from './session.js';

const TYPES_A_CALL = 3;

export type Lists = ReadonlyMap<string, Answer<ListedComponent[]>>;

/** Lists three types in each call. If one of them causes a fault, the others are requested again one by one. */
export const listTypes = async (session: Session, types: readonly string[]): Promise<Lists> => {
  const lists = new Map<string, Answer<ListedComponent[]>>();
  for (let start = 0; start < types.length; start += TYPES_A_CALL) {
    for (const [type, answer] of await listTogether(session, types.slice(start, start + TYPES_A_CALL)))
      lists.set(type, answer);
  }
  return lists;
};

const listTogether = async (session: Session, types: readonly string[]): Promise<Lists> => {
  const answer = await ask(session, types);
  if (types.length > 1 && (answer.ok ? !isPlausible(answer.value, types) : isOneTypesFault(answer))) {
    return listApart(session, types);
  }
  return new Map(
    types.map((type) => [type, answer.ok ? { ok: true, value: rowsOf(answer.value, type, types) } : answer]),
  );
};

const listApart = async (session: Session, types: readonly string[]): Promise<Lists> => {
  const lists = new Map<string, Answer<ListedComponent[]>>();
  for (const type of types) for (const [, answer] of await listTogether(session, [type])) lists.set(type, answer);
  return lists;
};

const ask = (session: Session, types: readonly string[]): Promise<Answer<FileProperties[]>> =>
  session.read(async () => {
    const { metadata } = session.connection;
    const rows = await soapCall('listMetadata', () => metadata.list(types.map((type) => ({ type }))));
    if (!rows.every(isNamed)) throw new OrgFault(problemOf('unexpected-answer', '', 'NO_NAME'));
    if (rows.length === 0 && isOnlyOf(types, NEVER_EMPTY))
      throw new OrgFault(problemOf('unexpected-answer', '', 'NO_PROFILES'));
    return rows;
  });

/** Without these values, the row is one that the library couldn't read. */
const isNamed = ({ fullName, fileName }: FileProperties): boolean => fullName !== '' && fileName !== '';

/** Every org has profiles, so a list without any is incomplete. */
const NEVER_EMPTY = 'Profile';

const isOnlyOf = ([first, ...others]: readonly string[], type: string): boolean =>
  first === type && others.length === 0;

const isOneTypesFault = (answer: Answer<unknown>): boolean =>
  !answer.ok && ['type-not-available', 'not-permitted'].includes(answer.problem.code);

const isPlausible = (rows: readonly FileProperties[], types: readonly string[]): boolean =>
  areTyped(rows, types) && (!types.includes(NEVER_EMPTY) || rows.some(({ type }) => type === NEVER_EMPTY));

/**
 * Some rows have no type, a type that wasn't requested, or the name of another type, whose files are in another folder.
 * Then only a call with a single type gives a clear answer.
 */
const areTyped = (rows: readonly FileProperties[], types: readonly string[]): boolean =>
  rows.every((row) => types.includes(row.type)) && isEachInOneFolder(rows);

const isEachInOneFolder = (rows: readonly FileProperties[]): boolean => {
  const folders = new Map<string, string>();
  return rows.every(({ type, fileName }) => {
    const [folder = ''] = fileName.split('/');
    const known = folders.get(type) ?? folder;
    folders.set(type, known);
    return known === folder;
  });
};

const rowsOf = (rows: readonly FileProperties[], type: string, asked: readonly string[]): ListedComponent[] =>
  rows.filter((row) => asked.length === 1 || row.type === type).map((row) => toListed(row, type));

const toListed = (row: FileProperties, type: string): ListedComponent => ({
  type,
  fullName: row.fullName,
  fileName: row.fileName,
  ...defined({
    id: isRecordId(row.id) ? row.id : undefined,
    namespacePrefix: row.namespacePrefix || undefined,
    manageableState: row.manageableState || undefined,
  }),
});
