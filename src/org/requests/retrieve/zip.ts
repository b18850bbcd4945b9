import { strToU8, zipSync } from 'fflate';
import type { DeployFile } from '../../door.js';
import { OrgFault, problemOf } from '../../errors.js';
import { zipEntries } from './zipEntries.js';

const MB = 1024 * 1024;
/** Limits for the sizes that a zip declares, checked before anything is unpacked. */
const LARGEST_FILE = 64 * MB;
const LARGEST_CONTENT = 512 * MB;

/**
 * A fixed time makes the bytes of two deploys with the same content identical. It's the earliest day that zip supports,
 * and zip has no time zone.
 */
const EARLIEST_ZIP_TIME = new Date(1980, 0, 1, 12);

export const zip = (files: readonly DeployFile[]): Buffer =>
  Buffer.from(
    zipSync(Object.fromEntries(files.map(({ path, text }) => [path, strToU8(text)])), { mtime: EARLIEST_ZIP_TIME }),
  );

/** One file of a zip. Without a text, its bytes aren't UTF-8, or two files have its name. */
export type Unzipped = { text: string } | { unusable: 'NOT_UTF8' | 'TWO_FILES' };

/**
 * Files by path. Nothing is written to disk, but a path that points outside the archive is rejected anyway. Invalid
 * bytes are never replaced, because the text may be deployed, and the org would receive the replacement.
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
