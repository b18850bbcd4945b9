import { strToU8, unzipSync, zipSync } from 'fflate';
import type { DeployFile } from './door.js';
import { OrgFault, problemOf } from './errors.js';

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

/** Texts by path. Nothing is written anywhere; a path that points out of the archive is refused all the same. */
export const unzip = (content: Uint8Array): Map<string, string> => {
  let total = 0;
  const files = unzipSync(content, {
    filter: ({ name, originalSize }) => {
      total += originalSize;
      if (originalSize > LARGEST_FILE || total > LARGEST_CONTENT) throw new OrgFault(problemOf('too-large', name));
      if (!staysInside(name)) throw new OrgFault(problemOf('retrieve-failed', name, 'UNSAFE_PATH'));
      return !name.endsWith('/');
    },
  });
  const decoder = new TextDecoder('utf-8');
  return new Map(Object.entries(files).map(([path, bytes]) => [path, decoder.decode(bytes)]));
};

const staysInside = (path: string): boolean =>
  !/^[/\\]|^[a-z]:|\\|\0/i.test(path) && !path.split('/').some((segment) => segment === '..');
