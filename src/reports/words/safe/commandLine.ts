import { onlyByName } from '../../../posture/controls/all.js';
import type { AuditReport, Target } from '../../../posture/model.js';
import { cleanPath } from './clean.js';

/** Commands to copy, with the same targets, apps, and controls as this run. */

const HARMLESS = /^[\w@%+=:,./-]+$/;

/** PowerShell reads curly quotes as quotes, and the old command line of Windows knows only double ones. */
const NO_QUOTES = /^[^'\u2018-\u201b&|<>^]*$/;
const IN_EITHER = /([$`\\!"\u201c-\u201f]+)|([^$`\\!"\u201c-\u201f]+)/g;

/**
 * One word in every shell. Parts that only single quotes protect are in single quotes, the others in double ones. An
 * escaped quote would end the word in PowerShell and start a command.
 */
export const shellWord = (word: string): string => {
  if (HARMLESS.test(word)) return word;
  if (NO_QUOTES.test(word)) return `'${word}'`;
  return word.replace(IN_EITHER, (_all, single?: string, double?: string) =>
    single === undefined ? `"${double}"` : `'${single}'`,
  );
};

/**
 * A path with characters that can't be shown, such as one without width: without them, the command would name another
 * folder. This spelling is exact in the shells of Unix, and in any other one it names nothing that exists.
 */
export const pathWord = (path: string): string => (cleanPath(path) === path ? shellWord(path) : `$'${spelled(path)}'`);

/** For a line of its own. A path that can't be shown is spelled as in a command. */
export const shownPath = (path: string): string => (cleanPath(path) === path ? path : pathWord(path));

/** Bytes in octal, because shells differ in how many digits they read of any other number. */
const spelled = (path: string): string =>
  [...new TextEncoder().encode(path)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w ./@+=,-]/.test(character) ? character : `\\${byte.toString(8).padStart(3, '0')}`;
    })
    .join('');

/** Their values are exact. Where the old command line of Windows runs, no file name has a double quote. */
const PATHS: readonly string[] = [
  'baseline',
  'certificate',
  'flags-dir',
  'from',
  'history',
  'key-file',
  'output-dir',
  'output-file',
  'plan',
  'save-plan',
  'snapshot',
  'snapshot-dir',
  'source-dir',
  'waivers',
];

export const flag = (name: string, values: readonly string[]): string[] =>
  values.map((value) => `--${name} ${PATHS.includes(name) ? pathWord(value) : shellWord(harmlessName(name, value))}`);

/**
 * In a name from an org, a double quote would begin or end a quoted part of the whole line for the old command line of
 * Windows, which has no way to escape it. That command line also replaces `%...%` inside quotes, and one such value has
 * double quotes. In the pattern of an app, the question mark matches the character that it replaces.
 */
const harmlessName = (name: string, value: string): string => {
  const isUsername = name === 'target-org' && value.split('%').length === 2;
  return cleanPath(value).replaceAll(isUsername ? '"' : /["%]/g, '?');
};

/**
 * An org that couldn't be opened keeps the name that the user gave: without it, the command would audit less. An alias
 * that two orgs have names neither.
 */
export const targetFlags = ({ source, org, name, from }: Target): string[] => {
  if (source) return flag('source-dir', source.directories);
  const alias = from === undefined ? org?.alias : undefined;
  const known = org ? (alias ?? org.username) : name;
  return flag('target-org', known === undefined ? [] : [known]);
};

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && other.every((value) => one.includes(value));

export const scopeFlags = ({ scope }: AuditReport, allControls: readonly string[]): string[] => [
  ...flag('control', isSameSet(scope.controls, allControls) ? [] : scope.controls),
  ...flag('app', scope.apps ?? []),
];

/** A remediation refuses controls that it changes nothing about. */
export const remediable = (report: AuditReport): AuditReport => ({
  ...report,
  scope: {
    ...report.scope,
    controls: report.scope.controls.filter((id) => !onlyByName.some((control) => control.id === id)),
  },
});
