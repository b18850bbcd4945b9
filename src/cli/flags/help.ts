import type { HelpSection } from '@oclif/core/help';
import { Messages } from '@salesforce/core/messages';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);
const messages = Messages.loadMessages('sf-oauth-posture', 'flags');

/**
 * The headings of a command's flags. The framework adds the word "FLAGS". The flags for what a command works on have no
 * heading, because those come first.
 */
export const HELP_GROUP = { policy: 'POLICY', plan: 'PLAN', output: 'OUTPUT', org: 'ORG' } as const;

/** The names of flag values in the help, which say what to enter. */
export const VALUE = {
  org: '<username|alias>',
  path: '<path>',
  file: '<file>',
  folder: '<folder>',
  app: '<name>',
  control: '<control>',
  days: '<days>',
  minutes: '<minutes>',
  version: '<version>',
  username: '<username>',
} as const;

/** Written by hand, because a generated usage line with every flag and option isn't readable. */
export const usageOf = (command: 'audit' | 'remediate' | 'restore' | 'migrate' | 'verify'): string[] =>
  messages.getMessages(`usage.${command}`).map((usage) => `<%= command.id %> ${usage}`);

const READ_BY_ALL = ['SF_TARGET_ORG', 'SF_ORG_API_VERSION', 'HTTPS_PROXY'] as const;
const READ_FOR_A_SCREEN = ['NO_COLOR'] as const;
const READ_BEFORE_A_CHANGE = ['CI'] as const;

type Variable = (typeof READ_BY_ALL | typeof READ_FOR_A_SCREEN | typeof READ_BEFORE_A_CHANGE)[number];

/** For a command's `envVariablesSection`. */
export const variablesHelp = (changes: boolean): HelpSection => {
  const names: readonly Variable[] = [...READ_BY_ALL, ...(changes ? READ_BEFORE_A_CHANGE : []), ...READ_FOR_A_SCREEN];
  return {
    header: messages.getMessage('variables.header'),
    body: names.map((name) => ({ name, description: messages.getMessage(`variables.${name}`) })),
  };
};
