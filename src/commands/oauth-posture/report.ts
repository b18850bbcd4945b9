import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { refuseLostFlags } from '../../cli/flags/flagsDir.js';
import { VALUE } from '../../cli/flags/help.js';
import { judgingFlags } from '../../cli/flags/judgingFlags.js';
import { createTexts } from '../../cli/texts.js';
import type { AuditReport } from '../../posture/model.js';
import { FORMAT_NAMES, isForMachines } from '../../reports/formatNames.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.report');

export default class Report extends SfCommand<AuditReport> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = messages.getMessages('usage').map((usage) => `<%= command.id %> ${usage}`);
  public static readonly errorCodes = exitCodesHelp('report', createTexts());

  public static readonly flags = {
    from: Flags.string({
      summary: messages.getMessage('flags.from.summary'),
      description: messages.getMessage('flags.from.description'),
      helpValue: VALUE.file,
      multiple: true,
      required: true,
    }),
    history: Flags.boolean({
      summary: messages.getMessage('flags.history.summary'),
      description: messages.getMessage('flags.history.description'),
      default: false,
    }),
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    ...judgingFlags,
  };

  public async run(): Promise<AuditReport> {
    const { flags, raw } = await this.parse(Report);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { waiverPath } = await import('../../actions/audit/waiverFile.js');
    const { report } = await import('../../actions/report/report.js');
    const { deliver } = await import('../../cli/output/deliver.js');
    const { prepareOutputFiles } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const { savedFiles } = await import('../../cli/flags/savedFiles.js');
    const format = flags['result-format'];
    const forMachines = this.jsonEnabled() || isForMachines(format);
    const noOrg = { 'api-version': undefined, wait: shared.JOB_MINUTES };
    return run(runOptions(this, noOrg, forMachines), async (underway) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Report.flags);
      const waivers = shared.waiverChoice(flags);
      const from = await savedFiles(flags.from);
      const inputs = [...from, flags.baseline, waiverPath(waivers)];
      const files = await prepareOutputFiles(flags['output-file'] ?? [], inputs, FORMAT_NAMES);
      const merged = await report(
        {
          files: from,
          failOn: flags['fail-on'],
          allowIncomplete: flags['allow-incomplete'],
          waivers,
          history: flags.history,
          ...defined({ baseline: flags.baseline }),
        },
        underway.doors,
      );
      return deliver(merged, underway, {
        files,
        format,
        view: flags.view,
        isJson: this.jsonEnabled(),
        tell: (line) => this.logToStderr(line),
      });
    });
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
