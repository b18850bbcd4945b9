import { basename, dirname, join } from 'node:path';
import { ABSENT } from '../../files/read.js';
import { PROJECT_FILE, projectIn, SOURCE_TYPES, type SourceReads } from './sourceFiles.js';

/**
 * A project can register further suffixes and folders for a type. The CLI then deploys files as apps that have other
 * names than those looked for here, so such a project wasn't read in full.
 */

/** A file that is named itself is no app, and isn't taken for one. */
export const isProjectFile = (path: string, named: readonly string[]): boolean =>
  basename(path) === PROJECT_FILE && !named.includes(path);

/** The project files below the named folders and above them that customize a type of app, or that can't be read. */
export const customizedProjects = async (
  below: readonly string[],
  starts: readonly string[],
  { readText, realPath }: Pick<SourceReads, 'readText' | 'realPath'>,
): Promise<string[]> => {
  const customized = new Map<string, string>();
  for (const path of new Set([...below, ...starts.flatMap(projectsAbove)])) {
    const text = await readText(path);
    if (!(text.ok ? mentionsApps(text.value) : !ABSENT.includes(text.code))) continue;
    const real = await realPath(path);
    const one = real.ok ? real.value : path;
    if (!customized.has(one)) customized.set(one, path);
  }
  return [...customized.values()].sort();
};

const projectsAbove = (path: string): string[] => {
  const parent = dirname(path);
  return [join(path, PROJECT_FILE), ...(parent === path ? [] : projectsAbove(parent))];
};

const NAMES = SOURCE_TYPES.map((type) => type.toLowerCase());

/**
 * Its own key names a type, and so does the name that a customized one is deployed as, or a suffix or folder that leads to
 * it. It isn't interpreted which of them it is: a mention is enough.
 */
const mentionsApps = (project: string): boolean => {
  const fields = projectIn(project);
  if (fields === undefined) return true;
  const { registryCustomizations, registryPresets, sourceBehaviorOptions } = fields;
  return mentionsAType(JSON.stringify([registryCustomizations, registryPresets, sourceBehaviorOptions]));
};

const mentionsAType = (text: string): boolean => NAMES.some((name) => text.toLowerCase().includes(name));
