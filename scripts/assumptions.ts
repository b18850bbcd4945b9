import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { assumptions } from '../test/simulator/assumptions.js';
import { page, withSection } from '../test/simulator/assumptionsText.js';

/** Writes docs/assumptions.md and the section of the simulator's README anew: `npx tsx scripts/assumptions.ts`. */

const root = resolve(import.meta.dirname, '..');
const readme = resolve(root, 'test/simulator/README.md');

writeFileSync(resolve(root, 'docs/assumptions.md'), page(assumptions));
writeFileSync(readme, withSection(readFileSync(readme, 'utf8'), assumptions));
