import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import type { AuditRequest } from '../../actions/audit/request.js';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { refuseLostFlags } from '../../cli/flags/flagsDir.js';
import { fleetFlags, orgLimitMs, refuseIdleConcurrency } from '../../cli/flags/fleetFlags.js';
import { usageOf, VALUE, variablesHelp } from '../../cli/flags/help.js';
import { judgingFlags } from '../../cli/flags/judgingFlags.js';
import { createTexts } from '../../cli/texts.js';
import type { AuditReport } from '../../posture/model.js';
import { FORMAT_NAMES, isForMachines } from '../../reports/formatNames.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.audit');
const aboutSettings = Messages.loadMessages('sf-oauth-posture', 'ecaFlowEnablement');

export default class Audit extends SfCommand<AuditReport> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = usageOf('audit');
  public static readonly envVariablesSection = variablesHelp(false);
  public static readonly errorCodes = exitCodesHelp('audit', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({
      char: 'o',
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
      helpValue: VALUE.org,
      multiple: true,
    }),
    'all-orgs': fleetFlags['all-orgs'],
    'include-scratch': fleetFlags['include-scratch'],
    'source-dir': shared.sourceDir,
    control: shared.control.audit,
    app: shared.app.audit,
    'allow-secret-access': Flags.boolean({
      summary: aboutSettings.getMessage('flags.allow-secret-access.summary'),
      description: aboutSettings.getMessage('flags.allow-secret-access.description'),
      default: false,
    }),
    'usage-days': shared.usageDays,
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    ...judgingFlags,
    concurrency: fleetFlags.concurrency,
    'ignore-api-limit': fleetFlags['ignore-api-limit'],
    wait: shared.wait.audit,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<AuditReport> {
    const { flags, raw } = await this.parse(Audit);
    refuseIdleConcurrency(flags);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { audit } = await import('../../actions/audit/audit.js');
    const { waiverPath } = await import('../../actions/audit/waiverFile.js');
    const { deliver } = await import('../../cli/output/deliver.js');
    const { prepareOutputFiles } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const format = flags['result-format'];
    const forMachines = this.jsonEnabled() || isForMachines(format);
    return run(runOptions(this, flags, forMachines), async (underway) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Audit.flags);
      const waivers = shared.waiverChoice(flags);
      const inputs = [flags.baseline, waiverPath(waivers)];
      const files = await prepareOutputFiles(flags['output-file'] ?? [], inputs, FORMAT_NAMES);
      const request: AuditRequest = {
        orgs:
          flags['target-org'] ??
          (flags['source-dir'] || flags['all-orgs'] ? [] : [shared.orgOrDefault(undefined, this.configAggregator)]),
        directories: flags['source-dir'] ?? [],
        root: process.cwd(),
        controls: shared.controlsOf(flags.control),
        apps: flags.app ? [...new Set(flags.app)] : null,
        usageDays: flags['usage-days'],
        failOn: flags['fail-on'],
        allowIncomplete: flags['allow-incomplete'],
        allowSecretAccess: flags['allow-secret-access'],
        waivers,
        ...(flags['all-orgs'] && { allOrgs: { includeScratch: flags['include-scratch'] } }),
        sparesSpent: !flags['ignore-api-limit'],
        isLarge: true,
        orgLimitMs: orgLimitMs(flags),
        ...defined({ concurrency: flags.concurrency, apiVersion: flags['api-version'], baseline: flags.baseline }),
      };
      const { report } = await audit(request, underway.doors);
      underway.doors.progress.done();
      return deliver(report, underway, {
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
