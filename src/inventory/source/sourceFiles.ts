import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileAnswer, FileBytes } from '../../files/read.js';
import type { Git } from '../../files/repository/git.js';
import type { Walked } from '../../files/walk.js';
import { TOO_LARGE } from '../../files/regular.js';
import { decode } from '../../metadata/decode.js';
import type { Unparsable } from '../../metadata/facts.js';
import { LIMITS, positionOf } from '../../metadata/xml/parse.js';
import { type Fields, isFields, jsonIn } from '../../values.js';

/** The relevant files of a source tree: their types and their content. */

const TYPE_OF_SUFFIX = {
  connectedapp: 'ConnectedApp',
  eca: 'ExternalClientApplication',
  ecaoauthplcy: 'ExtlClntAppOauthConfigurablePolicies',
  ecaplcy: 'ExtlClntAppConfigurablePolicies',
  ecaglbloauth: 'ExtlClntAppGlobalOauthSettings',
  ecaoauth: 'ExtlClntAppOauthSettings',
  ecaoauthsecurity: 'ExtlClntAppOauthSecuritySettings',
} as const;

export type SourceType = (typeof TYPE_OF_SUFFIX)[keyof typeof TYPE_OF_SUFFIX];

export const SOURCE_TYPES: readonly SourceType[] = Object.values(TYPE_OF_SUFFIX);

export type SourceFile = {
  type: SourceType;
  fullName: string;
  path: string;
  /** Relative to the working directory, with forward slashes, as reports show it. */
  file: string;
};

/** Of a project: the version of its files, and what a deploy makes of them. */
export const PROJECT_FILE = 'sfdx-project.json';

/** Lists what was retrieved, or is to be deployed, and its version. */
export const MANIFEST = 'package.xml';

/** What a project file says. Undefined: it isn't JSON now. The CLI takes an empty file for an empty project. */
export const projectIn = (text: string): Fields | undefined => {
  const project = text.replace(/^\uFEFF/, '');
  const fields = project.trim() === '' ? {} : jsonIn(project);
  return isFields(fields) ? fields : undefined;
};

const METADATA_FILE =
  /^(.+)\.(connectedApp|eca|ecaOauthPlcy|ecaPlcy|ecaGlblOauth|ecaOauth|ecaOauthSecurity)(?:-meta\.xml(.*))?$/is;

/**
 * The CLI doesn't look at what follows the suffix, so it deploys what an editor, a merge, or a retrieve leaves, such as
 * `Billing.connectedApp-meta.xml.orig`. It leaves out `.dup` only where there is a `.forceignore`, which isn't applied
 * here. What an editor hides would have a name with a dot, which no org accepts.
 */
const isHidden = (name: string): boolean => name.startsWith('.');

const matchOf = (path: string): { fullName: string; suffix: string } | undefined => {
  const name = basename(path);
  const [, fullName, suffix, after = ''] = METADATA_FILE.exec(name) ?? [];
  if (fullName === undefined || suffix === undefined || (after !== '' && isHidden(name))) return undefined;
  return { fullName, suffix };
};

/** Decided by the suffix alone, because these files can be in any folder. */
export const isSourceFile = (name: string): boolean => matchOf(name) !== undefined;

export const sourceFile = (path: string, root: string): SourceFile | undefined => {
  const match = matchOf(path);
  if (!match) return undefined;
  const type = TYPE_OF_SUFFIX[match.suffix.toLowerCase() as keyof typeof TYPE_OF_SUFFIX];
  return { type, fullName: match.fullName, path, file: shownPath(path, root) };
};

export const shownPath = (path: string, root: string): string => relative(root, path).split(sep).join('/') || '.';

/**
 * One spelling for each folder, however the flag spelled it, because results of two runs are compared by it. A folder
 * outside the working directory has its full path.
 */
export const shownFolder = (directory: string, root: string): string => {
  const path = resolve(root, directory);
  const shown = shownPath(path, root);
  const isOutside = shown === '..' || shown.startsWith('../') || isAbsolute(shown);
  return isOutside ? path.split(sep).join('/') : shown;
};

export type ReadBytes = (path: string, atMost: number) => Promise<FileAnswer<FileBytes>>;

export type SourceScope = {
  connectedApps: boolean;
  externalClientApps: boolean;
  /** Whether the settings of external client apps are evaluated. */
  ecaSettings?: object | undefined;
  /** As they were named. */
  directories: readonly string[];
  /** The working directory. Paths are shown relative to it. */
  root: string;
};

export const isPartOf = (
  { type }: SourceFile,
  { connectedApps, externalClientApps }: Pick<SourceScope, 'connectedApps' | 'externalClientApps'>,
): boolean => (type === 'ConnectedApp' ? connectedApps : externalClientApps);

/** How folders and files are read. */
export type SourceReads = {
  walk: (starts: readonly string[], isWanted: (name: string) => boolean) => Promise<Walked>;
  readBytes: ReadBytes;
  readText: (path: string) => Promise<FileAnswer<string>>;
  /** With links resolved. */
  realPath: (path: string) => Promise<FileAnswer<string>>;
  git: Pick<Git, 'leftOut'>;
};

/** `code`: the error of the system. The content of the file is unknown. */
export type SourceText = { ok: true; text: string } | { ok: false; facts: Unparsable } | { ok: false; code: string };

export const readSourceText = async (path: string, readBytes: ReadBytes): Promise<SourceText> => {
  const read = await readBytes(path, LIMITS.length);
  if (!read.ok) {
    return read.code === TOO_LARGE
      ? { ok: false, facts: { kind: 'unparsable', problem: 'too-large' } }
      : { ok: false, code: read.code };
  }
  const decoded = decode(read.value.bytes);
  return decoded.ok ? decoded : { ok: false, facts: notText(decoded.readable) };
};

/** A file with an invalid byte isn't XML. The position is that of the byte. */
const notText = (readable: string): Unparsable => ({
  kind: 'unparsable',
  problem: 'not-well-formed',
  ...positionOf(readable, readable.length),
});
