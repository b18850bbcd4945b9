import type { App } from '../../posture/model.js';
import { appName, fold } from '../../posture/names.js';

/** Names of folders and files that come from an org, and so can't be trusted. */

const LONGEST = 80;

/** By `appName`. The names also differ on a disk that ignores case. */
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

/** The platform puts each file in a folder below the root of the package. Any other path could lead elsewhere. */
export const isSafePath = (path: string): boolean =>
  /^[A-Za-z]{1,60}\/[^\\/:*?"<>|\p{C}]{1,200}$/u.test(path) && !/\/\.|\.$/.test(path);
