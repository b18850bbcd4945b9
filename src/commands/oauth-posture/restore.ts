import { dirname, resolve } from 'node:path';
import { Messages, OrgConfigProperties } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { apply, dryRun } from '../../actions/apply.js';
import type { Prepared } from '../../actions/prepare.js';
import { prepareRestore, type RestoreRequest } from '../../actions/restore.js';
import { isConfirmed, refuseWhereNobodyAnswers } from '../../confirmation.js';
import { defined } from '../../defined.js';
import { exitCodesHelp } from '../../exitCodes.js';
import { makeFolder, writeAtomically } from '../../files/write.js';
import * as shared from '../../flags.js';
import { openOrg } from '../../org/connect.js';
import type { RemediationResult } from '../../remediation/model.js';
import { Refusal } from '../../refusal.js';
import { questionOf } from '../../reports/remediationPlan.js';
import { remediationReport } from '../../reports/remediation.js';
import { restorePlanReport } from '../../reports/restorePlan.js';
import { restoreTexts } from '../../reports/restoreTexts.js';
import { run } from '../../run.js';
import { screen } from '../../screen.js';
import { createTexts } from '../../texts.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.restore');

export default class Restore extends SfCommand<RemediationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = exitCodesHelp('restore', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
    snapshot: Flags.directory({
      summary: messages.getMessage('flags.snapshot.summary'),
      description: messages.getMessage('flags.snapshot.description'),
      required: true,
    }),
    app: Flags.string({
      summary: messages.getMessage('flags.app.summary'),
      description: messages.getMessage('flags.app.description'),
      multiple: true,
    }),
    force: Flags.boolean({ summary: messages.getMessage('flags.force.summary') }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'snapshot-dir': Flags.directory({ summary: messages.getMessage('flags.snapshot-dir.summary') }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary') }),
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<RemediationResult> {
    const { flags } = await this.parse(Restore);
    const confirmation = {
      noPrompt: flags['no-prompt'] || flags['dry-run'],
      forMachines: this.jsonEnabled(),
      confirm: this.confirm.bind(this),
    };
    const tool = { name: this.config.pjson.name, version: this.config.pjson.version };
    const waitMs = flags.wait.milliseconds;
    return run(
      {
        forMachines: this.jsonEnabled(),
        tool,
        spinner: this.spinner,
        writeLine: (line) => this.logToStderr(line),
        apiVersion: flags['api-version'],
        waitMs,
      },
      async ({ texts, doors: common }) => {
        refuseWhereNobodyAnswers(confirmation);
        const { signal, progress } = common;
        const words = restoreTexts(texts);
        const doors = {
          ...common,
          openOrg: (target: string, apiVersion: string | undefined) => openOrg({ target, apiVersion, waitMs, signal }),
          disk: { makeFolder, write: writeAtomically },
          approve: ({ plan, door }: Prepared) => {
            progress.done();
            return isConfirmed(questionOf(plan, door.identity, words), confirmation, signal);
          },
        };
        const request: RestoreRequest = {
          org: flags['target-org'] ?? this.defaultOrg(),
          snapshot: flags.snapshot,
          apps: flags.app ?? null,
          force: flags.force,
          ...defined({ apiVersion: flags['api-version'] }),
        };
        const prepared = await prepareRestore(request, doors);
        progress.done();
        const view = screen('table');
        const { plan, door, notices } = prepared;
        this.log(restorePlanReport(plan, door.identity, notices, words, view));
        const below = flags['snapshot-dir'] ?? dirname(resolve(flags.snapshot));
        const result = flags['dry-run'] ? dryRun(prepared, doors) : await apply(prepared, below, doors);
        progress.done();
        const inPipeline = process.env['CI'] !== undefined;
        this.log(remediationReport(result, words, { ...view, command: 'restore', inPipeline }).trimEnd());
        process.exitCode = result.summary.exitCode;
        return result;
      },
    );
  }

  private defaultOrg(): string {
    const configured = this.configAggregator.getPropertyValue<string>(OrgConfigProperties.TARGET_ORG);
    if (!configured) throw new Refusal('no-target-org');
    return configured;
  }
}
