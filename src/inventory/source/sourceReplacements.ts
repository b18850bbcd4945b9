import { dirname, join, sep } from 'node:path';
import { ABSENT, type FileAnswer } from '../../files/read.js';
import type { FlagFact } from '../../metadata/facts.js';
import { parseMetadata } from '../../metadata/xml/parse.js';
import { elementsWithin, isLeaf, isText } from '../../metadata/xml/tree.js';
import { isFields, jsonIn } from '../../values.js';
import { PROJECT_FILE } from './sourceFiles.js';

/**
 * `replacements` of a project: text that the CLI replaces in a file while it deploys it. What is deployed then differs
 * from the file, and the new text is in the environment or in another file, so it can't be predicted here.
 */

/** `text` undefined: a regular expression, or an entry that isn't understood. It may match anywhere. */
export type Replacement = { appliesTo: (path: string) => boolean; text: string | undefined };

/** Of a project whose file can't be read. The CLI may be able to: it replaces bytes that aren't text. */
const UNKNOWN: Replacement = { appliesTo: () => true, text: undefined };

type ReadText = (path: string) => Promise<FileAnswer<string>>;
export type ReplacementsOf = (path: string) => Promise<readonly Replacement[]>;

/** Those of each project above a file, because a deploy can start in any of them. */
export const replacementsReader = (readText: ReadText): ReplacementsOf => {
  const byFolder = new Map<string, Promise<readonly Replacement[]>>();
  const above = (folder: string): Promise<readonly Replacement[]> => {
    const known = byFolder.get(folder) ?? namedFor(folder);
    byFolder.set(folder, known);
    return known;
  };
  const namedFor = async (folder: string): Promise<readonly Replacement[]> => {
    const text = await readText(join(folder, PROJECT_FILE));
    const own = text.ok ? replacementsIn(text.value) : ABSENT.includes(text.code) ? [] : [UNKNOWN];
    const parent = dirname(folder);
    return parent === folder ? own : [...own, ...(await above(parent))];
  };
  return (path) => above(dirname(path));
};

const replacementsIn = (project: string): Replacement[] => {
  const fields = jsonIn(project.replace(/^\uFEFF/, ''));
  const entries = isFields(fields) ? fields.replacements : undefined;
  return Array.isArray(entries) ? entries.map(replacementOf) : [];
};

const replacementOf = (entry: unknown): Replacement => {
  if (!isFields(entry)) return UNKNOWN;
  const { filename, glob, stringToReplace } = entry;
  return {
    appliesTo: (path) => {
      const posix = path.split(sep).join('/');
      const isNamed = typeof filename === 'string' && posix.endsWith(filename);
      if (typeof glob !== 'string') return typeof filename !== 'string' || isNamed;
      return isNamed || posix.toLowerCase().endsWith(literalEndOf(glob).toLowerCase());
    },
    text: typeof stringToReplace === 'string' && stringToReplace !== '' ? stringToReplace : undefined,
  };
};

/** What a file's name must end with to match the pattern. The rest isn't compared: a match too many is safe. */
const literalEndOf = (glob: string): string => /[^/*?{}()[\]!+@|\\,]*$/.exec(glob)?.[0] ?? '';

/**
 * Where a deploy would replace text that could decide about a flag: anywhere but inside the value of another element.
 * Undefined: nowhere.
 */
export const replacedAt = (text: string, path: string, replacements: readonly Replacement[]): number | undefined => {
  const applying = replacements.filter(({ appliesTo }) => appliesTo(path));
  if (applying.length === 0) return undefined;
  const harmless = valuesBesideFlags(text);
  const touches = (start: number, end: number): boolean =>
    !harmless.some((value) => value.start <= start && end <= value.end);
  for (const { text: replaced } of applying) {
    if (replaced === undefined) return 0;
    for (let at = text.indexOf(replaced); at !== -1; at = text.indexOf(replaced, at + 1))
      if (touches(at, at + replaced.length)) return at;
  }
  return undefined;
};

const FLAG = /isClientCredentials?(?:Flow)?Enabled$/i;

const valuesBesideFlags = (text: string): ReadonlyArray<{ start: number; end: number }> => {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return [];
  return [...elementsWithin(parsed.document.root)]
    .filter((element) => isLeaf(element) && !FLAG.test(element.name))
    .flatMap((element) => element.nodes.filter(isText));
};

/** The facts as a deploy may leave them. A flag that is on counts as on: no deploy makes a failing file pass. */
export const doubted = <F extends object>(facts: F, offset: number): F => ({
  ...facts,
  ...('flow' in facts && { flow: inDoubt(facts.flow as FlagFact, offset) }),
  ...('enablement' in facts && { enablement: inDoubt(facts.enablement as FlagFact, offset) }),
});

const inDoubt = (fact: FlagFact, offset: number): FlagFact =>
  fact.state === 'on' ? fact : { ...fact, state: 'unreadable', offset };
