import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { waiverPath } from '../../actions/audit/waiverFile.js';
import { refuseSourceSnapshot } from '../../actions/source/refuseSourceSnapshot.js';
import { confirmationOf, runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import { refuseWhereNobodyAnswers } from '../../cli/confirmation.js';
import * as shared from '../../cli/flags.js';
import { restoreSnapshot } from '../../cli/orgChange.js';
import { prepareOutputFiles } from '../../cli/output.js';
import { run } from '../../cli/run.js';
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
    force: Flags.boolean({
      summary: messages.getMessage('flags.force.summary'),
      description: messages.getMessage('flags.force.description'),
    }),
    'dry-run': Flags.boolean({ summary: messages.getMessage('flags.dry-run.summary') }),
    'include-active': Flags.boolean({ summary: messages.getMessage('flags.include-active.summary') }),
    'allow-lockout': Flags.boolean({ summary: messages.getMessage('flags.allow-lockout.summary') }),
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    'snapshot-dir': Flags.directory({ summary: messages.getMessage('flags.snapshot-dir.summary') }),
    'output-file': shared.recordFile,
    'no-prompt': Flags.boolean({ summary: messages.getMessage('flags.no-prompt.summary') }),
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<RemediationResult> {
    const { flags } = await this.parse(Restore);
    const confirmation = confirmationOf(this, flags);
    const waitMs = shared.waitMs(flags);
    const result = await run(runOptions(this, flags), async (doors) => {
      shared.refuseEmpty(flags);
      await refuseSourceSnapshot(flags.snapshot, doors.doors.readText);
      refuseWhereNobodyAnswers(confirmation);
      const waivers = shared.waiverChoice(flags);
      const recordFiles = await prepareOutputFiles(flags['output-file'] ?? [], [waiverPath(waivers)], RECORD_FORMATS);
      const request = {
        org: shared.orgOrDefault(flags['target-org'], this.configAggregator),
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
      const how = { recordFiles, dryRun: flags['dry-run'], snapshotDir: flags['snapshot-dir'] };
      return restoreSnapshot({ request, confirmation, waitMs, log, ...how }, doors);
    });
    process.exitCode = result.summary.exitCode;
    return result;
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
