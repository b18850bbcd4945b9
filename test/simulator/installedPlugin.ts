import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * This plugin as people install it: with a manifest, so that a command is loaded alone instead of with all others. It's a
 * folder of links to the working copy, because a manifest there would go stale without anyone noticing.
 */

const ROOT = resolve(import.meta.dirname, '../..');
const CACHE = join(ROOT, 'node_modules/.cache');
const LINKED = ['lib', 'messages', 'schemas', 'node_modules'];
const COPIED = ['package.json', 'bin'];

/** What the manifest is made of. */
const SOURCES = ['package.json', 'bin', 'lib', 'messages'];

const newest = (path: string): number =>
  statSync(path).isDirectory()
    ? Math.max(...readdirSync(path).map((name) => newest(join(path, name))))
    : statSync(path).mtimeMs;

/** A change of any source leads to another folder. */
const nameOf = (): string =>
  createHash('sha256')
    .update([ROOT, ...SOURCES.map((source) => newest(join(ROOT, source)))].join('\n'))
    .digest('hex')
    .slice(0, 16);

const make = (folder: string): void => {
  mkdirSync(CACHE, { recursive: true });
  const made = mkdtempSync(join(CACHE, 'making-'));
  for (const name of COPIED) cpSync(join(ROOT, name), join(made, name), { recursive: true });
  for (const name of LINKED) symlinkSync(join(ROOT, name), join(made, name), 'junction');
  execFileSync(process.execPath, [join(ROOT, 'node_modules/oclif/bin/run.js'), 'manifest', made], { stdio: 'pipe' });
  try {
    renameSync(made, folder);
  } catch (error) {
    // Several workers start at once, and another one was faster.
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
};

let program: string | undefined;

/** The path of its program. It needs `npm run compile` first. */
export const installedPlugin = (): string => {
  if (program === undefined) {
    const folder = join(CACHE, `installed-${nameOf()}`);
    if (!existsSync(folder)) make(folder);
    program = join(folder, 'bin/run.js');
  }
  return program;
};
