import { packageXml } from '../../metadata/packageXml.js';
import type { DeployFile } from '../../org/door.js';
import type { Edited } from '../edit/edited.js';

export const deployFiles = (edited: readonly Edited[], apiVersion: string): DeployFile[] => [
  {
    path: 'package.xml',
    text: packageXml(
      edited.map(({ change }) => change.component),
      apiVersion,
    ),
  },
  ...edited.map(({ path, sent }) => ({ path, text: sent })),
];

export type Limits = { files: number; bytes: number };

/** The platform accepts 10,000 files, including package.xml, and a zip of 39 MB. */
export const PLATFORM_LIMITS: Limits = { files: 9_999, bytes: 30 * 1024 * 1024 };

/** As few packages as the limits allow. */
export const packagesOf = <T extends { edited: Edited }>(items: readonly T[], limits = PLATFORM_LIMITS): T[][] => {
  const packages: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item.edited.sent);
    const last = packages.at(-1);
    if (last === undefined || last.length >= limits.files || bytes + size > limits.bytes) {
      packages.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return packages;
};
