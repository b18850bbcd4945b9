import { onlyByName } from '../../posture/controls/all.js';
import type { AuditReport, Target } from '../../posture/model.js';
import { cleanPath } from './clean.js';

/** Commands to copy, with the same targets, apps, and controls as this run. */

const HARMLESS = /^[\w@%+=:,./-]+$/;

/** PowerShell takes curly quotes for quotes, and the old command line of Windows knows double ones alone. */
const NO_QUOTES = /^[^'\u2018-\u201b&|<>^]*$/;
const IN_EITHER = /([$`\\!"\u201c-\u201f]+)|([^$`\\!"\u201c-\u201f]+)/g;

/**
 * One word, whichever shell it is pasted into: what only single quotes keep from being more stands in these, the rest in
 * double ones. An escaped quote would end the word in PowerShell, and begin a command.
 */
export const shellWord = (word: string): string => {
  if (HARMLESS.test(word)) return word;
  if (NO_QUOTES.test(word)) return `'${word}'`;
  return word.replace(IN_EITHER, (_all, single?: string, double?: string) =>
    single === undefined ? `"${double}"` : `'${single}'`,
  );
};

export const flag = (name: string, values: readonly string[]): string[] =>
  values.map((value) => `--${name} ${shellWord(cleanPath(value))}`);

export const targetFlags = (target: Target): string[] =>
  target.source
    ? flag('source-dir', target.source.directories)
    : flag('target-org', target.org ? [target.org.alias ?? target.org.username] : []);

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
