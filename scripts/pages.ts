import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTexts } from '../src/cli/texts.js';
import { commandsPage } from './pages/commandsPage.js';
import { controlsPage } from './pages/controlsPage.js';
import { proofsPage } from './pages/proofsPage.js';
import { ROOT } from './proof/child.js';

/** Writes the pages of the docs that are made from messages, and the one with the numbers of the tests: `npm run compile && npx tsx scripts/pages.ts`. */

writeFileSync(join(ROOT, 'docs/controls.md'), controlsPage(createTexts()));
writeFileSync(join(ROOT, 'docs/proofs.md'), proofsPage());
writeFileSync(join(ROOT, 'docs/commands.md'), await commandsPage());
