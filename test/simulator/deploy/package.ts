import { strFromU8, unzipSync } from 'fflate';
import { childrenNamed, parseTree, valueAt, type ParseFailure, type Tree } from './tree.js';

/** What one package of a deploy holds. Paths count from the package's own root. */

export type Member = { type: string; fullName: string };
export type Files = ReadonlyMap<string, string>;
export type Manifest = { members: Member[]; version: string | undefined };

const MANIFEST = 'package.xml';
const DELETIONS = ['destructiveChangesPre.xml', 'destructiveChanges.xml', 'destructiveChangesPost.xml'];

/** Undefined: not a zip. */
export function unzipped(base64: string): Files | undefined {
  try {
    const entries = Object.entries(unzipSync(Buffer.from(base64, 'base64')));
    return new Map(entries.filter(([path]) => !path.endsWith('/')).map(([path, bytes]) => [path, strFromU8(bytes)]));
  } catch {
    return undefined;
  }
}

/** One package at the root, or one in each folder of the root. */
export function packagesIn(files: Files, singlePackage: boolean): Files[] {
  if (singlePackage) return [files];
  const byFolder = Map.groupBy(files, ([path]) => path.slice(0, path.indexOf('/') + 1));
  return [...byFolder].map(
    ([folder, inside]) => new Map(folder === '' ? [] : inside.map(([path, text]) => [path.slice(folder.length), text])),
  );
}

/** Undefined: the package has none. */
export function manifestOf(files: Files): Manifest | ParseFailure | undefined {
  const text = files.get(MANIFEST);
  return text === undefined ? undefined : readManifest(text);
}

export function deletionsOf(files: Files): (Manifest | ParseFailure)[] {
  return DELETIONS.map((path) => files.get(path))
    .filter((text) => text !== undefined)
    .map(readManifest);
}

export function contentOf(files: Files): [path: string, text: string][] {
  return [...files].filter(([path]) => path !== MANIFEST && !DELETIONS.includes(path));
}

function readManifest(text: string): Manifest | ParseFailure {
  const parsed = parseTree(text);
  if ('reason' in parsed) return parsed;
  const members = childrenNamed(parsed.root, 'types').flatMap(membersOf);
  return { members, version: valueAt(parsed.root, 'version') };
}

function membersOf(types: Tree): Member[] {
  const type = valueAt(types, 'name') ?? '';
  return childrenNamed(types, 'members').map(({ text }) => ({ type, fullName: text }));
}
