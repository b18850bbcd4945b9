import type { Reads, Writes } from '../../../src/actions/doors.js';
import { disk, realPath } from '../../../src/files/disk.js';
import { foldersIn } from '../../../src/files/folders.js';
import { git } from '../../../src/files/repository/git.js';
import { processes } from '../../../src/files/processMark.js';
import { readText, readBytes } from '../../../src/files/read.js';
import { walk } from '../../../src/files/walk.js';
import { Progress } from '../../../src/actions/progress.js';
import { createTexts } from '../../../src/cli/texts.js';
import { undoNote } from '../../../src/reports/terminal/change/undoing.js';

/** What an action works through: the real disk and the real org, and nobody who is shown anything. */
export const quietDoors = (own: Pick<Reads, 'openOrg'> & Partial<Reads & Writes>): Reads & Writes => ({
  storedLogins: () => Promise.resolve([]),
  readText,
  readBytes,
  walk,
  foldersIn,
  realPath,
  git,
  processes,
  explain: ({ code, detail }) => ({ name: code, message: detail, actions: [] }),
  now: () => new Date(),
  signal: new AbortController().signal,
  progress: new Progress({ mode: 'off', spinner: { start: shown, stop: shown }, write: shown, say: shown }),
  tool: { name: 'sf-oauth-posture', version: '0.0.0' },
  disk,
  approve: () => Promise.resolve(true),
  undoNote: (base, attributes, patches) => undoNote(base, attributes, patches, createTexts()),
  ...own,
});

const shown = (): never => {
  throw new Error('Progress is off, and something was shown.');
};
