import { join, resolve } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import type { SourceEdit } from '../../remediation/edit/sourceEdit.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';

export type SourceSnapshot = {
  directory: string;
  /** The attributes file for the command that undoes the run. */
  attributes: string;
  /** Patches that undo the edits so far, in this order. The last one may belong to edits that weren't made as planned. */
  patches: () => string[];
  /** Records that the edit is about to be made. If that fails, the edit must not be made. */
  begin: (edit: SourceEdit) => Promise<FileAnswer<void>>;
  /** Records that it was made. If that fails, no other edit may begin. */
  made: (edit: SourceEdit) => Promise<FileAnswer<void>>;
  /** The file was changed, but isn't as edited. Its patch may not apply, and must not keep the others from it. */
  unsure: (edit: SourceEdit) => void;
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
  const unsure: SourceEdit[] = [];
  const patches = (): string[] => {
    if (!isAnyMade) return [isLastOpen ? last : patch];
    return isLastOpen || unsure.length > 0 ? [patch, last] : [patch];
  };
  return {
    directory,
    attributes,
    patches,
    begin: (edit) => disk.write(isAnyMade || unsure.length > 0 ? last : patch, bytesOf(...unsure, edit)),
    made: async (edit) => {
      const isThere = !isAnyMade && unsure.length === 0;
      const write = isAnyMade ? disk.append : disk.write;
      const added = isThere ? DONE : await write(patch, bytesOf(edit));
      isAnyMade ||= added.ok;
      isLastOpen = !added.ok;
      return added;
    },
    unsure: (edit) => void unsure.push(edit),
    finished: async () => {
      if (isLastOpen) return DONE;
      const kept = unsure.length > 0 ? await disk.write(isAnyMade ? last : patch, bytesOf(...unsure)) : DONE;
      const noted = kept.ok ? await note(patches()) : kept;
      return noted.ok && !patches().includes(last) ? disk.removeFolder(last) : noted;
    },
    discard: () => disk.removeFolder(directory),
  };
};

const bytesOf = (...edits: readonly SourceEdit[]): Buffer =>
  Buffer.from(edits.map(({ reverse }) => reverse).join(''), 'latin1');
