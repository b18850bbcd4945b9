import type { ApplyDoors } from '../actions/apply.js';
import type { PrepareDoors } from '../actions/prepare.js';
import { isConfirmed, type Confirmation } from '../confirmation.js';
import { disk } from '../files/disk.js';
import { openOrg } from '../org/connect.js';
import type { Shown } from '../lostOutput.js';
import type { OrgDoor } from '../org/door.js';
import type { Notice } from '../posture/model.js';
import { questionOf } from '../reports/remediationPlan.js';
import type { Run } from '../run.js';

export type Changing = { confirmation: Confirmation; waitMs: number };

/** What it takes to change an org, besides what every command works through. */
export const changeDoors = (run: Run, { confirmation, waitMs }: Changing): PrepareDoors & ApplyDoors => {
  const { texts, doors, shown } = run;
  return {
    ...doors,
    openOrg: async (target, apiVersion) => {
      const opened = await openOrg({ target, apiVersion, onlyLatest: true, waitMs, signal: doors.signal });
      return opened.ok ? { ok: true, value: telling(opened.value, run) } : opened;
    },
    unshown: () => unshown(shown),
    disk,
    approve: ({ plan, door }) => {
      doors.progress.done();
      return isConfirmed(questionOf(plan, door.identity, texts), confirmation, doors.signal);
    },
  };
};

/** The moment from which on an org may be changed. */
const telling = (door: OrgDoor, { doors, shown }: Run): OrgDoor => ({
  ...door,
  startDeploy: (files, options) => {
    if (!options.checkOnly && !doors.signal.aborted) shown.changing();
    return door.startDeploy(files, options);
  },
});

/** For the result, where one is still to be made. */
export const unshown = ({ lost }: Pick<Shown, 'lost'>): Notice[] =>
  lost.map(({ output, code }) => ({ code: 'output-lost', data: { output, problem: code } }));
