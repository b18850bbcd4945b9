import type { ApplyDoors } from '../../../src/actions/remediate/apply.js';
import type { PrepareDoors } from '../../../src/actions/remediate/prepared.js';
import { disk } from '../../../src/files/disk.js';
import { readText, readBytes } from '../../../src/files/read.js';
import { walk } from '../../../src/files/walk.js';
import { Progress } from '../../../src/actions/progress.js';

export type ChangeDoors = PrepareDoors & ApplyDoors;

/** What an action that changes an org works through: the real disk and the real org, and nobody who is shown anything. */
export const quietDoors = (own: Pick<ChangeDoors, 'openOrg' | 'signal'> & Partial<ChangeDoors>): ChangeDoors => ({
  readText,
  readBytes,
  walk,
  explain: ({ code, detail }) => ({ name: code, message: detail, actions: [] }),
  now: () => new Date(),
  progress: new Progress({ mode: 'off', spinner: { start: shown, stop: shown }, write: shown, say: shown }),
  tool: { name: 'sf-oauth-posture', version: '0.0.0' },
  disk,
  approve: () => Promise.resolve(true),
  ...own,
});

const shown = (): never => {
  throw new Error('Progress is off, and something was shown.');
};
