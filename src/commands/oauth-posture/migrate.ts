import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { migrate } from '../../actions/migrate/migrate.js';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { migrationDoors } from '../../cli/migration.js';
import { screen } from '../../cli/output/output.js';
import { run } from '../../cli/run.js';
import { createTexts } from '../../cli/texts.js';
import type { MigrationResult } from '../../migration/model.js';
import { problemWords } from '../../reports/migration/steps.js';
import { migrateReport } from '../../reports/terminal/migrate/migrateReport.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.migrate');

export default class Migrate extends SfCommand<MigrationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly errorCodes = exitCodesHelp('migrate', createTexts());

  public static readonly flags = {
    'target-org': Flags.string({ char: 'o', summary: messages.getMessage('flags.target-org.summary') }),
    app: Flags.string({
      summary: messages.getMessage('flags.app.summary'),
      helpValue: '<name>',
      description: messages.getMessage('flags.app.description'),
      multiple: true,
      required: true,
    }),
    control: shared.control,
    certificate: Flags.string({ summary: messages.getMessage('flags.certificate.summary'), helpValue: '<path>' }),
    'permission-set': Flags.string({
      summary: messages.getMessage('flags.permission-set.summary'),
      helpValue: '<name>',
    }),
    'output-dir': Flags.directory({
      summary: messages.getMessage('flags.output-dir.summary'),
      helpValue: '<path>',
      default: 'oauth-posture-migration',
    }),
    'usage-days': shared.usageDays,
    wait: shared.wait,
    'api-version': shared.apiVersion,
  };

  public async run(): Promise<MigrationResult> {
    const { flags } = await this.parse(Migrate);
    return run(runOptions(this, flags), async ({ texts, doors }) => {
      shared.refuseEmpty(flags);
      const request = {
        org: shared.orgOrDefault(flags['target-org'], this.configAggregator),
        controls: shared.controlsToRemediate(flags.control),
        apps: [...new Set(flags.app)],
        outputDir: flags['output-dir'],
        usageDays: flags['usage-days'],
        ...defined({
          certificate: flags.certificate,
          permissionSet: flags['permission-set'],
          apiVersion: flags['api-version'],
        }),
      };
      const result = await migrate(request, { ...doors, ...migrationDoors(texts) });
      doors.progress.done();
      const words = (problem: string): string => problemWords(problem, texts);
      this.log(migrateReport(result, words, texts, screen('table')).trimEnd());
      process.exitCode = result.summary.exitCode;
      return result;
    });
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
