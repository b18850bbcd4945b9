import type { Unparsable } from '../../metadata/facts.js';
import { usersInText } from '../../metadata/read/usersInText.js';
import type { ListedComponent, Member } from '../../org/door.js';
import type { RetrievedApps } from '../../org/requests/retrieve/retrieveAll.js';
import { componentKey } from '../../values.js';

/** The facts of one component that an org may list several times. Known only if all copies say the same. */
export const factsOfCopies = <F>(
  copies: readonly ListedComponent[],
  retrieved: Pick<RetrievedApps, 'files' | 'unusable'>,
  read: (text: string) => F | Unparsable,
): F | Unparsable | 'not-returned' => {
  const unusable = copies.find((copy) => retrieved.unusable.has(componentKey(copy)));
  if (unusable) return factsIn(retrieved, unusable, read);
  const texts = new Set(copies.flatMap((copy) => retrieved.files.get(componentKey(copy))?.text ?? []));
  const states = new Set(copies.map(({ manageableState }) => manageableState));
  const [text] = texts;
  if (text === undefined) return 'not-returned';
  const facts = texts.size > 1 || states.size > 1 ? COPIES_DIFFER : read(text);
  return isUnparsable(facts) ? withUsers(facts, [...texts]) : facts;
};

const COPIES_DIFFER: Unparsable = { kind: 'unparsable', problem: 'copies-differ' };

const isUnparsable = (facts: unknown): facts is Unparsable =>
  typeof facts === 'object' && facts !== null && 'kind' in facts && facts.kind === 'unparsable';

/** Whatever else it says is lost, but another app isn't the only one of a user whom it names. */
const withUsers = (facts: Unparsable, texts: readonly string[]): Unparsable => {
  const users = [...new Set(texts.flatMap(usersInText))];
  return users.length > 0 ? { ...facts, users } : facts;
};

/** The facts in a component's file. A file that isn't text is treated like one that isn't XML. */
const factsIn = <F>(
  { files, unusable }: Pick<RetrievedApps, 'files' | 'unusable'>,
  member: Member,
  read: (text: string) => F,
): F | Unparsable | 'not-returned' => {
  const file = files.get(componentKey(member));
  if (file) return read(file.text);
  const problem = unusable.get(componentKey(member));
  if (problem === undefined) return 'not-returned';
  return { kind: 'unparsable', problem: PROBLEMS.get(problem.errorCode) ?? 'not-utf-8' };
};

const PROBLEMS: ReadonlyMap<string | undefined, Unparsable['problem']> = new Map([
  ['TWO_FILES', 'two-files'],
  ['ONE_FILE_FOR_TWO', 'one-file-for-two'],
]);

export const isManaged = (copies: readonly ListedComponent[]): boolean =>
  copies.some(({ manageableState }) => manageableState === 'installed');
