import { defined } from '../defined.js';
import type { Disk } from '../files/disk.js';
import type { FileAnswer } from '../files/read.js';
import type { FileBytes } from '../files/readBytes.js';
import { LIMITS } from '../metadata/parse.js';
import type { Notice } from '../posture/model.js';
import type { Progress } from '../progress.js';
import type { Outcome, OutcomeProblem, RemediationResult, Skip } from '../remediation/model.js';
import { buildResult, modeOf, type ResultParts } from '../remediation/result.js';
import type { SourceEdit } from '../remediation/sourceEdit.js';
import { toDoAfterEdits } from '../remediation/toDoNow.js';
import { Refusal } from '../refusal.js';
import { auditAfterwards } from './auditAfterwards.js';
import type { PreparedSource } from './prepareSource.js';
import { writeSourceSnapshot } from './sourceSnapshot.js';

export type RemediateSourceDoors = {
  readBytes: (path: string, atMost: number) => Promise<FileAnswer<FileBytes>>;
  disk: Disk;
  now: () => Date;
  signal: AbortSignal;
  progress: Progress;
  tool: RemediationResult['tool'];
  /** Shows the diff and asks. */
  approve: (prepared: PreparedSource) => Promise<boolean>;
};

type Parts = Pick<ResultParts, 'mode'> & Partial<ResultParts>;

/** The end of a dry run: the edits are proven, and none is made. */
export const dryRunSource = (
  prepared: PreparedSource,
  doors: Pick<RemediateSourceDoors, 'now' | 'tool'>,
): RemediationResult =>
  result(prepared, doors, {
    mode: 'dry-run',
    outcomes: prepared.plan.changes.map(({ app, component }) => ({ app, component, result: 'validated' })),
  });

/** Ask, look again, keep what undoes it, write, read back, audit. */
export const remediateSource = async (
  prepared: PreparedSource,
  below: string,
  doors: RemediateSourceDoors,
): Promise<RemediationResult> => {
  if (prepared.edits.length === 0) return result(prepared, doors, { mode: 'nothing-to-do' });
  if (!(await doors.approve(prepared))) return result(prepared, doors, { mode: 'cancelled' });
  const { edits, skipped } = await stillAsPlanned(prepared, doors);
  if (doors.signal.aborted)
    throw Refusal.from({ code: 'interrupted', detail: '' }, prepared.source.directories.join(', '));

  doors.progress.step('snapshot');
  const snapshot = await writeSourceSnapshot(below, edits, doors);
  const made: SourceEdit[] = [];
  const outcomes: Outcome[] = [];
  for (const edit of edits) {
    const [outcome, isMade] = await make(edit, doors);
    outcomes.push(outcome);
    if (isMade) made.push(edit);
  }
  const record = made.length < edits.length ? await snapshot.keepOnly(made) : DONE;
  const plan = {
    ...prepared.plan,
    changes: edits.map(({ change }) => change),
    skipped: [...prepared.plan.skipped, ...skipped],
  };
  const changed = { outcomes, skipped: plan.skipped };
  const { after, ...doubts } = await auditAfterwards(prepared, changed, doors, ({ file = '' }) => file);
  return result(prepared, doors, {
    mode: modeOf(outcomes),
    plan,
    outcomes,
    snapshot: { directory: snapshot.directory },
    ...defined({ after }),
    isDoubted: doubts.isDoubted,
    notices: [
      ...prepared.notices,
      ...doubts.notices,
      ...undoNotices(prepared.base, snapshot.patch, record),
      ...toDoAfterEdits(outcomes),
    ],
  });
};

const result = (
  { startedAt, source, plan, notices }: PreparedSource,
  { now, tool }: Pick<RemediateSourceDoors, 'now' | 'tool'>,
  parts: Parts,
): RemediationResult =>
  buildResult({
    tool,
    startedAt,
    finishedAt: now().toISOString(),
    source,
    plan,
    takenOut: 0,
    deploys: [],
    outcomes: [],
    notices,
    ...parts,
  });

/** People were shown a diff: a file that is not what the diff was made of is left alone. */
const stillAsPlanned = async (
  { edits }: PreparedSource,
  { readBytes }: RemediateSourceDoors,
): Promise<{ edits: SourceEdit[]; skipped: Skip[] }> => {
  const same: SourceEdit[] = [];
  const skipped: Skip[] = [];
  for (const edit of edits) {
    const now = await readBytes(edit.path, LIMITS.length);
    const { control, app } = edit.change;
    if (!now.ok) skipped.push({ control, app, reason: 'gone', detail: now.code });
    else if (now.value.bytes.equals(edit.before)) same.push(edit);
    else skipped.push({ control, app, reason: 'changed-since-plan' });
  }
  return { edits: same, skipped };
};

/** The outcome, and whether the file may be another one now. */
const make = async (
  edit: SourceEdit,
  { signal, disk, readBytes }: RemediateSourceDoors,
): Promise<[Outcome, boolean]> => {
  const { app, component } = edit.change;
  const ended = (outcome: Outcome['result'], problem?: OutcomeProblem): Outcome => ({
    app,
    component,
    result: outcome,
    ...(problem ? { problem } : {}),
  });
  if (signal.aborted) return [ended('not-attempted', { code: 'interrupted' }), false];
  const written = await disk.write(edit.path, edit.after, edit.mode);
  if (!written.ok) return [ended('failed', { code: 'not-written', detail: written.code }), false];
  const now = await readBytes(edit.path, LIMITS.length);
  if (!now.ok) return [ended('failed', { code: 'not-read-back', detail: now.code }), true];
  return now.value.bytes.equals(edit.after)
    ? [ended('verified'), true]
    : [ended('altered', { code: 'other-differences' }), true];
};

const DONE: FileAnswer<void> = { ok: true, value: undefined };

const undoNotices = (folder: string, patch: string, record: FileAnswer<void>): Notice[] => {
  const undo: Notice = { code: 'source-reverse-patch', data: { folder, patch } };
  return record.ok ? [undo] : [undo, { code: 'snapshot-incomplete', data: { problem: record.code } }];
};
