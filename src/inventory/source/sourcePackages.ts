import { dirname, resolve } from 'node:path';
import { isWithin } from '../../files/folders.js';
import { ABSENT } from '../../files/read.js';
import { isFields } from '../../values.js';
import { projectIn, type SourceReads } from './sourceFiles.js';

/** A project can have package directories outside its own folder, and deploys them with the others. */

/** Those of the projects that are outside the named folders. The CLI rejects a project of which one doesn't exist. */
export const packagesOutside = async (
  projects: readonly string[],
  starts: readonly string[],
  { readText, realPath }: Pick<SourceReads, 'readText' | 'realPath'>,
): Promise<string[]> => {
  const named = await Promise.all(starts.map(realPath));
  const outside = new Map<string, string>();
  for (const project of projects) {
    const text = await readText(project);
    for (const path of text.ok ? packagesIn(text.value) : []) {
      const place = resolve(dirname(project), path);
      const real = await realPath(place);
      if (!real.ok && ABSENT.includes(real.code)) continue;
      const one = real.ok ? real.value : place;
      if (!named.some((start) => start.ok && isWithin(start.value, one)) && !outside.has(one)) outside.set(one, place);
    }
  }
  return [...outside.values()].sort();
};

const packagesIn = (text: string): string[] => {
  const entries = projectIn(text)?.packageDirectories;
  return (Array.isArray(entries) ? (entries as unknown[]) : []).flatMap((entry) =>
    isFields(entry) && typeof entry.path === 'string' ? [entry.path] : [],
  );
};
