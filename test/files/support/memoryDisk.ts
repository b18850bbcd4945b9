import type { Disk } from '../../../src/files/disk.js';

const DONE = { ok: true, value: undefined } as const;

/** Flushing to a real disk takes longer than everything else that a test of many runs does. */
export const memoryDisk = (files: Map<string, string>): Disk => ({
  makeFolder: () => Promise.resolve(DONE),
  makeNewFolder: (path) => {
    const isTaken = (name: string): boolean => [...files.keys()].some((file) => file.startsWith(`${name}/`));
    let value = path;
    for (let number = 2; isTaken(value); number += 1) value = `${path}-${number}`;
    return Promise.resolve({ ok: true, value });
  },
  write: (path, content) => {
    files.set(path, content.toString());
    return Promise.resolve(DONE);
  },
  writeNew: (path, content) => {
    if (files.has(path)) return Promise.resolve({ ok: false, code: 'EEXIST' });
    files.set(path, content.toString());
    return Promise.resolve(DONE);
  },
  writeNamed: (path, content) => {
    files.set(path, content);
    return Promise.resolve(DONE);
  },
  edit: (path, content) => {
    files.set(path, Buffer.from(content).toString());
    return Promise.resolve(DONE);
  },
  append: (path, content) => {
    files.set(path, (files.get(path) ?? '') + Buffer.from(content).toString());
    return Promise.resolve(DONE);
  },
  sweep: () => Promise.resolve(),
  folderId: (value) => Promise.resolve({ ok: true, value }),
  removeFolder: (folder) => {
    for (const path of files.keys()) if (path.startsWith(folder)) files.delete(path);
    return Promise.resolve(DONE);
  },
});
