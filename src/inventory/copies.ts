import type { Unparsable } from '../metadata/facts.js';
import type { ListedComponent } from '../org/door.js';
import { factsIn, memberKey, type RetrievedApps } from './retrieving.js';

/** What the org says of one component, however often it lists it: unless all copies say the same, nobody knows. */
export const factsOfCopies = <F>(
  copies: readonly ListedComponent[],
  retrieved: Pick<RetrievedApps, 'files' | 'unusable'>,
  read: (text: string) => F | Unparsable,
): F | Unparsable | 'not-returned' => {
  const unusable = copies.find((copy) => retrieved.unusable.has(memberKey(copy)));
  if (unusable) return factsIn(retrieved, unusable, read);
  const texts = new Set(copies.flatMap((copy) => retrieved.files.get(memberKey(copy))?.text ?? []));
  const states = new Set(copies.map(({ manageableState }) => manageableState));
  const [text] = texts;
  if (text === undefined) return 'not-returned';
  return texts.size > 1 || states.size > 1 ? { kind: 'unparsable', problem: 'copies-differ' } : read(text);
};

export const isManaged = (copies: readonly ListedComponent[]): boolean =>
  copies.some(({ manageableState }) => manageableState === 'installed');
