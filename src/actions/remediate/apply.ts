import type { FileAnswer } from '../../files/read.js';
import type { DeployRequest } from '../../org/door.js';
import type { Notice } from '../../posture/model.js';
import { OtherDeploys } from '../../remediation/deploy/otherDeploys.js';
import { NOTHING_READ, readBack } from '../../remediation/deploy/reading.js';
import { send } from '../../remediation/deploy/send.js';
import { deploysIn, lost, Unforeseen } from '../../remediation/deploy/unforeseen.js';
import { switchOf } from '../../remediation/edit/fingerprint.js';
import type { Deploy, Outcome, RemediationResult } from '../../remediation/model/result.js';
import { withOriginal } from '../../remediation/outcome/notRestored.js';
import { buildResult, modeOf, type ResultParts } from '../../remediation/outcome/result.js';
import { toDoNow } from '../../remediation/outcome/toDoNow.js';
import { outcomesOf, readingsOf } from '../../remediation/outcome/verify.js';
import type { SnapshotFolder } from '../../remediation/saved/snapshot.js';
import { componentKey, defined } from '../../values.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';
import { afterClosing } from './afterClosing.js';
import { auditAfterwards, NOT_AUDITED } from './auditAfterwards.js';
import { lookAgain, refuseWhileOthersDeploy, stillAsPlanned } from './lastLook.js';
import type { Prepared } from './prepared.js';
import { takeSnapshot } from './takeSnapshot.js';
import { withoutWaived } from './waivedMeanwhile.js';

/**
 * Makes exactly the changes that were shown: asks, saves the snapshot, reads again, deploys, reads back, audits.
 * Everything that takes time comes before the second reading, so that hardly anything can change between it and the
 * deploy.
 */
export const apply = async (shown: Prepared, below: string, doors: Reads & Writes): Promise<RemediationResult> => {
  const { door } = shown;
  if (shown.packages.length === 0) return result(shown, doors, { mode: 'nothing-to-do' });
  if (!(await doors.approve())) return result(shown, doors, { mode: 'cancelled' });
  refuseWhenInterrupted(shown, doors);
  const checks = shown.deploys.flatMap(({ id }) => id ?? []);
  const others = new OtherDeploys(door, checks, (open) => doors.progress.step('other-deploys', open));
  await refuseWhileOthersDeploy(door, others);
  // Waiting for the user and for other deploys can take minutes, in which an app may be waived.
  const prepared = await withoutWaived(shown);
  if (prepared.packages.length === 0) return result(prepared, doors, { mode: 'nothing-to-do' });

  doors.progress.step('snapshot');
  const snapshot = await takeSnapshot(below, door.identity, prepared, doors);
  const { plan, packages, takenOut, age } = await orDiscarded(snapshot, async () => {
    await begin(snapshot, checks, below, doors);
    doors.progress.step('look-again', prepared.plan.changes.length);
    const current = await stillAsPlanned(prepared, others);
    refuseWhenInterrupted(prepared, doors);
    return current;
  });
  if (packages.length === 0) {
    await snapshot.discard();
    const notices = [...prepared.notices, ...unreadOf(others)];
    return result(prepared, doors, { mode: 'nothing-to-do', plan, takenOut, notices });
  }

  const notices: Notice[] = [];
  const accepted: Deploy[] = [];
  const steppedBack: Deploy[] = [];
  const unforeseen = new Unforeseen();
  doors.progress.step('deploy', plan.changes.length);
  const sending = send(door, packages, {
    signal: doors.signal,
    patience: doors.patience,
    age,
    lookAgain: lookAgain(prepared, others),
    isBehind: (id) => others.isBehind(id),
    sending: (deploy) =>
      snapshot.deploySending(deploy, { at: doors.now().toISOString(), ...defined({ orgAt: door.orgTime() }) }),
    notSent: async () => tell(notices, await snapshot.deployNotSent()),
    accepted: async (deploy) => {
      accepted.push(deploy);
      others.accepted(deploy.id);
      tell(notices, await snapshot.deploySent(deploy));
    },
    steppedBack: (deploy) => {
      accepted.splice(-1, 1);
      steppedBack.push(deploy);
    },
  });
  const sent = await unforeseen.outlive(sending, lost(packages));
  if (sent.some(({ end }) => end.kind === 'running')) doors.progress.stopped('still-running');
  else if (sent.some(({ end }) => end.kind !== 'succeeded')) doors.progress.stopped('failed');
  doors.progress.step('read-back', plan.changes.length);
  const read = await unforeseen.outlive(readBack(door, sent, doors.patience), NOTHING_READ);
  // What another org has by the same names says nothing about what was sent to this one.
  const reading = (await door.finishing().confirmIfRenewed()).ok ? read : NOTHING_READ;
  const outcomes = sent
    .flatMap((one) => outcomesOf(one, reading))
    .map((outcome) => withoutItsUser(outcome, prepared))
    .map((outcome) => withOriginal(outcome, snapshot.originalOf, hardens(outcome, plan)));
  const ended = deploysIn(sent, accepted);
  const deploys = [...steppedBack.filter(({ id }) => !ended.some((one) => one.id === id)), ...ended];
  const overwritten = await unforeseen.outlive(others.endedMeanwhile(sent), []);
  tell(notices, await snapshot.readBack(deploys, readingsOf(packages.flat(), reading)));
  const left = await unforeseen.outlive(afterClosing(prepared, plan.changes, outcomes), []);
  const auditing = auditAfterwards(prepared, { outcomes, skipped: plan.skipped, changes: plan.changes }, doors);
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
      takenOut,
      deploys: [...prepared.deploys, ...deploys],
      outcomes,
      isDoubted: isDoubted || prepared.isDoubted || unshown.length + gone.length + overwritten.length > 0,
      brokeOff: unforeseen.notices.length > 0,
      isInterrupted: doors.signal.aborted,
      snapshot: { directory: snapshot.directory },
      ...(after ? { after } : {}),
      notices: [
        ...prepared.notices,
        ...unreadOf(others),
        ...notices,
        ...unforeseen.notices,
        ...overwritten.map(mayBeOverwritten),
        ...doubts,
        ...unshown,
        ...gone,
        ...left,
        ...toDoNow(plan.changes, outcomes),
      ],
    }),
  );
};

const hardens = ({ component }: Outcome, { changes }: Prepared['plan']): boolean =>
  changes.some((change) => change.hardens && componentKey(change.component) === componentKey(component));

/** The end of a dry run: what would be changed, as far as the org could tell without doing it. */
export const dryRun = (prepared: Prepared, doors: Reads): RemediationResult =>
  result(prepared, doors, {
    mode: 'dry-run',
    outcomes: prepared.plan.changes.map(({ app, component }) =>
      withoutItsUser({ app, component, result: 'validated' }, prepared),
    ),
  });

/**
 * The outcome is as planned, but the user that was to be restored is missing, or another one is there: a hardened app
 * keeps the one that it has, and still issues tokens.
 */
const withoutItsUser = (outcome: Outcome, { usersLeftOut, packages }: Prepared): Outcome => {
  const key = componentKey(outcome.component);
  const user = usersLeftOut?.get(key);
  if (user === undefined || outcome.problem) return outcome;
  const edited = packages.flat().find(({ change }) => componentKey(change.component) === key);
  const hasOther = edited !== undefined && switchOf(outcome.component.type, edited.meant).user !== null;
  return { ...outcome, problem: hasOther ? { code: 'user-differs' } : { code: 'user-left-out', detail: user } };
};

const result = (
  { startedAt, door, plan, takenOut, deploys, notices, named = [], isDoubted = false, auditAgain }: Prepared,
  { now, tool }: Reads,
  parts: Pick<ResultParts, 'mode'> & Partial<ResultParts>,
): RemediationResult =>
  buildResult({
    tool,
    startedAt,
    finishedAt: now().toISOString(),
    org: door.identity,
    plan,
    isOfFailing: auditAgain !== undefined,
    takenOut,
    deploys,
    outcomes: [],
    named,
    isDoubted,
    notices,
    ...parts,
  });

const refuseWhenInterrupted = ({ door }: Prepared, { signal }: Reads): void => {
  const { alias, username } = door.identity;
  if (signal.aborted) throw Refusal.from({ code: 'interrupted', detail: '' }, alias ?? username);
};

/** Nothing was sent, so the snapshot is removed. It would look like that of a change. */
const orDiscarded = async <T>(snapshot: SnapshotFolder, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    await snapshot.discard();
    throw error;
  }
};

const begin = async (
  snapshot: SnapshotFolder,
  checks: readonly string[],
  below: string,
  { processes }: Reads,
): Promise<void> => {
  const begun = await snapshot.begun(await processes.own(), checks);
  if (!begun.ok) throw new Refusal('snapshot-not-written', [below, begun.code], { bundle: 'remediation' });
};

const unreadOf = ({ unread }: OtherDeploys): Notice[] =>
  unread ? [{ code: 'other-deploys-unread', data: { problem: unread.detail || unread.code } }] : [];

const mayBeOverwritten = ({ id, createdBy, createdById, completedAt = '' }: DeployRequest): Notice => ({
  code: 'may-have-overwritten',
  data: { deploy: id, by: createdBy || createdById, ended: completedAt },
});

/** The change was made or is in progress, so an incomplete record is reported but doesn't stop the run. */
const tell = (notices: Notice[], written: FileAnswer<void>): void => {
  if (!written.ok) notices.push(unwritten(written.code));
};

const unwritten = (code: string): Notice => ({ code: 'snapshot-incomplete', data: { problem: code } });

const kept = async (snapshot: SnapshotFolder, outcome: RemediationResult): Promise<RemediationResult> => {
  const written = await snapshot.finished(outcome);
  return written.ok ? outcome : { ...outcome, notices: [...outcome.notices, unwritten(written.code)] };
};
