import fc from 'fast-check';

/**
 * How many cases a property is tried with. `PROPERTY_RUNS=20 npx mocha ...` tries twenty times as many as usual, and
 * `npm run test:mutation` a tenth, because it runs the properties once for each mutant.
 */
const TIMES = Number(process.env['PROPERTY_RUNS'] ?? 1);

export const runs = (usual: number): number => Math.max(1, Math.round(usual * TIMES));

/** Properties that say nothing of how many cases they need: `npm run test:fuzz` tries these more often too. */
if (TIMES > 1) fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: runs(100) });

/** A few cases can't show every shape that a generator makes. */
export const isSample = TIMES < 1;

/** A property that fails prints its seed. `PROPERTY_SEED=<seed> npx mocha ...` tries the same cases again. */
const SEED = process.env['PROPERTY_SEED'];
if (SEED !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(SEED) });
