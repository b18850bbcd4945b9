import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { confirmationOf, runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { refuseLostFlags } from '../../cli/flags/flagsDir.js';
import { HELP_GROUP, usageOf, VALUE, variablesHelp } from '../../cli/flags/help.js';
import { createTexts } from '../../cli/texts.js';
import type { RemediationResult } from '../../remediation/model/result.js';
import { RECORD_FORMATS } from '../../reports/formatNames.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.remediate');
const aboutHardening = Messages.loadMessages('sf-oauth-posture', 'hardening');

export default class Remediate extends SfCommand<RemediationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = usageOf('remediate');
  public static readonly envVariablesSection = variablesHelp(true);
  public static readonly errorCodes = exitCodesHelp('remediate', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({
      char: 'o',
      summary: messages.getMessage('flags.target-org.summary'),
      helpValue: VALUE.org,
      description: messages.getMessage('flags.target-org.description'),
    }),
    'source-dir': shared.sourceDirToEdit,
    control: shared.control.remediate,
    app: shared.app.remediate,
    harden: Flags.boolean({
      summary: aboutHardening.getMessage('flags.harden.summary'),
      description: aboutHardening.getMessage('flags.harden.description'),
      helpGroup: HELP_GROUP.policy,
      exclusive: ['plan', 'source-dir'],
    }),
    'execution-user': Flags.string({
      summary: aboutHardening.getMessage('flags.execution-user.summary'),
      description: aboutHardening.getMessage('flags.execution-user.description'),
      helpGroup: HELP_GROUP.policy,
      helpValue: VALUE.username,
      relationships: [{ type: 'all', flags: ['harden', 'app'] }],
    }),
    'dry-run': Flags.boolean({
      summary: messages.getMessage('flags.dry-run.summary'),
      helpGroup: HELP_GROUP.plan,
    }),
    'save-plan': Flags.file({
      summary: messages.getMessage('flags.save-plan.summary'),
      helpGroup: HELP_GROUP.plan,
      helpValue: VALUE.file,
      exclusive: ['source-dir'],
    }),
    plan: Flags.file({
      summary: messages.getMessage('flags.plan.summary'),
      helpGroup: HELP_GROUP.plan,
      helpValue: VALUE.file,
      description: messages.getMessage('flags.plan.description'),
      exclusive: ['control', 'app', 'api-version', 'save-plan', 'source-dir'],
    }),
    'snapshot-dir': Flags.directory({
      summary: messages.getMessage('flags.snapshot-dir.summary'),
      helpGroup: HELP_GROUP.plan,
      helpValue: VALUE.folder,
      default: shared.SNAPSHOT_DIR,
    }),
    'output-file': shared.recordFile,
    view: shared.changeView,
    'no-prompt': Flags.boolean({
      summary: messages.getMessage('flags.no-prompt.summary'),
      char: 'p',
      helpGroup: HELP_GROUP.plan,
    }),
    'include-active': Flags.boolean({
      summary: messages.getMessage('flags.include-active.summary'),
      helpGroup: HELP_GROUP.policy,
    }),
    'allow-lockout': Flags.boolean({
      summary: messages.getMessage('flags.allow-lockout.summary'),
      helpGroup: HELP_GROUP.policy,
    }),
    'usage-days': shared.usageDays,
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    wait: shared.wait.remediate,
    'api-version': shared.apiVersionOf.remediate,
  };

  public async run(): Promise<RemediationResult> {
    const { flags, raw } = await this.parse(Remediate);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { waiverPath } = await import('../../actions/audit/waiverFile.js');
    const { commandAgain, commandGiven } = await import('../../cli/change/again.js');
    const { refuseWhereNobodyAnswers } = await import('../../cli/change/confirmation.js');
    const { remediateFolders } = await import('../../cli/change/folderChange.js');
    const { remediateOrg } = await import('../../cli/change/orgChange.js');
    const { prepareOutputFiles } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const confirmation = confirmationOf(this, flags);
    const common = {
      confirmation,
      dryRun: flags['dry-run'],
      snapshotDir: flags['snapshot-dir'],
      log: (text: string) => this.log(text),
    };
    const waitMs = shared.waitMs(flags);
    const result = await run(runOptions(this, flags), async (doors) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Remediate.flags);
      refuseWhereNobodyAnswers(confirmation);
      const chosen = {
        controls: flags.harden ? shared.controlsToHarden(flags.control) : shared.controlsToRemediate(flags.control),
        apps: flags.app ?? null,
        waivers: shared.waiverChoice(flags),
      };
      const inputs = [flags.plan, flags['save-plan'], waiverPath(chosen.waivers)];
      const recordFiles = await prepareOutputFiles(flags['output-file'] ?? [], inputs, RECORD_FORMATS);
      const directories = flags['source-dir'];
      const guards = {
        usageDays: flags['usage-days'],
        includeActive: flags['include-active'],
        allowLockout: flags['allow-lockout'],
      };
      const given = commandGiven({ raw, flags }, 'remediate');
      const named = flags['target-org'];
      if (directories) {
        const beside = named === undefined ? undefined : { ...chosen, ...guards, org: named };
        const files = { ...chosen, directories, root: process.cwd() };
        const again = commandAgain({ raw, flags }, { command: 'remediate', ...defined({ org: named }) });
        return remediateFolders(
          { ...common, again, given, recordFiles, request: files, ...defined({ beside }) },
          doors,
        );
      }
      const org = shared.orgOrDefault(named, this.configAggregator);
      const savePlan = flags['save-plan'];
      const again = commandAgain({ raw, flags }, { command: 'remediate', org, ...defined({ savedPlan: savePlan }) });
      const request = {
        ...chosen,
        ...guards,
        org,
        ...defined({ apiVersion: flags['api-version'], plan: flags.plan }),
        ...(flags.harden && { harden: defined({ executionUser: flags['execution-user'] }) }),
      };
      return remediateOrg({ ...common, again, given, recordFiles, view: flags.view, request, waitMs, savePlan }, doors);
    });
    process.exitCode = result.summary.exitCode;
    return result;
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
