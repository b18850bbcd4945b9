import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The commands that the README gives a newcomer, in order, and how each ends on the simulated org. */

export const README_COMMANDS: readonly string[] = [
  ...readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8').matchAll(/^```\n([\s\S]*?)^```$/gm),
].flatMap(([, block = '']) => block.trim().split('\n'));

type End = { code: number; sign: RegExp };

/** The sign shows that a command did what the README says. */
const ENDS: readonly [RegExp, number, RegExp][] = [
  [/^npm ci && npm pack$/, 0, /^$|\.tgz/],
  [/^sf plugins install /, 0, /^$|nstall/],
  [/^sf org login web /, 0, /my-org|Successfully/],
  [/audit --target-org my-org$/, 30, /Order_Sync/],
  [/--view detail$/, 30, /Evidence/i],
  [/--output-file posture\.html/, 30, /posture\.html/],
  [/^sf oauth-posture report --from posture\.json/, 30, /posture\.sarif/],
  [/^sf oauth-posture audit --source-dir force-app$/, 30, /Order_Sync/],
  [/--dry-run --save-plan plan\.json$/, 0, /plan\.json/],
  [/--plan plan\.json --no-prompt$/, 0, /snapshot/i],
  [/^sf oauth-posture restore /, 0, /restored/i],
  [/^sf oauth-posture migrate /, 0, /Order_Sync/],
  [/--harden --dry-run$/, 0, /skip/i],
  [/--source-dir force-app --dry-run$/, 0, /Order_Sync/],
];

export const KNOWN_ENDS = ENDS.length;

export const endOf = (command: string): End | undefined => {
  const found = ENDS.find(([pattern]) => pattern.test(command));
  return found && { code: found[1], sign: found[2] };
};

/** With what a reader puts in place of it. `folder`: where the commands are run. */
export const filledIn = (command: string, folder: string): string => {
  const snapshots = join(folder, 'oauth-posture-snapshots');
  const [snapshot = ''] = existsSync(snapshots) ? readdirSync(snapshots).filter((one) => !one.startsWith('.')) : [];
  return command.replace('<folder>', snapshot);
};
