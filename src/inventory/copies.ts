import type { Unparsable } from '../metadata/facts.js';
import type { ListedComponent, RetrievedFile } from '../org/door.js';
import { memberKey } from './retrieving.js';

/** What the org says of one component, however often it lists it: unless all copies say the same, nobody knows. */
export const factsOfCopies = <F>(
  copies: readonly ListedComponent[],
  files: ReadonlyMap<string, RetrievedFile>,
  read: (text: string) => F | Unparsable,
): F | Unparsable | 'not-returned' => {
  const texts = new Set(copies.flatMap((copy) => files.get(memberKey(copy))?.text ?? []));
  const states = new Set(copies.map(({ manageableState }) => manageableState));
  const [text] = texts;
  if (text === undefined) return 'not-returned';
  return texts.size > 1 || states.size > 1 ? { kind: 'unparsable', problem: 'copies-differ' } : read(text);
};

export const isManaged = (copies: readonly ListedComponent[]): boolean =>
  copies.some(({ manageableState }) => manageableState === 'installed');
