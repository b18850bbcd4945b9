import { join } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import { BEFORE } from '../../remediation/saved/snapshot.js';
import { Refusal } from '../refusal.js';
import { UNDO_NOTE } from './sourceSnapshot.js';

/** Only the exact form that a run writes. A file of that name could contain anything else. */
const UNDO_COMMAND = /^git --git-dir=\/dev\/null -C .+ apply --whitespace=nowarn .+$/;

/** A restore works on an org. Edited files are restored by Git, with the command in their snapshot. */
export const refuseSourceSnapshot = async (
  directory: string,
  readText: (path: string) => Promise<FileAnswer<string>>,
): Promise<void> => {
  const path = join(directory, UNDO_NOTE);
  const [before, note] = await Promise.all([readText(join(directory, BEFORE)), readText(path)]);
  const command = note.ok ? note.value.trimEnd().split('\n').at(-1) : undefined;
  if (before.ok || command === undefined || !UNDO_COMMAND.test(command)) return;
  throw new Refusal('snapshot-of-files', [directory, command, path], { bundle: 'restore' });
};
