import type { FileAnswer } from '../files/read.js';
import type { Notice } from '../posture/model.js';
import { withOriginal } from '../remediation/besidesSwitch.js';
import type { Deploy, RemediationResult } from '../remediation/model.js';
import { NOTHING_READ } from '../remediation/reading.js';
import { buildResult, modeOf, type ResultParts } from '../remediation/result.js';
import { send } from '../remediation/send.js';
import type { SnapshotFolder } from '../remediation/snapshot.js';
import { toDoNow } from '../remediation/toDoNow.js';
import { outcomesOf, readingsOf } from '../remediation/verify.js';
import { Refusal } from '../refusal.js';
import { auditAfterwards, NOT_AUDITED } from './auditAfterwards.js';
import { lookAgain, stillAsPlanned } from './lastLook.js';
import type { PrepareDoors, Prepared } from './prepare.js';
import { readBack } from './readNow.js';
import { takeSnapshot, type SnapshotDoors } from './takeSnapshot.js';
import { deploysIn, lost, Unforeseen } from './unforeseen.js';
import { withoutWaived } from './waivedMeanwhile.js';

export type ApplyDoors = Pick<PrepareDoors, 'signal' | 'progress'> &
  SnapshotDoors & {
    /** Shows the plan and asks. */
    approve: (prepared: Prepared) => Promise<boolean>;
    /** Milliseconds before each further look at what may still be under way. */
    patience?: readonly number[];
    /** What could not be shown so far. */
    unshown?: () => Notice[];
  };

/** What people were shown is what is done: ask, look again, keep what there is, deploy, read back, audit. */
export const apply = async (shown: Prepared, below: string, doors: ApplyDoors): Promise<RemediationResult> => {
  const { door } = shown;
  if (shown.packages.length === 0) return result(shown, doors, { mode: 'nothing-to-do' });
  if (!(await doors.approve(shown))) return result(shown, doors, { mode: 'cancelled' });
  const prepared = await withoutWaived(shown);
  if (prepared.packages.length === 0) return result(prepared, doors, { mode: 'nothing-to-do' });
  refuseWhenInterrupted(prepared, doors);
  const { plan, packages } = await stillAsPlanned(prepared);
  refuseWhenInterrupted(prepared, doors);
  if (packages.length === 0) return result(prepared, doors, { mode: 'nothing-to-do', plan });

  doors.progress.step('snapshot');
  const snapshot = await takeSnapshot(below, door.identity, packages.flat(), doors);
  if (doors.signal.aborted) await snapshot.discard();
  refuseWhenInterrupted(prepared, doors);

  const notices: Notice[] = [];
  const accepted: Deploy[] = [];
  const unforeseen = new Unforeseen();
  doors.progress.step('deploy', plan.changes.length);
  const sending = send(door, packages, {
    signal: doors.signal,
    patience: doors.patience,
    lookAgain: lookAgain(prepared),
    accepted: async (deploy) => {
      accepted.push(deploy);
      tell(notices, await snapshot.deploySent(deploy, doors.now().toISOString()));
    },
  });
  const sent = await unforeseen.outlive(sending, lost(packages));
  doors.progress.step('read-back', plan.changes.length);
  const reading = await unforeseen.outlive(readBack(door, sent, doors.patience), NOTHING_READ);
  const outcomes = sent
    .flatMap((one) => outcomesOf(one, reading))
    .map((outcome) => withOriginal(outcome, snapshot.originalOf));
  const deploys = deploysIn(sent, accepted);
  tell(notices, await snapshot.readBack(deploys, readingsOf(packages.flat(), reading)));
  const auditing = auditAfterwards(prepared, { outcomes, skipped: plan.skipped }, doors);
  const { after, isDoubted, notices: doubts } = await unforeseen.outlive(auditing, NOT_AUDITED);
  const unshown = doors.unshown?.() ?? [];
  const gone: Notice[] = (await snapshot.isWhole())
    ? []
    : [{ code: 'snapshot-gone', data: { directory: snapshot.directory } }];
  return kept(
    snapshot,
    result(prepared, doors, {
      mode: modeOf(outcomes),
      plan,
      deploys: [...prepared.deploys, ...deploys],
      outcomes,
      isDoubted: isDoubted || unshown.length + gone.length > 0,
      brokeOff: unforeseen.notices.length > 0,
      isInterrupted: doors.signal.aborted,
      snapshot: { directory: snapshot.directory },
      ...(after ? { after } : {}),
      notices: [
        ...prepared.notices,
        ...notices,
        ...unforeseen.notices,
        ...doubts,
        ...unshown,
        ...gone,
        ...toDoNow(plan.changes, outcomes),
      ],
    }),
  );
};

/** The end of a dry run: what would be changed, as far as the org could tell without doing it. */
export const dryRun = (prepared: Prepared, doors: Pick<SnapshotDoors, 'now' | 'tool'>): RemediationResult =>
  result(prepared, doors, {
    mode: 'dry-run',
    outcomes: prepared.plan.changes.map(({ app, component }) => ({ app, component, result: 'validated' })),
  });

const result = (
  { startedAt, door, plan, takenOut, deploys, notices }: Prepared,
  { now, tool }: Pick<SnapshotDoors, 'now' | 'tool'>,
  parts: Pick<ResultParts, 'mode'> & Partial<ResultParts>,
): RemediationResult =>
  buildResult({
    tool,
    startedAt,
    finishedAt: now().toISOString(),
    org: door.identity,
    plan,
    takenOut,
    deploys,
    outcomes: [],
    notices,
    ...parts,
  });

const refuseWhenInterrupted = ({ door }: Prepared, { signal }: Pick<ApplyDoors, 'signal'>): void => {
  const { alias, username } = door.identity;
  if (signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, alias ?? username);
};

/** The change is made or under way: that its record is not complete is told, and stops nothing. */
const tell = (notices: Notice[], written: FileAnswer<void>): void => {
  if (!written.ok) notices.push(unwritten(written.code));
};

const unwritten = (code: string): Notice => ({ code: 'snapshot-incomplete', data: { problem: code } });

const kept = async (snapshot: SnapshotFolder, outcome: RemediationResult): Promise<RemediationResult> => {
  const written = await snapshot.finished(outcome);
  return written.ok ? outcome : { ...outcome, notices: [...outcome.notices, unwritten(written.code)] };
};
