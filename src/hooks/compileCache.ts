import module from 'node:module';
import { join } from 'node:path';
import type { Hook } from '@oclif/core';
import { isOwnCommand } from './ownCommand.js';

/**
 * Loading some 1,900 modules takes longer than auditing a small org, so what one run has compiled the next one reuses.
 * Node keeps it in the CLI's own cache folder, which can be deleted at any time, and goes without it if it can't write
 * there. A cache that a person has chosen (NODE_COMPILE_CACHE) or forbidden (NODE_DISABLE_COMPILE_CACHE) stays so.
 */
const enableCompileCache: Hook.Init = async ({ id, config }) => {
  if (isOwnCommand(id) && 'enableCompileCache' in module && !areFilesLimited())
    module.enableCompileCache(join(config.cacheDir, 'oauth-posture', 'compiled'));
  return Promise.resolve();
};

/**
 * Node writes the cache when the process ends, and a file that is larger than the system allows would kill it then. Its
 * exit code would be lost, even of a change that was made.
 */
const areFilesLimited = (): boolean => {
  const { userLimits } = process.report.getReport() as { userLimits?: { file_size_blocks?: { soft: unknown } } };
  return userLimits !== undefined && userLimits.file_size_blocks?.soft !== 'unlimited';
};

export default enableCompileCache;
