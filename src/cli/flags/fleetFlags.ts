import { CLIError } from '@oclif/core/errors';
import { Flags } from '@salesforce/sf-plugins-core';
import { Messages } from '@salesforce/core/messages';
import { HELP_GROUP } from './help.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'fleet');

const MOST_LANES = 20;

/** For an audit of many orgs. */
export const fleetFlags = {
  'all-orgs': Flags.boolean({
    summary: messages.getMessage('flags.all-orgs.summary'),
    description: messages.getMessage('flags.all-orgs.description'),
    exclusive: ['target-org'],
  }),
  'include-scratch': Flags.boolean({
    summary: messages.getMessage('flags.include-scratch.summary'),
    dependsOn: ['all-orgs'],
  }),
  concurrency: Flags.integer({
    summary: messages.getMessage('flags.concurrency.summary'),
    helpGroup: HELP_GROUP.org,
    helpValue: '<number>',
    min: 1,
    max: MOST_LANES,
  }),
  'ignore-api-limit': Flags.boolean({
    summary: messages.getMessage('flags.ignore-api-limit.summary'),
    description: messages.getMessage('flags.ignore-api-limit.description'),
    helpGroup: HELP_GROUP.org,
    default: false,
  }),
};

type FleetFlags = { 'all-orgs': boolean; concurrency: number | undefined; 'target-org': string[] | undefined };

/** Whoever gives it for one org alone expects something that it does not do. */
export const refuseIdleConcurrency = (flags: FleetFlags): void => {
  const isSeveral = flags['all-orgs'] || (flags['target-org'] ?? []).length > 1;
  if (flags.concurrency !== undefined && !isSeveral)
    throw new CLIError(messages.getMessage('flags.concurrency.one-target'));
};
