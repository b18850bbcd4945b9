import { dirname, resolve } from 'node:path';
import { waiverPath } from '../../actions/audit/waiverFile.js';
import type { Reads, Writes } from '../../actions/doors.js';
import { apply, dryRun } from '../../actions/remediate/apply.js';
import { prepare } from '../../actions/remediate/prepare.js';
import type { Prepared, RemediateRequest } from '../../actions/remediate/prepared.js';
import { savePlan } from '../../actions/remediate/savedPlan.js';
import { unfinishedRuns } from '../../actions/remediate/unfinishedRuns.js';
import { prepareRestore, type RestoreRequest } from '../../actions/restore.js';
import { disk } from '../../files/disk.js';
import { openOrg } from '../../org/connect.js';
import type { OrgDoor } from '../../org/door.js';
import type { Notice } from '../../posture/model.js';
import type { RemediationResult } from '../../remediation/model/result.js';
import type { Texts, View } from '../../reports/render.js';
import { hardeningTexts, restoreTexts } from '../../reports/terminal/change/bundles.js';
import { planReport, questionOf } from '../../reports/terminal/change/plan.js';
import { type RemediationOptions, remediationReport } from '../../reports/terminal/change/result.js';
import { undoNote } from '../../reports/terminal/change/undoing.js';
import { defined } from '../../values.js';
import { keepRecords, type Recording, savedRecords } from '../output/changeRecord.js';
import { inPipeline, page, refuseUnwritable, refuseUnwritableFolder, screen } from '../output/output.js';
import type { Run } from '../run.js';
import type { Shown } from '../signals.js';
import { type Confirmation, isConfirmed } from './confirmation.js';

export type CarryingOut = {
  confirmation: Confirmation;
  dryRun: boolean;
  snapshotDir: string;
  log: (text: string) => void;
  texts: Texts;
  doors: Reads & Omit<Writes, 'approve'>;
  shown: Shown;
  report: Pick<RemediationOptions, 'command' | 'savedPlan' | 'again'>;
  view: View;
  recordFiles: Recording['files'];
  /** The command of this run, as entered. */
  given: readonly string[];
  /** The plan file that is applied. */
  appliedPlan?: string;
  /** Show the notices of the plan again at the end, because something else was shown in between. */
  noticesTwice: boolean;
};

const CARRIED_OUT: readonly RemediationResult['mode'][] = ['applied', 'in-progress'];

/** Shows the plan, asks, makes the changes, and shows the result. A dry run ends with the plan. */
const carryOut = async (prepared: Prepared, options: CarryingOut): Promise<RemediationResult> => {
  const { log, texts, doors, shown } = options;
  const { plan, notices, door } = prepared;
  const view = screen(options.view);
  const isApproved = options.confirmation.noPrompt && !options.dryRun;
  const approve = (): Promise<boolean> => {
    doors.progress.done();
    return isConfirmed(questionOf(plan, door.identity, texts), options.confirmation, doors.signal);
  };
  log(planReport({ plan, notices, org: door.identity, isApproved }, texts, view));
  // Before anything is changed: whatever goes wrong here then still may end the run.
  const planText = planReport({ plan, notices, org: door.identity, isApproved: false }, texts, page('table'));
  const carriedOut = options.dryRun
    ? dryRun(prepared, doors)
    : await apply(prepared, options.snapshotDir, { ...doors, approve });
  const recording = {
    files: options.recordFiles,
    command: options.report.command,
    given: options.given,
    planText,
    skippedByPlan: plan.skipped,
    noPrompt: options.confirmation.noPrompt,
    savedPlan: options.appliedPlan ?? options.report.savedPlan,
  };
  const result = await keepRecords(carriedOut, recording, texts, shown);
  shown.record = result.snapshot?.directory;
  doors.progress.done();
  const isLongAgo = options.noticesTwice && CARRIED_OUT.includes(result.mode);
  const before = { skipped: plan.skipped, notices: isLongAgo ? [] : notices };
  const how = { ...view, ...options.report, inPipeline: inPipeline(), shown: before };
  shown.attempt('stdout', () =>
    log(
      [remediationReport(result, texts, how).trimEnd(), ...savedRecords(options.recordFiles, result, texts)].join('\n'),
    ),
  );
  return result;
};

/** The steps of a change after planning. */
const changeSteps = (isDryRun: boolean): string[] =>
  isDryRun ? ['validate'] : ['validate', 'snapshot', 'look-again', 'deploy', 'read-back'];

type Changing = {
  confirmation: Confirmation;
  waitMs: number;
  view: View;
  recordFiles: Recording['files'];
  /** The command that makes what a dry run has shown. */
  again: readonly string[];
  given: readonly string[];
};

/** What changing an org requires besides the doors of every command. */
const changeDoors = (run: Run, { waitMs }: Pick<Changing, 'waitMs'>): CarryingOut['doors'] => {
  const { texts, doors, shown } = run;
  return {
    ...doors,
    openOrg: async (target, apiVersion) => {
      const onState = (state: string): void => doors.progress.state(state);
      const opened = await openOrg({ target, apiVersion, onlyLatest: true, waitMs, signal: doors.signal, onState });
      return opened.ok ? { ok: true, value: telling(opened.value, run) } : opened;
    },
    unshown: () => unshown(shown),
    disk,
    undoNote: (base, attributes, patches) => undoNote(base, attributes, patches, texts),
  };
};

/** From the first deploy on, the org may be changed, and output errors no longer end the run. */
const telling = (door: OrgDoor, { doors, shown }: Run): OrgDoor => ({
  ...door,
  startDeploy: (files, options) => {
    if (!options.checkOnly && !doors.signal.aborted) shown.changing();
    return door.startDeploy(files, options);
  },
});

/** For the result, if there is going to be one. */
export const unshown = ({ lost }: Pick<Shown, 'lost'>): Notice[] =>
  lost.map(({ output, code }) => ({ code: 'output-lost', data: { output, problem: code } }));

export type OrgRun = Changing & {
  request: RemediateRequest;
  dryRun: boolean;
  snapshotDir: string;
  savePlan: string | undefined;
  log: (text: string) => void;
};

/** Shows the plan, asks, makes the changes, and shows the result. */
export const remediateOrg = async (options: OrgRun, run: Run): Promise<RemediationResult> => {
  const { request } = options;
  const doors = changeDoors(run, options);
  const snapshotDir = resolve(options.snapshotDir);
  if (!options.dryRun) await refuseUnwritableFolder(snapshotDir);
  if (options.savePlan) await refuseUnwritable([options.savePlan], [waiverPath(request.waivers)]);
  doors.progress.expect([
    'connect',
    'audit',
    ...changeSteps(options.dryRun),
    ...(options.dryRun ? [] : ['audit-again']),
  ]);
  const planned = await prepare(request, doors);
  const unfinished = await unfinishedRuns(snapshotDir, planned.door.identity, doors);
  const prepared = { ...planned, notices: [...planned.notices, ...unfinished] };
  doors.progress.done();
  if (options.savePlan) await savePlan(options.savePlan, prepared, doors);
  const report = { command: 'remediate', again: options.again, ...defined({ savedPlan: options.savePlan }) } as const;
  return carryOut(prepared, {
    ...options,
    snapshotDir,
    texts: planned.harden ? hardeningTexts(run.texts) : run.texts,
    doors,
    shown: run.shown,
    report,
    noticesTwice: false,
    ...defined({ appliedPlan: request.plan }),
  });
};

export type RestoreRun = Changing & {
  request: RestoreRequest;
  dryRun: boolean;
  /** Absent: in the same folder as the snapshot that is restored. */
  snapshotDir: string | undefined;
  log: (text: string) => void;
};

/** Shows what is restored, asks, restores it, and shows the result. */
export const restoreSnapshot = async (options: RestoreRun, run: Run): Promise<RemediationResult> => {
  const { request } = options;
  const texts = restoreTexts(run.texts);
  const doors = changeDoors({ ...run, texts }, options);
  const snapshotDir = resolve(options.snapshotDir ?? dirname(resolve(request.snapshot)));
  if (!options.dryRun) await refuseUnwritableFolder(snapshotDir);
  doors.progress.expect(['connect', 'read-now', ...changeSteps(options.dryRun)]);
  const prepared = await prepareRestore(request, doors);
  doors.progress.done();
  const report = { command: 'restore', again: options.again } as const;
  return carryOut(prepared, { ...options, snapshotDir, texts, doors, shown: run.shown, report, noticesTwice: true });
};
