import type { App } from '../../posture/model.js';
import { appName, fold } from '../../posture/names.js';

/** Names of folders and files that depend on names from an org. */

const LONGEST = 80;

/** By `appName`. Unique, even on a disk that isn't case-sensitive. */
export const folderNames = (apps: readonly App[]): ReadonlyMap<string, string> => {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const app of apps) {
    const name = appName(app)
      .replaceAll(/[^\w-]+/g, '-')
      .slice(0, LONGEST);
    let free = name;
    for (let number = 2; taken.has(fold(free)); number += 1) free = `${name}-${number}`;
    taken.add(fold(free));
    names.set(appName(app), free);
  }
  return names;
};

/** Below the package's root, as the platform itself names files: one folder, one file. */
export const isSafePath = (path: string): boolean =>
  /^[A-Za-z]{1,60}\/[^\\/:*?"<>|\p{C}]{1,200}$/u.test(path) && !/\/\.|\.$/.test(path);
