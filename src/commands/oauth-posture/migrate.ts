import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { refuseLostFlags } from '../../cli/flags/flagsDir.js';
import { HELP_GROUP, usageOf, VALUE, variablesHelp } from '../../cli/flags/help.js';
import { migrationFlags, migrationRequest } from '../../cli/flags/migrationFlags.js';
import { createTexts } from '../../cli/texts.js';
import type { MigrationResult } from '../../migration/model.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.migrate');

export default class Migrate extends SfCommand<MigrationResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = usageOf('migrate');
  public static readonly envVariablesSection = variablesHelp(false);
  public static readonly errorCodes = exitCodesHelp('migrate', createTexts());

  public static readonly flags = {
    ...migrationFlags,
    control: shared.control.migrate,
    app: Flags.string({
      summary: messages.getMessage('flags.app.summary'),
      description: messages.getMessage('flags.app.description'),
      helpValue: VALUE.app,
      multiple: true,
      required: true,
    }),
    certificate: Flags.string({ summary: messages.getMessage('flags.certificate.summary'), helpValue: VALUE.file }),
    'permission-set': Flags.string({
      summary: messages.getMessage('flags.permission-set.summary'),
      helpValue: VALUE.app,
    }),
    'output-dir': Flags.directory({
      summary: messages.getMessage('flags.output-dir.summary'),
      helpGroup: HELP_GROUP.output,
      helpValue: VALUE.folder,
      default: 'oauth-posture-migration',
    }),
    'usage-days': shared.usageDays,
    wait: shared.wait.migrate,
  };

  public async run(): Promise<MigrationResult> {
    const { flags, raw } = await this.parse(Migrate);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { migrate } = await import('../../actions/migrate/migrate.js');
    const { migrationDoors } = await import('../../cli/migration.js');
    const { screen } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const { problemWords } = await import('../../reports/migration/deployStep.js');
    const { migrateReport } = await import('../../reports/terminal/migrate/migrateReport.js');
    return run(runOptions(this, flags), async ({ texts, doors }) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Migrate.flags);
      const request = {
        ...migrationRequest(flags, this.configAggregator),
        apps: [...new Set(flags.app)],
        outputDir: flags['output-dir'],
        ...defined({ permissionSet: flags['permission-set'] }),
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
