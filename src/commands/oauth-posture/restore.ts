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
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.restore');

export default class Restore extends SfCommand<RemediationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = usageOf('restore');
  public static readonly envVariablesSection = variablesHelp(true);
  public static readonly errorCodes = exitCodesHelp('restore', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({
      char: 'o',
      summary: messages.getMessage('flags.target-org.summary'),
      helpValue: VALUE.org,
    }),
    snapshot: Flags.directory({
      summary: messages.getMessage('flags.snapshot.summary'),
      helpValue: VALUE.folder,
      description: messages.getMessage('flags.snapshot.description'),
      required: true,
    }),
    app: Flags.string({
      summary: messages.getMessage('flags.app.summary'),
      helpValue: VALUE.app,
      description: messages.getMessage('flags.app.description'),
      multiple: true,
    }),
    force: Flags.boolean({
      summary: messages.getMessage('flags.force.summary'),
      helpGroup: HELP_GROUP.policy,
      description: messages.getMessage('flags.force.description'),
    }),
    'dry-run': Flags.boolean({
      summary: messages.getMessage('flags.dry-run.summary'),
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
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    'snapshot-dir': Flags.directory({
      summary: messages.getMessage('flags.snapshot-dir.summary'),
      helpGroup: HELP_GROUP.plan,
      helpValue: VALUE.folder,
    }),
    'output-file': shared.recordFile,
    view: shared.changeView,
    'no-prompt': Flags.boolean({
      summary: messages.getMessage('flags.no-prompt.summary'),
      char: 'p',
      helpGroup: HELP_GROUP.plan,
    }),
    wait: shared.wait.restore,
    'api-version': shared.apiVersionOf.restore,
  };

  public async run(): Promise<RemediationResult> {
    const { flags, raw } = await this.parse(Restore);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { waiverPath } = await import('../../actions/audit/waiverFile.js');
    const { refuseSourceSnapshot } = await import('../../actions/source/refuseSourceSnapshot.js');
    const { commandAgain, commandGiven } = await import('../../cli/change/again.js');
    const { refuseWhereNobodyAnswers } = await import('../../cli/change/confirmation.js');
    const { restoreSnapshot } = await import('../../cli/change/orgChange.js');
    const { prepareOutputFiles } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const confirmation = confirmationOf(this, flags);
    const waitMs = shared.waitMs(flags);
    const result = await run(runOptions(this, flags), async (doors) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Restore.flags);
      await refuseSourceSnapshot(flags.snapshot, doors.doors.readText);
      refuseWhereNobodyAnswers(confirmation);
      const org = shared.orgOrDefault(flags['target-org'], this.configAggregator);
      const again = commandAgain({ raw, flags }, { command: 'restore', org });
      const waivers = shared.waiverChoice(flags);
      const recordFiles = await prepareOutputFiles(flags['output-file'] ?? [], [waiverPath(waivers)], RECORD_FORMATS);
      const request = {
        org,
        snapshot: flags.snapshot,
        apps: flags.app ?? null,
        force: flags.force,
        closing: {
          waivers,
          includeActive: flags['include-active'],
          allowLockout: flags['allow-lockout'],
        },
        ...defined({ apiVersion: flags['api-version'] }),
      };
      const log = (text: string): void => this.log(text);
      const how = {
        recordFiles,
        dryRun: flags['dry-run'],
        snapshotDir: flags['snapshot-dir'],
        view: flags.view,
        again,
        given: commandGiven({ raw, flags }, 'restore'),
      };
      return restoreSnapshot({ request, confirmation, waitMs, log, ...how }, doors);
    });
    process.exitCode = result.summary.exitCode;
    return result;
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
