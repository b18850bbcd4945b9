import { strToU8, zipSync } from 'fflate';
import type { DeployFile } from '../door.js';
import { OrgFault, problemOf } from '../errors.js';
import { zipEntries } from './zipEntries.js';

const MB = 1024 * 1024;
/** Of what a zip says that it holds, before anything is unpacked. */
const LARGEST_FILE = 64 * MB;
const LARGEST_CONTENT = 512 * MB;

/** Two deploys of one content are the same bytes. Zip knows no earlier day, and no time zone. */
const EARLIEST_ZIP_TIME = new Date(1980, 0, 1, 12);

export const zip = (files: readonly DeployFile[]): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)])), { mtime: EARLIEST_ZIP_TIME }),
  );

/** One file of a zip. Without a text: its bytes are no UTF-8, or there are two files of its name. */
export type Unzipped = { text: string } | { unusable: 'NOT_UTF8' | 'TWO_FILES' };

/**
 * By path. Nothing is written anywhere; a path that points out of the archive is refused all the same. Bytes are never
 * replaced, since what was read here may be deployed: a letter that is none would reach the org as a broken one.
 */
export const unzip = (content: Uint8Array): Map<string, Unzipped> => {
  const entries = zipEntries(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  let total = 0;
  for (const { name, size } of entries) {
    total += size;
    if (size > LARGEST_FILE || total > LARGEST_CONTENT) throw new OrgFault(problemOf('too-large', name));
    if (!staysInside(name)) throw new OrgFault(problemOf('retrieve-failed', name, 'UNSAFE_PATH'));
  }
  const files = new Map<string, Unzipped>();
  for (const { name, unpack } of entries.filter((entry) => !entry.name.endsWith('/')))
    files.set(name, files.has(name) ? { unusable: 'TWO_FILES' } : decoded(unpack()));
  return files;
};

const decoded = (bytes: Buffer): Unzipped => {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof TypeError) return { unusable: 'NOT_UTF8' };
    throw error;
  }
};

const staysInside = (path: string): boolean =>
  !/^[/\\]|^[a-z]:|\\|\0/i.test(path) && !path.split('/').some((segment) => segment === '..');
