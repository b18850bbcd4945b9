import { resolve } from 'node:path';
import { guardsOfOrg, type OrgBeside } from '../../actions/source/guardsOfOrg.js';
import { prepareSource, type SourceRemediation } from '../../actions/source/prepareSource.js';
import { dryRunSource, remediateSource } from '../../actions/source/remediateSource.js';
import { disk } from '../../files/disk.js';
import type { RemediationResult } from '../../remediation/model/result.js';
import { remediationReport } from '../../reports/terminal/change/result.js';
import { isToldWithPlan, sourcePlanReport, sourceQuestion, sourceTexts } from '../../reports/terminal/change/source.js';
import { undoNote } from '../../reports/terminal/change/undoing.js';
import { defined } from '../../values.js';
import { keepRecords, type Recording, savedRecords } from '../output/changeRecord.js';
import { inPipeline, page, screen, refuseUnwritableFolder } from '../output/output.js';
import type { Run } from '../run.js';
import { isConfirmed, type Confirmation } from './confirmation.js';
import { unshown } from './orgChange.js';

export type FoldersRun = {
  request: SourceRemediation;
  /** The org that the files are deployed to, and the flags that override its guards. */
  beside?: OrgBeside;
  confirmation: Confirmation;
  dryRun: boolean;
  snapshotDir: string;
  again: readonly string[];
  /** The command of this run, as entered. */
  given: readonly string[];
  recordFiles: Recording['files'];
  log: (text: string) => void;
};

/** Shows the diff, asks, edits the files, and shows the result. */
export const remediateFolders = async (
  options: FoldersRun,
  { texts, doors, shown }: Run,
): Promise<RemediationResult> => {
  const { request, beside, confirmation, again, log } = options;
  const snapshotDir = resolve(options.snapshotDir);
  if (!options.dryRun) await refuseUnwritableFolder(snapshotDir);
  const orgGuards = beside && (() => guardsOfOrg(beside, doors));
  if (beside === undefined)
    doors.progress.expect(options.dryRun ? ['audit'] : ['audit', 'snapshot', 'edit', 'audit-again']);
  const prepared = await prepareSource(request, { ...doors, ...defined({ orgGuards }) });
  doors.progress.done();
  const view = screen('table');
  log(sourcePlanReport(prepared, texts, view));
  const carriedOut = options.dryRun
    ? dryRunSource(prepared, doors)
    : await remediateSource(prepared, snapshotDir, {
        ...doors,
        undoNote: (base, attributes, patches) => undoNote(base, attributes, patches, texts),
        disk: { ...disk, makeNewFolder: (path) => (shown.changing(), disk.makeNewFolder(path)) },
        unshown: () => unshown(shown),
        approve: () => {
          doors.progress.done();
          return isConfirmed(sourceQuestion(prepared, texts), confirmation, doors.signal);
        },
      });
  const recording = {
    files: options.recordFiles,
    command: 'remediate',
    given: options.given,
    planText: sourcePlanReport(prepared, texts, page('table')),
    skippedByPlan: prepared.plan.skipped,
    noPrompt: confirmation.noPrompt,
  } as const;
  const result = await keepRecords(carriedOut, recording, sourceTexts(texts), shown);
  shown.record = result.snapshot?.directory;
  doors.progress.done();
  const before = { skipped: prepared.plan.skipped, notices: prepared.notices.filter(isToldWithPlan) };
  const how = { ...view, command: 'remediate', again, inPipeline: inPipeline(), shown: before } as const;
  shown.attempt('stdout', () =>
    log(
      [
        remediationReport(result, sourceTexts(texts), how).trimEnd(),
        ...savedRecords(options.recordFiles, result, texts),
      ].join('\n'),
    ),
  );
  return result;
};
