import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import type { FileAnswer, FileBytes } from '../../files/read.js';
import type { Walked } from '../../files/walk.js';
import { TOO_LARGE } from '../../files/regular.js';
import { decode } from '../../metadata/decode.js';
import type { Unparsable } from '../../metadata/facts.js';
import { LIMITS, positionOf } from '../../metadata/xml/parse.js';

/** Files of a source tree that matter here: which they are, and what is in them. */

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

export type SourceFile = {
  type: SourceType;
  fullName: string;
  path: string;
  /** Relative to where the run was started, with forward slashes, as reports tell it. */
  file: string;
};

const METADATA_FILE =
  /^(.+)\.(connectedApp|eca|ecaOauthPlcy|ecaPlcy|ecaGlblOauth|ecaOauth|ecaOauthSecurity)(?:-meta\.xml)?$/is;

/** The suffix alone decides, whatever the folder is called: people keep these files where they like. */
export const isSourceFile = (name: string): boolean => METADATA_FILE.test(basename(name));

export const sourceFile = (path: string, root: string): SourceFile | undefined => {
  const [, fullName, suffix] = METADATA_FILE.exec(basename(path)) ?? [];
  if (fullName === undefined || suffix === undefined) return undefined;
  const type = TYPE_OF_SUFFIX[suffix.toLowerCase() as keyof typeof TYPE_OF_SUFFIX];
  return { type, fullName, path, file: shownPath(path, root) };
};

export const shownPath = (path: string, root: string): string => relative(root, path).split(sep).join('/') || '.';

/** One name for one folder, however it was written, since results of two runs are compared by it. Outside: in full. */
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
  /** Whether somebody asked for the settings of external client apps to be judged. */
  ecaSettings?: object | undefined;
  /** As they were named. */
  directories: readonly string[];
  /** Where the run was started: paths are told from here. */
  root: string;
};

/** What is read of folders. */
export type SourceReads = {
  walk: (starts: readonly string[], isWanted: (name: string) => boolean) => Promise<Walked>;
  readBytes: ReadBytes;
  readText: (path: string) => Promise<FileAnswer<string>>;
};

/** `code`: the system refused, so that nothing is known of the file. */
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

/** XML is text: a byte that is none makes the file no XML, right there. */
const notText = (readable: string): Unparsable => ({
  kind: 'unparsable',
  problem: 'not-well-formed',
  ...positionOf(readable, readable.length),
});
