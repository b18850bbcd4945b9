import type { ApplyDoors } from '../actions/apply.js';
import type { PrepareDoors } from '../actions/prepare.js';
import { isConfirmed, type Confirmation } from '../confirmation.js';
import { disk } from '../files/disk.js';
import { openOrg } from '../org/connect.js';
import { questionOf } from '../reports/remediationPlan.js';
import type { Run } from '../run.js';

export type Changing = { confirmation: Confirmation; waitMs: number };

/** What it takes to change an org, besides what every command works through. */
export const changeDoors = ({ texts, doors }: Run, { confirmation, waitMs }: Changing): PrepareDoors & ApplyDoors => ({
  ...doors,
  openOrg: (target, apiVersion) => openOrg({ target, apiVersion, waitMs, signal: doors.signal }),
  disk,
  approve: ({ plan, door }) => {
    doors.progress.done();
    return isConfirmed(questionOf(plan, door.identity, texts), confirmation, doors.signal);
  },
});
