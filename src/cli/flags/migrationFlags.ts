import type { ConfigAggregator } from '@salesforce/core';
import { Messages } from '@salesforce/core/messages';
import { Flags } from '@salesforce/sf-plugins-core';
import type { VerifyRequest } from '../../actions/verify/request.js';
import type { ControlId } from '../../posture/model.js';
import { defined } from '../../values.js';
import { apiVersion, controlsToRemediate, orgOrDefault } from './flags.js';
import { VALUE } from './help.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'flags');

/** Flags that `migrate` and `verify` share. */
export const migrationFlags = {
  'target-org': Flags.string({ char: 'o', summary: messages.getMessage('one-org.summary'), helpValue: VALUE.org }),
  'api-version': apiVersion,
};

type Given = {
  'target-org': string | undefined;
  control: ControlId[] | undefined;
  certificate: string | undefined;
  'api-version': string | undefined;
  'usage-days': number;
};

/** What both commands ask for in the same way. */
type Shared = Pick<VerifyRequest, 'org' | 'controls' | 'usageDays' | 'certificate' | 'apiVersion'>;

export const migrationRequest = (flags: Given, configuration: ConfigAggregator): Shared => ({
  org: orgOrDefault(flags['target-org'], configuration),
  controls: controlsToRemediate(flags.control),
  usageDays: flags['usage-days'],
  ...defined({ certificate: flags.certificate, apiVersion: flags['api-version'] }),
});
