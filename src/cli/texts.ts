import { format } from 'node:util';
import { Messages } from '@salesforce/core/messages';
import { disarmed } from '../org/redact.js';
import type { Bundle, Texts, TextValue } from '../reports/render.js';
import { cleanPath } from '../reports/words/safe/clean.js';
import { shellWord } from '../reports/words/safe/commandLine.js';
import { DOCS } from './tool.js';

const PACKAGE = 'sf-oauth-posture';
const PLACE_FOR_VALUE = /%[sdifjoO]/g;
const PLACE_FOR_DOCS = '<docs>';

Messages.importMessagesDirectoryFromMetaUrl(import.meta.url);

/** Each bundle is read when its first sentence is needed, and kept. A missing text is an error. */
const load = (bundle: Bundle): Messages<string> => Messages.loadMessages(PACKAGE, bundle);

type Line = { text: string; places: number };

/** A report of 5,000 findings repeats its sentences, and the library searches for each one every time. */
const known = new Map<Bundle, Map<string, readonly Line[]>>();

const linesOf = (bundle: Bundle, key: string): readonly Line[] => {
  const ofBundle = known.get(bundle) ?? new Map<string, readonly Line[]>();
  const before = ofBundle.get(key);
  if (before) return before;
  const lines = load(bundle)
    .getMessages(key)
    .map((text) => ({ text, places: text.match(PLACE_FOR_VALUE)?.length ?? 0 }));
  known.set(bundle, ofBundle.set(key, lines));
  return lines;
};

/** Each line takes as many of the values as it has places for. */
const filled = (lines: readonly Line[], values: readonly TextValue[]): string[] => {
  const left = [...values];
  return lines.map(({ text, places }) => (places === 0 ? text : format(text, ...left.splice(0, places))));
};

/** The singular or plural of a message, with the number inserted. */
const inNumber = (bundle: Bundle, key: string, count: number): string =>
  linesOf(bundle, `${key}.${count === 1 ? 'one' : 'other'}`)
    .map(({ text }) => text.replaceAll('%d', String(count)))
    .join('\n');

const isCounted = (bundle: Bundle, key: string): boolean => load(bundle).messages.has(`${key}.one`);

/**
 * The key and values of a sentence chosen by a code. If the message has a singular and a plural, the first number among
 * the values decides.
 */
const sentenceOf = (bundle: Bundle, key: string, values: readonly TextValue[]): [string, readonly TextValue[]] => {
  if (!isCounted(bundle, key)) return [load(bundle).getMessage(key), values];
  const at = values.findIndex((value) => typeof value === 'number');
  return [inNumber(bundle, key, Number(values[at])), values.toSpliced(at, 1)];
};

/** The same for an entire sentence. */
export const sayCounted = (texts: Texts, bundle: Bundle, key: string, values: readonly TextValue[]): string => {
  if (!isCounted(bundle, key)) return texts.say(bundle, key, ...values);
  return format(...sentenceOf(bundle, key, values).flat());
};

export const createTexts = (): Texts => {
  const points = (bundle: Bundle, key: string, ...values: TextValue[]): string[] =>
    filled(linesOf(bundle, key), values);
  const count = (bundle: Bundle, key: string, number: number, ...values: TextValue[]): string =>
    format(inNumber(bundle, key, number), ...values);
  return {
    points,
    count,
    say: (bundle, key, ...values) => points(bundle, key, ...values).join(' '),
    has: (bundle, key) => load(bundle).messages.has(key),
  };
};

export type ErrorText = { name: string; message: string; actions: string[] };

const nameOf = (code: string): string =>
  `${code.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase())}Error`;

/**
 * For names from people, files, and orgs, wherever they are shown outside a report. Most are paths, so they stay exact,
 * but a token may be in place of a name.
 */
export const harmless = (value: TextValue): TextValue =>
  typeof value === 'string' ? disarmed(cleanPath(value)) : value;

/** Why the system doesn't open or write a file: its own codes, and one of ours. */
const SYSTEM_CODES: readonly TextValue[] = [
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EMFILE',
  'ELOOP',
  'ENAMETOOLONG',
  'EIO',
  'EEXIST',
  'broken-link',
];

/** A system's code in words. The code itself stays, because people search for it. */
export const inWords = (value: TextValue): TextValue =>
  SYSTEM_CODES.includes(value) ? load('errors').getMessage(`system.${value}`, [value]) : harmless(value);

/** An alias can be any text, and so can what an org gives as an ID. In a command to paste, each is one word. */
const inCommand = (text: string, values: readonly TextValue[]): TextValue[] => {
  const before = text.split(PLACE_FOR_VALUE);
  return values.map((value, at) =>
    /--(?:job-id|target-org) $/.test(before[at] ?? '') ? shellWord(String(value)) : value,
  );
};

/**
 * The sentence takes the first values and its actions the others, in order. An action with an empty value is left out.
 * In an action, `<docs>` is the folder of this package's own pages.
 * An org's message belongs in the actions.
 */
export const problemToError = (code: string, values: readonly TextValue[], bundle: Bundle = 'errors'): ErrorText => {
  const [sentence, others] = sentenceOf(bundle, code, values);
  const left = others.map(inWords);
  const next = (text: string): TextValue[] => left.splice(0, text.match(PLACE_FOR_VALUE)?.length ?? 0);
  const fill = (text: string): string | undefined => {
    const parts = text.split(PLACE_FOR_DOCS).map((part) => ({ part, own: next(part) }));
    if (parts.some(({ own }) => own.includes(''))) return undefined;
    return parts.map(({ part, own }) => format(part, ...inCommand(part, own))).join(DOCS);
  };
  const message = format(sentence, ...next(sentence).map((value) => (value === '' ? '""' : value)));
  const actions = load(bundle).getMessages(`${code}.actions`);
  return {
    name: nameOf(code),
    message,
    actions: actions.map(fill).filter((action) => action !== undefined),
  };
};
