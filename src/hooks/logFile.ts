import type { Hook } from '@oclif/core';

/**
 * The CLI and this plugin each have their own copy of the Salesforce library, and each copy keeps a log with two threads
 * of its own, which costs every run a second. The plugin's copy opens its log only for a person who asks for logs. The
 * CLI's log stays as it is, with the error that ends a command. What isn't logged can't leak a secret either.
 */
const openLogIfAsked: Hook.Prerun = async ({ Command }) => {
  if (!Command.id.startsWith('oauth-posture:') || asksForLogs(process.env)) return;
  const { Logger } = await import('@salesforce/core/logger');
  // The library looks at the variable when it makes its first logger. It's set for only this one call, in which nothing
  // else runs, so that no other copy of the library and no child process sees it.
  const before = process.env[DISABLE];
  process.env[DISABLE] = 'true';
  try {
    Logger.getRoot();
  } finally {
    if (before === undefined) delete process.env[DISABLE];
    else process.env[DISABLE] = before;
  }
};

const DISABLE = 'SF_DISABLE_LOG_FILE';

/** A person who sets a variable of the log, to any value, decides about it. The CLI's `--dev-debug` sets DEBUG. */
const ABOUT_LOGS = /^(?:SF(?:DX)?_(?:LOG_\w+|DISABLE_LOG_FILE)|DEBUG)$/i;

export const asksForLogs = (environment: NodeJS.ProcessEnv): boolean =>
  Object.entries(environment).some(([name, value]) => ABOUT_LOGS.test(name) && value !== undefined && value !== '');

export default openLogIfAsked;
