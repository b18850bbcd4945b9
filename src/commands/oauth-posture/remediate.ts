import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { confirmationOf, runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import { refuseWhereNobodyAnswers } from '../../cli/confirmation.js';
import * as shared from '../../cli/flags.js';
import { remediateFolders } from '../../cli/folderChange.js';
import { remediateOrg } from '../../cli/orgChange.js';
import { SNAPSHOT_DIR } from '../../cli/output.js';
import { run } from '../../cli/run.js';
import { createTexts } from '../../cli/texts.js';
import type { RemediationResult } from '../../remediation/model/result.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.remediate');
const aboutHardening = Messages.loadMessages('sf-oauth-posture', 'hardening');

export default class Remediate extends SfCommand<RemediationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = exitCodesHelp('remediate', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({
      char: 'o',
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
    }),
    'source-dir': shared.sourceDir,
    control: shared.control,
    app: shared.app,
    harden: Flags.boolean({
      summary: aboutHardening.getMessage('flags.harden.summary'),
      description: aboutHardening.getMessage('flags.harden.description'),
      exclusive: ['plan', 'source-dir'],
    }),
    'execution-user': Flags.string({
      summary: aboutHardening.getMessage('flags.execution-user.summary'),
      relationships: [{ type: 'all', flags: ['harden', 'app'] }],
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'save-plan': Flags.file({
      summary: messages.getMessage('flags.save-plan.summary'),
      exclusive: ['source-dir'],
    }),
    plan: Flags.file({
      summary: messages.getMessage('flags.plan.summary'),
      description: messages.getMessage('flags.plan.description'),
      exclusive: ['control', 'app', 'api-version', 'save-plan', 'source-dir'],
    }),
    'snapshot-dir': Flags.directory({
      summary: messages.getMessage('flags.snapshot-dir.summary'),
      default: SNAPSHOT_DIR,
    }),
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary') }),
    'include-active': Flags.boolean({ summary: messages.getMessage('flags.include-active.summary') }),
    'allow-lockout': Flags.boolean({ summary: messages.getMessage('flags.allow-lockout.summary') }),
    'usage-days': shared.usageDays,
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<RemediationResult> {
    const { flags } = await this.parse(Remediate);
    const confirmation = confirmationOf(this, flags);
    const common = {
      confirmation,
      dryRun: flags['dry-run'],
      snapshotDir: flags['snapshot-dir'],
      log: (text: string) => this.log(text),
    };
    const waitMs = shared.waitMs(flags);
    const result = await run(runOptions(this, flags), (doors) => {
      shared.refuseEmpty(flags);
      refuseWhereNobodyAnswers(confirmation);
      const chosen = {
        controls: flags.harden ? shared.controlsToHarden(flags.control) : shared.controlsToRemediate(flags.control),
        apps: flags.app ?? null,
        waivers: shared.waiverChoice(flags),
      };
      const directories = flags['source-dir'];
      const guards = {
        usageDays: flags['usage-days'],
        includeActive: flags['include-active'],
        allowLockout: flags['allow-lockout'],
      };
      const named = flags['target-org'];
      if (directories) {
        const beside = named === undefined ? undefined : { ...chosen, ...guards, org: named };
        const files = { ...chosen, directories, root: process.cwd() };
        return remediateFolders({ ...common, request: files, ...defined({ beside }) }, doors);
      }
      const request = {
        ...chosen,
        ...guards,
        org: shared.orgOrDefault(named, this.configAggregator),
        ...defined({ apiVersion: flags['api-version'], plan: flags.plan }),
        ...(flags.harden && { harden: defined({ executionUser: flags['execution-user'] }) }),
      };
      return remediateOrg({ ...common, request, waitMs, savePlan: flags['save-plan'] }, doors);
    });
    process.exitCode = result.summary.exitCode;
    return result;
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
