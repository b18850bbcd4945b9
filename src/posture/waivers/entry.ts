import { isAlias, isMap, isScalar, type Scalar } from 'yaml';
import { allControls } from '../controls/all.js';
import { daysBetween, daysLater } from './days.js';
import { type Fields, LONGEST_DAYS } from './fields.js';
import type { Entry } from './model.js';
import { offsetOf, readKeys, type Value, type YamlText } from './yaml.js';

export type EntryRules = { fields: Fields; today: string; yaml: YamlText };
type Texts = Map<string, { text: string; offset: number }>;

/** One waiver or manual check. Undefined: it has a mistake, which was reported. */
export const readEntry = <E extends Entry>(node: unknown, { fields, today, yaml }: EntryRules): E | undefined => {
  if (!isMap(node)) {
    if (!isAlias(node)) yaml.report('not-a-mapping', offsetOf(node));
    return undefined;
  }
  const mistakesBefore = yaml.mistakes.length;
  const texts: Texts = new Map();
  for (const [key, value] of readKeys(node, keysOf(fields), yaml)) {
    const text = readText(key, value, yaml);
    const fault = text === undefined ? undefined : fields[key]?.fault(text, today);
    if (fault) yaml.report(fault.code, offsetOf(value.node), fault.data);
    else if (text !== undefined) texts.set(key, { text, offset: offsetOf(value.node) });
  }
  reportMismatch(texts, yaml);
  reportOldCheck(texts, yaml);
  if (yaml.mistakes.length > mistakesBefore) return undefined;
  // The fields were judged by their own rules: what is left is exactly the entry's keys.
  const entry = Object.fromEntries([...texts].map(([key, { text }]) => [key, text]));
  return { ...entry, ...yaml.place(offsetOf(node)) } as E;
};

const keysOf = (fields: Fields): { allowed: string[]; required: string[] } => {
  const allowed = Object.keys(fields);
  return { allowed, required: allowed.filter((key) => fields[key]?.required) };
};

const readText = (key: string, { node, keyOffset }: Value, { report }: YamlText): string | undefined => {
  if (isAlias(node)) return undefined;
  if (!isScalar(node)) report('not-text', offsetOf(node), { key });
  else if (node.value === null || (typeof node.value === 'string' && node.value.trim() === ''))
    report('empty-value', keyOffset, { key });
  else if (typeof node.value !== 'string') report('not-text', offsetOf(node), { key });
  else if (isCut(node)) report('comment-in-text', offsetOf(node), { key, left: node.value, cut: `#${node.comment}` });
  else return node.value;
  return undefined;
};

/** `PROJ #1234` is PROJ to YAML. A comment that is meant as one has a blank behind its `#`. */
const isCut = ({ type, comment }: Scalar): boolean => type === 'PLAIN' && /^\S/.test(comment ?? '');

const reportMismatch = (texts: Texts, { report }: YamlText): void => {
  const control = allControls.find(({ id }) => id === texts.get('control')?.text);
  const app = texts.get('app');
  if (control && app && !app.text.startsWith(`${control.appType}:`))
    report('control-app-mismatch', app.offset, { control: control.id, type: control.appType });
};

/** Otherwise a new end each year would let one look in Setup stand for good. */
const reportOldCheck = (texts: Texts, { report }: YamlText): void => {
  const checked = texts.get('checked');
  const expires = texts.get('expires');
  if (checked && expires && daysBetween(checked.text, expires.text) > LONGEST_DAYS)
    report('checked-too-old', checked.offset, {
      found: checked.text,
      days: LONGEST_DAYS,
      expires: expires.text,
      latest: daysLater(checked.text, LONGEST_DAYS),
    });
};
