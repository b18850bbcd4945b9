import { resolve } from 'node:path';
import { apply, dryRun } from '../actions/apply.js';
import { prepare, type Prepared, type RemediateRequest } from '../actions/prepare.js';
import { savePlan } from '../actions/savedPlan.js';
import { isConfirmed, type Confirmation } from '../confirmation.js';
import { makeFolder, writeAtomically } from '../files/write.js';
import { openOrg } from '../org/connect.js';
import type { RemediationResult } from '../remediation/model.js';
import { planReport, questionOf } from '../reports/remediationPlan.js';
import { remediationReport } from '../reports/remediation.js';
import type { Run } from '../run.js';
import { screen } from '../screen.js';

export type OrgRun = {
  request: RemediateRequest;
  confirmation: Confirmation;
  dryRun: boolean;
  snapshotDir: string;
  savePlan: string | undefined;
  waitMs: number;
  log: (text: string) => void;
};

/** Shows the plan, asks, carries it out and shows what came of it. */
export const remediateOrg = async (options: OrgRun, { texts, doors: common }: Run): Promise<RemediationResult> => {
  const { signal, progress } = common;
  const { request, confirmation, waitMs, log } = options;
  const doors = {
    ...common,
    openOrg: (target: string, apiVersion: string | undefined) => openOrg({ target, apiVersion, waitMs, signal }),
    disk: { makeFolder, write: writeAtomically },
    approve: ({ plan, door }: Prepared) => {
      progress.done();
      return isConfirmed(questionOf(plan, door.identity, texts), confirmation, signal);
    },
  };
  const prepared = await prepare(request, doors);
  progress.done();
  if (options.savePlan) await savePlan(options.savePlan, prepared, doors);
  const view = screen('table');
  log(planReport(prepared.plan, prepared.door.identity, texts, view));
  const result = options.dryRun ? dryRun(prepared, doors) : await apply(prepared, resolve(options.snapshotDir), doors);
  progress.done();
  const inPipeline = process.env['CI'] !== undefined;
  log(remediationReport(result, texts, { ...view, command: 'remediate', inPipeline }).trimEnd());
  return result;
};
