import { Flags } from '@salesforce/sf-plugins-core';
import { Messages } from '@salesforce/core/messages';
import type { FailOn } from '../../posture/model.js';
import { extensionsOf, FORMAT_NAMES } from '../../reports/formatNames.js';
import { VIEWS } from '../../reports/render.js';
import { HELP_GROUP, VALUE } from './help.js';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'oauth-posture.audit');

/** How a result is judged and shown: the same flags for whoever makes one and for whoever merges several. */

export const judgingFlags = {
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
};
