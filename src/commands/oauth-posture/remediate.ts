import { resolve } from 'node:path';
import { Messages, OrgConfigProperties } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { apply, dryRun } from '../../actions/apply.js';
import { prepare, type Prepared, type RemediateRequest } from '../../actions/prepare.js';
import { savePlan } from '../../actions/savedPlan.js';
import { isConfirmed, refuseWhereNobodyAnswers } from '../../confirmation.js';
import { defined } from '../../defined.js';
import { exitCodesHelp } from '../../exitCodes.js';
import { makeFolder, writeAtomically } from '../../files/write.js';
import * as shared from '../../flags.js';
import { openOrg } from '../../org/connect.js';
import { controls } from '../../posture/controls/all.js';
import type { RemediationResult } from '../../remediation/model.js';
import { Refusal } from '../../refusal.js';
import { planReport, questionOf } from '../../reports/remediationPlan.js';
import { remediationReport } from '../../reports/remediation.js';
import { run } from '../../run.js';
import { screen } from '../../screen.js';
import { createTexts } from '../../texts.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.remediate');

export default class Remediate extends SfCommand<RemediationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = exitCodesHelp('remediate', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
    control: shared.control,
    app: shared.app,
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'save-plan': Flags.file({ summary: messages.getMessage('flags.save-plan.summary') }),
    plan: Flags.file({
      summary: messages.getMessage('flags.plan.summary'),
      description: messages.getMessage('flags.plan.description'),
      exclusive: ['control', 'app', 'api-version', 'save-plan'],
    }),
    'snapshot-dir': Flags.directory({
      summary: messages.getMessage('flags.snapshot-dir.summary'),
      default: 'oauth-posture-snapshots',
    }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary') }),
    'include-active': Flags.boolean({ summary: messages.getMessage('flags.include-active.summary') }),
    'allow-lockout': Flags.boolean({ summary: messages.getMessage('flags.allow-lockout.summary') }),
    'usage-days': shared.usageDays(180),
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<RemediationResult> {
    const { flags } = await this.parse(Remediate);
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
        const doors = {
          ...common,
          openOrg: (target: string, apiVersion: string | undefined) => openOrg({ target, apiVersion, waitMs, signal }),
          disk: { makeFolder, write: writeAtomically },
          approve: ({ plan, door }: Prepared) => {
            progress.done();
            return isConfirmed(questionOf(plan, door.identity, texts), confirmation, signal);
          },
        };
        const request: RemediateRequest = {
          org: flags['target-org'] ?? this.defaultOrg(),
          controls: flags.control ?? controls.map(({ id }) => id),
          apps: flags.app ?? null,
          usageDays: flags['usage-days'],
          waivers: shared.waiverChoice(flags),
          includeActive: flags['include-active'],
          allowLockout: flags['allow-lockout'],
          ...defined({ apiVersion: flags['api-version'], plan: flags.plan }),
        };
        const prepared = await prepare(request, doors);
        progress.done();
        if (flags['save-plan']) await savePlan(flags['save-plan'], prepared, doors);
        const view = screen('table');
        this.log(planReport(prepared.plan, prepared.door.identity, texts, view));
        const result = flags['dry-run']
          ? dryRun(prepared, doors)
          : await apply(prepared, resolve(flags['snapshot-dir']), doors);
        progress.done();
        const inPipeline = process.env['CI'] !== undefined;
        this.log(remediationReport(result, texts, { ...view, command: 'remediate', inPipeline }).trimEnd());
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
