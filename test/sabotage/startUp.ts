import type { Patch } from './patch.js';

/** Mistakes before a command runs. */
export const startUpPatches: readonly Patch[] = [
  {
    name: 'the variable that disables a log stays set, for the CLI and for child processes',
    file: 'hooks/logFile.ts',
    find: 'if (before === undefined) delete process.env[DISABLE];',
    replace: 'if (before === undefined) return;',
    test: { file: 'hooks/logFile.test.ts', title: 'leaves the environment as it was: undefined' },
  },
  {
    name: 'a person who asks for logs by the old name of the variable gets none',
    file: 'hooks/logFile.ts',
    find: 'SF(?:DX)?_',
    replace: 'SF_',
    test: { file: 'hooks/logFile.test.ts', title: 'is asked for with SFDX_LOG_LEVEL=trace' },
  },
  {
    name: 'a log that a person asks for is not written',
    file: 'hooks/logFile.ts',
    find: 'isOwnCommand(id) && !asksForLogs(environment)',
    replace: 'isOwnCommand(id)',
    test: { file: 'hooks/logFile.test.ts', title: 'is asked for with SF_LOG_LEVEL=debug' },
  },
  {
    name: 'a log is opened although nobody asked for it',
    file: 'hooks/logFile.ts',
    find: "value !== undefined && value !== ''",
    replace: 'value !== undefined',
    test: { file: 'hooks/logFile.test.ts', title: "isn't asked for with DEBUG=" },
  },
  {
    name: 'the hooks do their work for the commands of others, too',
    file: 'hooks/ownCommand.ts',
    find: "id?.startsWith('oauth-posture:') === true",
    replace: 'id !== undefined',
    test: { file: 'hooks/logFile.test.ts', title: 'is none of our business with org:list' },
  },
  {
    name: 'the cache is written where the size of files is limited, and kills the run whose change was made',
    file: 'hooks/compileCache.ts',
    find: ' && !areFilesLimited()',
    replace: '',
    test: {
      file: 'hooks/compileCache.test.ts',
      title: 'is not kept where the size of files is limited, because writing it would kill the process at its end',
    },
  },
  {
    name: 'a job is polled as often after a minute as in its first second',
    file: 'org/requests/session.ts',
    find: 'Math.min(pause * 1.5, SLOWEST_POLL)',
    replace: 'Math.min(pause, SLOWEST_POLL)',
    test: { file: 'org/requests/session.test.ts', title: 'is polled soon, then less and less often' },
  },
];
