import type { AuditReport, Target } from '../../posture/model.js';
import { cleanPath } from '../clean.js';
import { widthOf } from '../width.js';
import type { Page } from './page.js';

/** Commands to copy: the same targets, apps and controls as this run. */

const HARMLESS = /^[\w@%+=:,./-]+$/;
const CONTINUED = ' \\';

export const quoted = (word: string): string => (HARMLESS.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

export const flag = (name: string, values: readonly string[]): string[] =>
  values.map((value) => `--${name} ${quoted(cleanPath(value))}`);

export const targetFlags = (target: Target): string[] =>
  target.source
    ? flag('source-dir', target.source.directories)
    : flag('target-org', target.org ? [target.org.alias ?? target.org.username] : []);

export const scopeFlags = ({ scope }: AuditReport, allControls: readonly string[]): string[] => [
  ...flag('control', allControls.every((control) => scope.controls.includes(control)) ? [] : scope.controls),
  ...flag('app', scope.apps ?? []),
];

/** Too long for one line, it goes on after a backslash, so that it can still be copied whole. */
export const commandLines = (words: readonly string[], page: Page, indent: number): string[] => {
  const room = page.width - indent - CONTINUED.length;
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last === undefined || widthOf(`${last} ${word}`) > room) lines.push(lines.length === 0 ? word : `  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.map((line, at) => ' '.repeat(indent) + page.paint.cyan(line) + (at < lines.length - 1 ? CONTINUED : ''));
};
