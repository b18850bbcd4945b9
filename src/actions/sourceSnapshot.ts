import { join, resolve } from 'node:path';
import type { Disk } from '../files/disk.js';
import type { FileAnswer } from '../files/read.js';
import type { SourceEdit } from '../remediation/sourceEdit.js';
import { Refusal } from '../refusal.js';

export type SourceSnapshot = {
  directory: string;
  /** Where the patch is that undoes the run. */
  patch: string;
  /** `git apply` takes a patch whole or not at all, so it must not name a file that was not changed after all. */
  keepOnly: (edits: readonly SourceEdit[]) => Promise<FileAnswer<void>>;
};

type Doors = { disk: Disk; now: () => Date };

/** Without it nothing is written. It holds no more of a file than the lines around its edit. */
export const writeSourceSnapshot = async (
  below: string,
  edits: readonly SourceEdit[],
  { disk, now }: Doors,
): Promise<SourceSnapshot> => {
  const done = <T>(answer: FileAnswer<T>): T => {
    if (answer.ok) return answer.value;
    throw new Refusal('snapshot-not-written', [below, answer.code], { bundle: 'remediation' });
  };
  const name = `source-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
  const directory = done(await disk.makeNewFolder(join(below, name)));
  const patch = resolve(directory, 'reverse.patch');
  const write = (kept: readonly SourceEdit[]): Promise<FileAnswer<void>> => disk.write(patch, patchOf(kept));
  done(await disk.write(join(directory, '.gitignore'), '*\n'));
  done(await write(edits));
  return { directory, patch, keepOnly: write };
};

const patchOf = (edits: readonly SourceEdit[]): Buffer =>
  Buffer.from(edits.map(({ reverse }) => reverse).join(''), 'latin1');
