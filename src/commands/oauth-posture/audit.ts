import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { audit } from '../../actions/audit/audit.js';
import type { AuditRequest } from '../../actions/audit/request.js';
import { waiverPath } from '../../actions/audit/waiverFile.js';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags.js';
import { HELP_GROUP, usageOf, VALUE, variablesHelp } from '../../cli/help.js';
import {
  notWritten,
  page,
  prepareOutputFiles,
  screen,
  showResult,
  writeOutputFiles,
  type OutputFile,
} from '../../cli/output.js';
import { run } from '../../cli/run.js';
import { createTexts, harmless } from '../../cli/texts.js';
import type { AuditReport, FailOn } from '../../posture/model.js';
import { extensionsOf, FORMAT_NAMES, isForMachines } from '../../reports/formatNames.js';
import { viewFor, VIEWS } from '../../reports/render.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.audit');
const aboutSettings = Messages.loadMessages('sf-oauth-posture', 'ecaFlowEnablement');

const saved = ({ path, format }: OutputFile): string => messages.getMessage('output.saved', [harmless(path), format]);

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
    'source-dir': shared.sourceDir,
    control: shared.control,
    app: shared.app,
    'fail-on': Flags.option({
      summary: messages.getMessage('flags.fail-on.summary'),
      helpGroup: HELP_GROUP.policy,
      options: ['critical', 'high', 'never'] as const satisfies readonly FailOn[],
      default: 'high',
    })(),
    'allow-incomplete': Flags.boolean({
      summary: messages.getMessage('flags.allow-incomplete.summary'),
      description: messages.getMessage('flags.allow-incomplete.description'),
      helpGroup: HELP_GROUP.policy,
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
      helpGroup: HELP_GROUP.policy,
      helpValue: VALUE.file,
    }),
    'output-file': Flags.string({
      char: 'f',
      summary: messages.getMessage('flags.output-file.summary'),
      description: messages.getMessage('flags.output-file.description', [extensionsOf(FORMAT_NAMES).join(', ')]),
      helpGroup: HELP_GROUP.output,
      helpValue: VALUE.path,
      multiple: true,
    }),
    'result-format': Flags.option({
      char: 'r',
      summary: messages.getMessage('flags.result-format.summary'),
      helpGroup: HELP_GROUP.output,
      options: FORMAT_NAMES,
      default: 'human',
      exclusive: ['json'],
    })(),
    view: Flags.option({
      char: 'v',
      summary: messages.getMessage('flags.view.summary'),
      description: messages.getMessage('flags.view.description'),
      helpGroup: HELP_GROUP.output,
      options: VIEWS,
    })(),
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<AuditReport> {
    const { flags } = await this.parse(Audit);
    const format = flags['result-format'];
    const forMachines = this.jsonEnabled() || isForMachines(format);
    return run(runOptions(this, flags, forMachines), async ({ texts, doors, shown }) => {
      shared.refuseEmpty(flags);
      const waivers = shared.waiverChoice(flags);
      const inputs = [flags.baseline, waiverPath(waivers)];
      const files = await prepareOutputFiles(flags['output-file'] ?? [], inputs, FORMAT_NAMES);
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
      const [{ FORMATS }, { explained }] = await Promise.all([
        import('../../reports/formats.js'),
        import('../../reports/explained.js'),
      ]);
      const problems = await writeOutputFiles(files, async (name) =>
        (await FORMATS[name]())(report, texts, page(flags.view ?? 'table')),
      );
      if (!this.jsonEnabled())
        showResult((await FORMATS[format]())(report, texts, screen(flags.view ?? viewFor(report))));
      if (problems.length > 0) throw notWritten(problems);
      if (!forMachines) for (const file of files) shown.attempt('stderr', () => this.logToStderr(saved(file)));
      process.exitCode = report.gate.exitCode;
      return explained(report, texts);
    });
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
