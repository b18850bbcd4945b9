import type { Context } from 'mocha';

/** Skips a test, or all tests behind a hook, and shows why: a bare skip looks like a test that nobody needs. */
export const skipBecause = (context: Context, why: string): never => {
  console.log(`      skipped: ${why}`);
  return context.skip();
};
