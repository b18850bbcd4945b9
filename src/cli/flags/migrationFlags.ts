import type { ConfigAggregator } from '@salesforce/core';
import { Messages } from '@salesforce/core/messages';
import { Flags } from '@salesforce/sf-plugins-core';
import type { ControlId } from '../../posture/model.js';
import { defined } from '../../values.js';
import { apiVersion, control, controlsToRemediate, orgOrDefault } from './flags.js';
import { VALUE } from './help.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'flags');

/** Flags that `migrate` and `verify` share. Texts that differ come from each command's own messages. */
export const migrationFlags = (own: Messages<string>) => ({
  'target-org': Flags.string({ char: 'o', summary: messages.getMessage('one-org.summary'), helpValue: VALUE.org }),
  control,
  certificate: Flags.string({ summary: own.getMessage('flags.certificate.summary'), helpValue: VALUE.file }),
  'api-version': apiVersion,
});

export const aboutApp = (own: Messages<string>) => ({
  summary: own.getMessage('flags.app.summary'),
  description: own.getMessage('flags.app.description'),
  helpValue: VALUE.app,
  required: true as const,
});

type Given = {
  'target-org': string | undefined;
  control: ControlId[] | undefined;
  certificate: string | undefined;
  'api-version': string | undefined;
  'usage-days': number;
};

export const migrationRequest = (flags: Given, configuration: ConfigAggregator) => ({
  org: orgOrDefault(flags['target-org'], configuration),
  controls: controlsToRemediate(flags.control),
  usageDays: flags['usage-days'],
  ...defined({ certificate: flags.certificate, apiVersion: flags['api-version'] }),
});
