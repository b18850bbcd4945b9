import { join, resolve } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import type { SourceEdit } from '../../remediation/edit/sourceEdit.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';

export type SourceSnapshot = {
  directory: string;
  /** The attributes file for the command that undoes the run. */
  attributes: string;
  /** Patches that undo the edits so far, in this order. The last one may belong to an edit that wasn't made. */
  patches: () => string[];
  /** Records that the edit is about to be made. If that fails, the edit must not be made. */
  begin: (edit: SourceEdit) => Promise<FileAnswer<void>>;
  /** Records that it was made, or may have been. If that fails, no other edit may begin. */
  made: (edit: SourceEdit) => Promise<FileAnswer<void>>;
  /** No other edit follows. */
  finished: () => Promise<FileAnswer<void>>;
  /** No file was edited. */
  discard: () => Promise<FileAnswer<void>>;
};

/** Contains the command that undoes the run, however far it got. */
export const UNDO_NOTE = 'undo.txt';
export const PATCH = 'reverse.patch';
const LAST_PATCH = 'last.patch';
export const PATCHES: readonly string[] = [PATCH, LAST_PATCH];

export const ATTRIBUTES = 'attributes';
/**
 * Git's installation can have attributes for every user, with which `git apply` would convert the whole file. No option
 * turns them off in every shell, but attributes of the user have precedence.
 */
export const KEEPING_BYTES = '* -text !eol !filter !ident !working-tree-encoding\n';

const DONE: FileAnswer<void> = { ok: true, value: undefined };

/**
 * `git apply` applies a patch completely or not at all. So at any moment, even if the process is killed, one patch
 * contains only files that were edited, and another one the single file that may or may not be. The command applies one
 * after the other. The snapshot contains no more of a file than the lines around its edit.
 */
export const writeSourceSnapshot = async (
  below: string,
  base: string,
  { disk, now, undoNote }: Reads & Writes,
): Promise<SourceSnapshot> => {
  const done = <T>(answer: FileAnswer<T>): T => {
    if (answer.ok) return answer.value;
    throw new Refusal('snapshot-not-written', [below, answer.code], { bundle: 'remediation' });
  };
  const name = `source-${now().toISOString().replaceAll(/[:.]/g, '-')}`;
  const directory = done(await disk.makeNewFolder(join(below, name)));
  const attributes = resolve(directory, ATTRIBUTES);
  const [patch, last] = [resolve(directory, PATCH), resolve(directory, LAST_PATCH)];
  const note = (patches: readonly string[]): Promise<FileAnswer<void>> =>
    disk.write(join(directory, UNDO_NOTE), undoNote(base, attributes, patches));
  done(await disk.write(join(directory, '.gitignore'), '*\n'));
  done(await disk.write(attributes, KEEPING_BYTES));
  done(await note([patch, last]));

  let isAnyMade = false;
  let isLastOpen = false;
  return {
    directory,
    attributes,
    patches: () => (isLastOpen ? [patch, last] : [patch]),
    begin: (edit) => disk.write(isAnyMade ? last : patch, bytesOf(edit)),
    made: async (edit) => {
      const added = isAnyMade ? await disk.append(patch, bytesOf(edit)) : DONE;
      isAnyMade = true;
      isLastOpen = !added.ok;
      return added;
    },
    finished: async () => {
      if (isLastOpen) return DONE;
      const noted = await note([patch]);
      return noted.ok ? disk.removeFolder(last) : noted;
    },
    discard: () => disk.removeFolder(directory),
  };
};

const bytesOf = ({ reverse }: SourceEdit): Buffer => Buffer.from(reverse, 'latin1');
