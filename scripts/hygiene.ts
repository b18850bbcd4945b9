import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advisoriesIn } from './proof/advisories.js';
import { runChild } from './proof/child.js';
import { check, runStages, type Part } from './proof/parts.js';
import { NOTHING, oneCheck } from './proof/tally.js';

/**
 * `npm run hygiene`: nothing in the project is unused, others can use the packed plugin as its package.json says, and
 * nothing that it installs has a known vulnerability. The tools come from the registry when they are needed: their own
 * dependencies would be more than those of the plugin.
 *
 * REQUIRE_ALL=1 makes a failure of what the registry didn't answer.
 */

const KNIP = 'knip@6.44.2';
const PUBLINT = 'publint@0.3.25';

/** Publint reads a tarball, because in a folder it would also read what lies in node_modules. */
const packed: Part = {
  title: 'the packed plugin',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'oauth-posture-packed-'));
    try {
      const packing = await runChild('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
        show: false,
      });
      const [tarball] = readdirSync(folder);
      if (packing.exitCode !== 0 || tarball === undefined) return { tally: oneCheck(false), output: packing.stderr };
      const reading = await runChild('npx', ['--yes', PUBLINT, 'run', join(folder, tarball), '--strict'], {
        show: false,
      });
      return { tally: oneCheck(reading.exitCode === 0), output: reading.stdout + reading.stderr };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Not every registry answers this. What wasn't answered is skipped and said so, and a failure where nothing may be skipped. */
const advisories: Part = {
  title: 'known vulnerabilities of the runtime dependencies',
  run: async () => {
    const { answer, told } = advisoriesIn(await runChild('npm', ['audit', '--omit=dev', '--json'], { show: false }));
    const isSkipped = answer === 'not answered' && process.env['REQUIRE_ALL'] !== '1';
    return { tally: isSkipped ? { ...NOTHING, skipped: 1 } : oneCheck(answer === 'clean'), told: [told] };
  },
};

await runStages([[check('unused code and dependencies', 'npx', '--yes', KNIP, '--no-progress')], [packed, advisories]]);
