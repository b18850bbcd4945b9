import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { fold, shortId } from '../names.js';
import { readEntry, type EntryRules } from './entry.js';
import { MANUAL_CHECK_FIELDS, WAIVER_FIELDS } from './fields.js';
import type { Entry, ManualCheck, Waiver, WaiverFile, WaiverMistake } from './model.js';
import { firstDeeperThan, offsetOf, readKeys, readYaml, type Value, type YamlText } from './yaml.js';

export type ParsedWaiverFile = { ok: true; file: WaiverFile } | { ok: false; mistakes: WaiverMistake[] };

const VERSION = 1;
const MOST_CHARACTERS = 1_000_000;
/**
 * An entry is four levels deep. A thousand levels overflow the stack, and Node may then end without an error to catch.
 */
const DEEPEST = 100;
const KEYS = { allowed: ['version', 'waivers', 'manualChecks'], required: ['version'] };

/** A file with one mistake has no effect. All mistakes are reported, in the order of the text. */
export const parseWaiverFile = (text: string, today: string): ParsedWaiverFile => {
  if (text.length > MOST_CHARACTERS)
    return { ok: false, mistakes: [{ code: 'too-large', line: 1, column: 1, data: {} }] };
  const tooDeep = firstDeeperThan(DEEPEST, text);
  if (tooDeep) return { ok: false, mistakes: [{ code: 'too-deep', ...tooDeep, data: { most: DEEPEST } }] };
  const yaml = readYaml(text);
  const file = yaml.sound ? readFile(yaml, today) : undefined;
  if (file && yaml.mistakes.length === 0) return { ok: true, file };
  return { ok: false, mistakes: yaml.mistakes.sort(byPlace) };
};

const readFile = (yaml: YamlText, today: string): WaiverFile | undefined => {
  const { root, report } = yaml;
  if (isEmpty(root)) report('empty-file', 0);
  else if (!isMap(root) || !KEYS.allowed.some((key) => root.has(key))) report('no-head', offsetOf(root));
  else {
    const values = readKeys(root, KEYS, yaml);
    checkVersion(values.get('version'), yaml);
    return {
      waivers: readSection<Waiver>('waivers', values, { fields: WAIVER_FIELDS, today, yaml }),
      manualChecks: readSection<ManualCheck>('manualChecks', values, { fields: MANUAL_CHECK_FIELDS, today, yaml }),
    };
  }
  return undefined;
};

const isEmpty = (node: Node | null): boolean => node === null || (isScalar(node) && node.value === null);

const checkVersion = (version: Value | undefined, { report }: YamlText): void => {
  if (!version) return;
  const found = isScalar(version.node) ? version.node.value : undefined;
  if (found !== VERSION) report('wrong-version', version.keyOffset, { supported: VERSION });
};

const readSection = <E extends Entry>(key: string, values: Map<string, Value>, rules: EntryRules): E[] => {
  const section = values.get(key);
  if (!section || isAlias(section.node)) return [];
  if (!isSeq(section.node)) {
    rules.yaml.report('not-a-list', section.keyOffset, { key });
    return [];
  }
  const entries = section.node.items.map((node) => readEntry<E>(node, rules)).filter((entry) => entry !== undefined);
  reportDuplicates(entries, rules.yaml);
  return entries;
};

const reportDuplicates = (entries: readonly Entry[], yaml: YamlText): void => {
  const firstLines = new Map<string, number>();
  for (const entry of entries) {
    const identity = [entry.control, fold(entry.app), shortId(entry.org ?? '')].join(' ');
    const firstLine = firstLines.get(identity);
    if (firstLine === undefined) firstLines.set(identity, entry.line);
    else
      yaml.mistakes.push({
        code: 'duplicate-entry',
        line: entry.line,
        column: entry.column,
        data: { line: firstLine },
      });
  }
};

const byPlace = (one: WaiverMistake, other: WaiverMistake): number =>
  one.line - other.line || one.column - other.column;
