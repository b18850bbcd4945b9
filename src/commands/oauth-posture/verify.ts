import { Messages } from '@salesforce/core';
import { Flags, SfCommand } from '@salesforce/sf-plugins-core';
import { runOptions, showJson, exitCodesHelp } from '../../cli/command.js';
import * as shared from '../../cli/flags/flags.js';
import { refuseLostFlags } from '../../cli/flags/flagsDir.js';
import { HELP_GROUP, usageOf, VALUE, variablesHelp } from '../../cli/flags/help.js';
import { migrationFlags, migrationRequest } from '../../cli/flags/migrationFlags.js';
import { createTexts } from '../../cli/texts.js';
import type { VerifyResult } from '../../migration/verifyResult.js';
import { defined } from '../../values.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.verify');

export default class Verify extends SfCommand<VerifyResult> {
  public static readonly summary = messages.getMessage('summary');
  public static readonly description = messages.getMessage('description');
  public static readonly examples = messages.getMessages('examples');
  public static readonly usage = usageOf('verify');
  public static readonly envVariablesSection = variablesHelp(false);
  public static readonly errorCodes = exitCodesHelp('verify', createTexts());

  public static readonly flags = {
    ...migrationFlags,
    control: shared.control.verify,
    app: Flags.string({
      summary: messages.getMessage('flags.app.summary'),
      description: messages.getMessage('flags.app.description'),
      helpValue: VALUE.app,
      required: true,
    }),
    certificate: Flags.string({ summary: messages.getMessage('flags.certificate.summary'), helpValue: VALUE.file }),
    'key-file': Flags.string({
      summary: messages.getMessage('flags.key-file.summary'),
      helpValue: VALUE.file,
      required: true,
    }),
    username: Flags.string({
      summary: messages.getMessage('flags.username.summary'),
      helpValue: VALUE.username,
      required: true,
    }),
    'client-id': Flags.string({
      summary: messages.getMessage('flags.client-id.summary'),
      helpValue: '<id>',
      description: messages.getMessage('flags.client-id.description'),
      env: 'SF_OAUTH_POSTURE_CLIENT_ID',
      noCacheDefault: true,
    }),
    audience: Flags.string({
      summary: messages.getMessage('flags.audience.summary'),
      helpValue: '<url>',
      description: messages.getMessage('flags.audience.description'),
      parse: shared.origin(messages.getMessage('flags.audience.wrong')),
    }),
    wait: Flags.integer({
      summary: messages.getMessage('flags.wait.summary'),
      helpGroup: HELP_GROUP.org,
      helpValue: VALUE.minutes,
      description: messages.getMessage('flags.wait.description'),
      min: 0,
      max: 60,
      default: 0,
    }),
    'usage-days': Flags.integer({
      summary: messages.getMessage('flags.usage-days.summary'),
      helpGroup: HELP_GROUP.org,
      helpValue: VALUE.days,
      min: 1,
      max: shared.LOGIN_HISTORY_DAYS,
      default: 7,
    }),
  };

  public async run(): Promise<VerifyResult> {
    const { flags, raw } = await this.parse(Verify);
    // Only now, so that a mistake in the flags is reported without loading what only a run needs.
    const { verify } = await import('../../actions/verify/verify.js');
    const { screen } = await import('../../cli/output/output.js');
    const { run } = await import('../../cli/run.js');
    const { verifyReport } = await import('../../reports/terminal/verify/verifyReport.js');
    return run(runOptions(this, { ...flags, wait: shared.JOB_MINUTES }), async ({ texts, doors }) => {
      shared.refuseEmpty(flags);
      await refuseLostFlags({ raw, flags }, Verify.flags);
      const result = await verify(
        {
          ...migrationRequest(flags, this.configAggregator),
          app: flags.app,
          keyFile: flags['key-file'],
          username: flags.username,
          waitMs: shared.waitMs(flags),
          hasModes: process.platform !== 'win32',
          ...defined({ clientId: flags['client-id'], audience: flags.audience }),
        },
        doors,
      );
      doors.progress.done();
      this.log(verifyReport(result, texts, screen('table')).trimEnd());
      process.exitCode = result.summary.exitCode;
      return result;
    });
  }

  public override logJson(json: unknown): void {
    showJson(json, this.config);
  }
}
