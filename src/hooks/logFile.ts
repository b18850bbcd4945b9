import type { Hook } from '@oclif/core';
import { isOwnCommand } from './ownCommand.js';

/**
 * The CLI and this plugin each have their own copy of the Salesforce library, and each copy keeps a log with two threads
 * of its own, which costs every run a second. The plugin's copy opens its log only for a person who asks for logs. The
 * CLI's log stays as it is, with the error that ends a command. What isn't logged can't leak a secret either.
 */
const openLogIfAsked: Hook.Prerun = async ({ Command }) => {
  if (!goesWithoutLog(Command.id, process.env)) return;
  const { Logger } = await import('@salesforce/core/logger');
  whileDisabled(() => Logger.getRoot());
};

/**
 * The library looks at the variable when it makes its first logger. The variable is set for only this one call, in which
 * nothing else runs, so that no other copy of the library and no child process sees it.
 */
export const whileDisabled = (makeLogger: () => unknown): void => {
  const before = process.env[DISABLE];
  process.env[DISABLE] = 'true';
  try {
    makeLogger();
  } finally {
    if (before === undefined) delete process.env[DISABLE];
    else process.env[DISABLE] = before;
  }
};

const DISABLE = 'SF_DISABLE_LOG_FILE';

/** A person who sets a variable of the log, to any value, decides about it. The CLI's `--dev-debug` sets DEBUG. */
const ABOUT_LOGS = /^(?:SF(?:DX)?_(?:LOG_\w+|DISABLE_LOG_FILE)|DEBUG)$/i;

const asksForLogs = (environment: NodeJS.ProcessEnv): boolean =>
  Object.entries(environment).some(([name, value]) => ABOUT_LOGS.test(name) && value !== undefined && value !== '');

export const goesWithoutLog = (id: string, environment: NodeJS.ProcessEnv): boolean =>
  isOwnCommand(id) && !asksForLogs(environment);

export default openLogIfAsked;
