import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What package-lock.json says of the packages that an installed plugin consists of. */

export type Locked = {
  version: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
};

type Lock = { packages: Record<string, Locked> };

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

export const DIRECT = Object.keys(packages['']?.dependencies ?? {});

export const RUNTIME: readonly [string, Locked][] = Object.entries(packages).filter(([path, { dev }]) => path && !dev);

/** As Node finds it: the nearest folder upwards that holds it. */
const found = (name: string, from: string): string | undefined => {
  for (let folder = from; ; folder = dirname(folder)) {
    const path = folder === '.' || folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path]) return path;
    if (folder === '.' || folder === '') return undefined;
  }
};

const withAllBelow = (path: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const name of Object.keys(packages[path]?.dependencies ?? {})) {
    const next = found(name, path);
    if (next !== undefined) withAllBelow(next, seen);
  }
  return seen;
};

/** Those of the Salesforce CLI's own framework: every plugin has them. */
const FRAMEWORK = ['@oclif/core', '@salesforce/core', '@salesforce/sf-plugins-core'];

/** A row for each direct dependency: its license, and how many packages are there because of it. */
export const rows = (): { name: string; license: string; brings: number }[] => {
  const ofFramework = new Set(FRAMEWORK.flatMap((name) => [...withAllBelow(`node_modules/${name}`)]));
  return DIRECT.map((name) => {
    const own = [...withAllBelow(`node_modules/${name}`)];
    const brings = FRAMEWORK.includes(name) ? own.length : own.filter((path) => !ofFramework.has(path)).length;
    return { name, license: packages[`node_modules/${name}`]?.license ?? 'unknown', brings };
  });
};

/** How many packages have which license. */
export const licenses = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const [, { license = 'unknown' }] of RUNTIME) counts[license] = (counts[license] ?? 0) + 1;
  return counts;
};
