import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTexts } from '../src/cli/texts.js';
import { controlsPage } from './pages/controlsPage.js';
import { ROOT } from './proof/child.js';

/** Writes the pages of the docs that are made from messages: `npx tsx scripts/pages.ts`. */

writeFileSync(join(ROOT, 'docs/controls.md'), controlsPage(createTexts()));
