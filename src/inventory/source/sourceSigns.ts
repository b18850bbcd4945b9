import { basename, dirname, join, resolve } from 'node:path';
import { ABSENT } from '../../files/read.js';
import { IN_PACKAGES, type Walked } from '../../files/walk.js';
import { type SourceReads, type SourceScope, isSourceFile } from './sourceFiles.js';

/** A mistyped path must not make a pipeline pass, so a folder has to look like Salesforce source. */

const PROJECT_FILES: readonly string[] = ['sfdx-project.json', 'package.xml'];
const SIGN = /^(?:.+-meta\.xml|sfdx-project\.json|package\.xml|destructiveChanges\w*\.xml)$/is;

const isSign = (name: string): boolean => SIGN.test(basename(name)) || isSourceFile(name);

/** Folders without a sign of Salesforce metadata in them or above them, as in the flag. */
export const foldersWithoutMetadata = async (
  { directories, root }: SourceScope,
  { files, unreadable, linksOut }: Walked,
  doors: SourceReads,
): Promise<string[]> => {
  // The sign may be in what couldn't be read, and that is reported by itself.
  if (unreadable.length > 0 || linksOut.length > 0) return [];
  const bare: string[] = [];
  const holding = foldersAround(files);
  for (const directory of directories) {
    const folder = resolve(root, directory);
    if (!holding.has(folder) && !(await hasSigns(folder, doors))) bare.push(directory);
  }
  return bare;
};

/** The files themselves, too, because they can be named. */
const foldersAround = (files: readonly string[]): Set<string> => {
  const around = new Set<string>();
  for (const file of files) for (let at = file; !around.has(at); at = dirname(at)) around.add(at);
  return around;
};

const hasSigns = async (folder: string, { walk, readText }: SourceReads): Promise<boolean> => {
  const { files, unreadable } = await walk([folder], isSign);
  // A package of templates for Salesforce doesn't make the folder that it's installed in one of Salesforce source.
  if (files.length > 0 || unreadable.some(({ code }) => code !== IN_PACKAGES)) return true;
  for (let above = dirname(folder); ; above = dirname(above)) {
    for (const name of PROJECT_FILES) {
      const text = await readText(join(above, name));
      if (text.ok || !ABSENT.includes(text.code)) return true;
    }
    if (above === dirname(above)) return false;
  }
};
