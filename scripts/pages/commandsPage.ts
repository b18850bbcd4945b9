import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runChild } from '../proof/child.js';

/** docs/commands.md: the help of every command, as oclif writes it, under titles that can be linked to. */

const HEAD =
  '# Commands\n\nThe help of every command. `--help` also shows exit codes (here: [README](../README.md#exit-codes), [migrate and verify](jwt-bearer.md)) and environment\nvariables. Made by `npx tsx scripts/pages.ts`.\n\n';

const TITLE = /^## `sf oauth-posture[: ](\w+).*`$/gm;

export const commandsPage = async (): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'oauth-posture-pages-'));
  const file = join(folder, 'commands.md');
  try {
    writeFileSync(file, '<!-- commands -->\n<!-- commandsstop -->\n');
    const args = ['readme', '--readme-path', file, '--no-aliases'];
    const { exitCode, stdout, stderr } = await runChild('oclif', args, { show: false });
    if (exitCode !== 0) throw new Error(stdout + stderr);
    return presentable(readFileSync(file, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const presentable = (text: string): string => {
  const sections = text.slice(text.indexOf('\n## ')).replace('<!-- commandsstop -->', '');
  const names = [...sections.matchAll(TITLE)].map(([, name = '']) => name);
  const list = names.map((name) => `- [\`sf oauth-posture ${name}\`](#sf-oauth-posture-${name})`).join('\n');
  return `${HEAD}${list}\n${sections.replaceAll(TITLE, '## `sf oauth-posture $1`').trimEnd()}\n`;
};
