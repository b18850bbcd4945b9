import type { AuditReport, Target } from '../../posture/model.js';
import { cleanPath } from './clean.js';

/** Commands to copy: the same targets, apps and controls as this run. */

const HARMLESS = /^[\w@%+=:,./-]+$/;

export const shellWord = (word: string): string => (HARMLESS.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

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
