import { dirname, join, resolve, sep } from 'node:path';
import { ABSENT, type FileAnswer } from '../../files/read.js';
import type { FlagFact } from '../../metadata/facts.js';
import { parseMetadata } from '../../metadata/xml/parse.js';
import { elementsWithin, isLeaf, isText } from '../../metadata/xml/tree.js';
import { isFields } from '../../values.js';
import { PROJECT_FILE, projectIn } from './sourceFiles.js';
import type { PlacesOf } from './sourcePlaces.js';

/**
 * `replacements` of a project: text that the CLI replaces in a file while it deploys it. What is deployed then differs
 * from the file, and the new text is in the environment or in another file, so it can't be predicted here.
 */

/**
 * `text` undefined: a regular expression, or an entry that isn't understood. It may match anywhere. `insertsMarkup`: the
 * new text is in a file, and can add elements wherever it's inserted.
 */
export type Replacement = {
  appliesTo: (path: string) => boolean;
  text: string | undefined;
  insertsMarkup?: boolean;
};

/**
 * Of a project whose file can't be read. The CLI may be able to: it replaces bytes that aren't text, and a template, a
 * merge conflict, or a pointer to a large file is JSON when a deploy starts.
 */
const UNKNOWN: Replacement = { appliesTo: () => true, text: undefined };

type ReadText = (path: string) => Promise<FileAnswer<string>>;
export type ReplacementsOf = (path: string) => Promise<readonly Replacement[]>;

/** Those for a file of each project above it, because a deploy can start in any of them. */
export const replacementsReader = (readText: ReadText, placesOf: PlacesOf): ReplacementsOf => {
  const byFolder = new Map<string, Promise<readonly Replacement[]>>();
  const above = (folder: string): Promise<readonly Replacement[]> => {
    const known = byFolder.get(folder) ?? namedFor(folder);
    byFolder.set(folder, known);
    return known;
  };
  const namedFor = async (folder: string): Promise<readonly Replacement[]> => {
    const text = await readText(join(folder, PROJECT_FILE));
    const own = text.ok
      ? await replacementsIn(text.value, folder, readText)
      : ABSENT.includes(text.code)
        ? []
        : [UNKNOWN];
    const parent = dirname(folder);
    return parent === folder ? own : [...own, ...(await above(parent))];
  };
  return async (path) => {
    const places = placesOf(path);
    const all = await Promise.all(places.map((place) => above(dirname(place))));
    return all.flat().filter(({ appliesTo }) => places.some(appliesTo));
  };
};

const replacementsIn = async (project: string, folder: string, readText: ReadText): Promise<Replacement[]> => {
  const fields = projectIn(project);
  if (fields === undefined) return [UNKNOWN];
  const entries: unknown[] = Array.isArray(fields.replacements) ? fields.replacements : [];
  return Promise.all(
    entries.map(async (entry) => ({
      ...replacementOf(entry),
      insertsMarkup: isFields(entry) && (await hasMarkup(entry.replaceWithFile, folder, readText)),
    })),
  );
};

/** A dollar sign inserts what is beside the replaced text. The environment's values aren't known here, and aren't files. */
const hasMarkup = async (file: unknown, folder: string, readText: ReadText): Promise<boolean> => {
  if (file === undefined) return false;
  const read = typeof file === 'string' ? await readText(resolve(folder, file)) : undefined;
  return !read?.ok || /[<&$]/.test(read.value);
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
export const replacedAt = (text: string, applying: readonly Replacement[]): number | undefined => {
  if (applying.length === 0) return undefined;
  const harmless = valuesBesideFlags(text);
  const touches = (start: number, end: number): boolean =>
    !harmless.some((value) => value.start <= start && end <= value.end);
  const isAnyThere = applying.some(({ text: replaced }) => replaced !== undefined && text.includes(replaced));
  for (const { text: replaced, insertsMarkup = false } of applying) {
    // Also where its text isn't in the file, because another replacement can insert it.
    if (replaced === undefined || (insertsMarkup && isAnyThere)) return 0;
    for (let at = text.indexOf(replaced); at !== -1; at = text.indexOf(replaced, at + 1))
      if (touches(at, at + replaced.length)) return at;
  }
  return undefined;
};

/** The flags, and the name of the app that they are of. */
const FLAG = /(?:isClientCredentials?(?:Flow)?Enabled|externalClientApplication)$/i;

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
