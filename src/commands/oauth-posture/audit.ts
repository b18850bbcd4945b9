import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { audit } from '../../actions/audit/audit.js';
import type { AuditRequest } from '../../actions/audit/request.js';
import { waiverPath } from '../../actions/audit/waiverFile.js';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags.js';
import { prepareOutputFiles, writeOutputFile, page, screen } from '../../cli/output.js';
import { run } from '../../cli/run.js';
import { createTexts } from '../../cli/texts.js';
import type { AuditReport, FailOn } from '../../posture/model.js';
import { FORMAT_NAMES } from '../../reports/formatNames.js';
import type { View } from '../../reports/render.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.audit');
const aboutSettings = Messages.loadMessages('sf-oauth-posture', 'ecaFlowEnablement');

export default class Audit extends SfCommand<AuditReport> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = exitCodesHelp('audit', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({
      char: 'o',
      summary: messages.getMessage('flags.target-org.summary'),
      description: messages.getMessage('flags.target-org.description'),
      multiple: true,
    }),
    'source-dir': shared.sourceDir,
    control: shared.control,
    app: shared.app,
    'fail-on': Flags.option({
      summary: messages.getMessage('flags.fail-on.summary'),
      options: ['critical', 'high', 'never'] as const satisfies readonly FailOn[],
      default: 'high',
    })(),
    'allow-incomplete': Flags.boolean({
      summary: messages.getMessage('flags.allow-incomplete.summary'),
      description: messages.getMessage('flags.allow-incomplete.description'),
      default: false,
    }),
    'allow-secret-access': Flags.boolean({
      summary: aboutSettings.getMessage('flags.allow-secret-access.summary'),
      description: aboutSettings.getMessage('flags.allow-secret-access.description'),
      default: false,
    }),
    'usage-days': shared.usageDays,
    waivers: shared.waivers,
    'no-waivers': shared.noWaivers,
    baseline: Flags.file({
      summary: messages.getMessage('flags.baseline.summary'),
      description: messages.getMessage('flags.baseline.description'),
    }),
    'output-file': Flags.string({ summary: messages.getMessage('flags.output-file.summary'), multiple: true }),
    'result-format': Flags.option({
      summary: messages.getMessage('flags.result-format.summary'),
      options: FORMAT_NAMES,
      default: 'human',
      exclusive: ['json'],
    })(),
    view: Flags.option({
      summary: messages.getMessage('flags.view.summary'),
      options: ['table', 'detail'] as const satisfies readonly View[],
      default: 'table',
    })(),
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<AuditReport> {
    const { flags } = await this.parse(Audit);
    const format = flags['result-format'];
    const forMachines = this.jsonEnabled() || format !== 'human';
    return run(runOptions(this, flags, forMachines), async ({ texts, doors }) => {
      shared.refuseEmpty(flags);
      const waivers = shared.waiverChoice(flags);
      const files = await prepareOutputFiles(flags['output-file'] ?? [], [flags.baseline, waiverPath(waivers)]);
      const request: AuditRequest = {
        orgs:
          flags['target-org'] ?? (flags['source-dir'] ? [] : [shared.orgOrDefault(undefined, this.configAggregator)]),
        directories: flags['source-dir'] ?? [],
        root: process.cwd(),
        controls: shared.controlsOf(flags.control),
        apps: flags.app ? [...new Set(flags.app)] : null,
        usageDays: flags['usage-days'],
        failOn: flags['fail-on'],
        allowIncomplete: flags['allow-incomplete'],
        allowSecretAccess: flags['allow-secret-access'],
        waivers,
        ...defined({ apiVersion: flags['api-version'], baseline: flags.baseline }),
      };
      const { report } = await audit(request, doors);
      doors.progress.done();
      const { FORMATS } = await import('../../reports/formats.js');
      for (const file of files) await writeOutputFile(file.path, FORMATS[file.format](report, texts, page(flags.view)));
      this.log(FORMATS[format](report, texts, screen(flags.view)).trimEnd());
      process.exitCode = report.gate.exitCode;
      return report;
    });
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
