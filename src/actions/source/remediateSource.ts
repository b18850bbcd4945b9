import { dirname, join } from 'node:path';
import type { FileAnswer } from '../../files/read.js';
import { LIMITS } from '../../metadata/xml/parse.js';
import type { Notice, Target } from '../../posture/model.js';
import type { SourceEdit } from '../../remediation/edit/sourceEdit.js';
import type { Outcome, OutcomeProblem, RemediationResult, Skip } from '../../remediation/model/result.js';
import { OF_FILES } from '../../remediation/outcome/doubts.js';
import { buildResult, modeOf, type ResultParts } from '../../remediation/outcome/result.js';
import { toDoAfterEdits } from '../../remediation/outcome/toDoNow.js';
import { defined } from '../../values.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';
import { auditAfterwards } from '../remediate/auditAfterwards.js';
import type { PreparedSource } from './prepareSource.js';
import { UNDO_NOTE, writeSourceSnapshot, type SourceSnapshot } from './sourceSnapshot.js';

type Parts = Pick<ResultParts, 'mode'> & Partial<ResultParts>;

/** The result of a dry run: the edits were checked, and none was made. */
export const dryRunSource = (prepared: PreparedSource, doors: Reads): RemediationResult =>
  result(prepared, doors, {
    mode: 'dry-run',
    outcomes: prepared.plan.changes.map(({ app, component }) => ({ app, component, result: 'validated' })),
  });

/** Asks, reads again, saves the patch, writes, reads back, audits. */
export const remediateSource = async (
  prepared: PreparedSource,
  below: string,
  doors: Reads & Writes,
): Promise<RemediationResult> => {
  if (prepared.edits.length === 0) return result(prepared, doors, { mode: 'nothing-to-do' });
  if (!(await doors.approve())) return result(prepared, doors, { mode: 'cancelled' });
  const { edits, skipped, takenOut } = await stillAsPlanned(prepared, doors);
  if (doors.signal.aborted)
    throw Refusal.from({ code: 'interrupted', detail: '' }, prepared.source.directories.join(', '));

  await doors.disk.sweep([...edits.map(({ path }) => dirname(path)), below]);
  doors.progress.step('snapshot');
  const snapshot = await writeSourceSnapshot(below, prepared.base, doors);
  doors.progress.step('edit', join(snapshot.directory, UNDO_NOTE));
  const { outcomes, anyMade, record } = await makeAll(edits, snapshot, doors);
  const plan = {
    ...prepared.plan,
    changes: edits.map(({ change }) => change),
    skipped: [...prepared.plan.skipped, ...skipped],
  };
  const changed = { outcomes, skipped: plan.skipped };
  let seenAgain: readonly Notice[] = [];
  const auditAgain = async (): Promise<Target> => {
    const { target, notices } = await prepared.auditAgain();
    seenAgain = notices;
    return target;
  };
  const { after, ...doubts } = await auditAfterwards({ auditAgain }, changed, doors, OF_FILES);
  const unshown = doors.unshown?.() ?? [];
  return result(prepared, doors, {
    mode: modeOf(outcomes),
    plan,
    takenOut,
    outcomes,
    ...(anyMade ? { snapshot: { directory: snapshot.directory } } : {}),
    ...defined({ after }),
    isDoubted: doubts.isDoubted || unshown.length > 0,
    notices: [
      ...prepared.notices,
      ...doubts.notices,
      ...(doubts.isDoubted ? newAbout(edits, seenAgain, prepared.notices) : []),
      ...(anyMade ? undoNotices(prepared.base, snapshot, record) : []),
      ...unshown,
      ...toDoAfterEdits(outcomes),
    ],
  });
};

/** What the second audit says about edited files for the first time: why an edit may not be enough. */
const newAbout = (edits: readonly SourceEdit[], seenAgain: readonly Notice[], before: readonly Notice[]): Notice[] => {
  const files = new Set(edits.map(({ change }) => change.app.file));
  const known = new Set(before.map((notice) => JSON.stringify(notice)));
  return seenAgain.filter((notice) => notice.file && files.has(notice.file) && !known.has(JSON.stringify(notice)));
};

const result = (
  { startedAt, source, org, plan, notices, named }: PreparedSource,
  { now, tool }: Reads,
  parts: Parts,
): RemediationResult =>
  buildResult({
    tool,
    startedAt,
    finishedAt: now().toISOString(),
    source,
    ...defined({ org }),
    plan,
    isOfFailing: true,
    takenOut: 0,
    deploys: [],
    outcomes: [],
    named,
    notices,
    ...parts,
  });

/** The user saw a diff. A file that has changed since is skipped, and so is an app that was waived or used meanwhile. */
const stillAsPlanned = async (
  { edits, waived, unfitNow }: PreparedSource,
  { readBytes }: Reads,
): Promise<{ edits: SourceEdit[]; skipped: Skip[]; takenOut: number }> => {
  const same: SourceEdit[] = [];
  const skipped: Skip[] = [];
  const used: Skip[] = [];
  const waivedFor = await waived();
  const against = await unfitNow?.();
  for (const edit of edits) {
    const now = await readBytes(edit.path, LIMITS.length);
    const { control, app } = edit.change;
    const waiver = waivedFor(edit.change);
    const [unfit] = against?.(edit.change) ?? [];
    if (waiver) skipped.push(waiver);
    else if (unfit) used.push(unfit);
    else if (!now.ok) skipped.push({ control, app, reason: 'gone', detail: now.code });
    else if (now.value.bytes.equals(edit.before)) same.push(edit);
    else skipped.push({ control, app, reason: 'changed-since-plan' });
  }
  return { edits: same, skipped: [...skipped, ...used], takenOut: used.length };
};

type Made = { outcomes: Outcome[]; anyMade: boolean; record: FileAnswer<void> };

/** One after the other, so that only one file at a time may be half done. */
const makeAll = async (
  edits: readonly SourceEdit[],
  snapshot: SourceSnapshot,
  doors: Reads & Writes,
): Promise<Made> => {
  const outcomes: Outcome[] = [];
  let anyMade = false;
  let record = DONE;
  for (const edit of edits) {
    const [outcome, isMade] = await makeRecorded(edit, record, snapshot, doors);
    outcomes.push(outcome);
    if (!isMade) continue;
    anyMade = true;
    if (outcome.result === 'verified') record = await snapshot.made(edit);
    else snapshot.unsure(edit);
  }
  const ended = anyMade ? await snapshot.finished() : await snapshot.discard();
  return { outcomes, anyMade, record: record.ok ? ended : record };
};

/** An edit that couldn't be undone isn't made. */
const makeRecorded = async (
  edit: SourceEdit,
  record: FileAnswer<void>,
  snapshot: SourceSnapshot,
  doors: Reads & Writes,
): Promise<[Outcome, boolean]> => {
  if (doors.signal.aborted) return [ended(edit, 'not-attempted', { code: 'interrupted' }), false];
  const begun = record.ok ? await snapshot.begin(edit) : record;
  if (!begun.ok) return [ended(edit, 'failed', { code: 'not-written', detail: begun.code }), false];
  const left = await changedMeanwhile(edit, doors);
  return left ? [left, false] : make(edit, snapshot.directory, doors);
};

/** An editor may have saved the file while the edits before this one were written. */
const changedMeanwhile = async (edit: SourceEdit, { readBytes }: Reads): Promise<Outcome | undefined> => {
  const now = await readBytes(edit.path, LIMITS.length);
  if (now.ok && now.value.bytes.equals(edit.before)) return undefined;
  if (now.ok && now.value.bytes.equals(edit.after)) return ended(edit, 'verified');
  return ended(edit, 'not-attempted', { code: 'changed-meanwhile', ...(now.ok ? {} : { detail: now.code }) });
};

/** The outcome, and whether the file may have been changed. */
const make = async (
  edit: SourceEdit,
  aside: string,
  { disk, readBytes }: Reads & Writes,
): Promise<[Outcome, boolean]> => {
  const written = await disk.edit(edit.path, edit.after, { mode: edit.mode, aside });
  const now = await readBytes(edit.path, LIMITS.length);
  // The disk may have failed after the file was replaced, so what is read back decides.
  const isThere = now.ok && now.value.bytes.equals(edit.after);
  if (!written.ok && !isThere) return [ended(edit, 'failed', { code: 'not-written', detail: written.code }), false];
  if (!now.ok) return [ended(edit, 'failed', { code: 'not-read-back', detail: now.code }), true];
  return isThere ? [ended(edit, 'verified'), true] : [ended(edit, 'altered', { code: 'other-differences' }), true];
};

const ended = (
  { change: { app, component } }: SourceEdit,
  outcome: Outcome['result'],
  problem?: OutcomeProblem,
): Outcome => ({ app, component, result: outcome, ...(problem ? { problem } : {}) });

const DONE: FileAnswer<void> = { ok: true, value: undefined };

/** One command for each patch, so that each is correct by itself. */
const undoNotices = (folder: string, { attributes, patches }: SourceSnapshot, record: FileAnswer<void>): Notice[] => {
  const undo = patches().map((patch): Notice => ({
    code: 'source-reverse-patch',
    data: { attributes, folder, patch },
  }));
  return record.ok ? undo : [...undo, { code: 'snapshot-incomplete', data: { problem: record.code } }];
};
