const MAX_LENGTH = 300;
/** Text beyond this is ignored. It's enough for a line of 300 characters, however much is removed. */
const MOST_READ = 16_000;

/** C0, C1 and DEL, Unicode line separators, bidirectional controls and zero-width characters. */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;
// eslint-disable-next-line no-control-regex
const ESCAPE_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*(?:[@-~]|$)|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g;

const SECRET_NAME =
  '(?:access_?token|refresh_?token|id_token|session_?id|sid|client_?secret|client_?id|consumer_?key|consumer_?secret|assertion|password|auth_?code|private_?key)';

/**
 * First what looks like a secret anywhere, then what is named like one, in the notations that error messages quote. No
 * expression looks at a character more than a few times, however often a text makes it start again.
 */
const SECRETS: ReadonlyArray<readonly [RegExp, string]> = [
  [/force:\/\/\S+/gi, '***'],
  [/00D\w{12,15}(?:!|%21)[\w.%~+/=-]*/g, '***'],
  [/(?<![\w-])(?=[\w-]*\.[\w-]+\.)([\w-]*?\b)eyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '$1***'],
  [/\b3MVG9[\w.]{10,}/g, '***'],
  [/\b5Aep[\w.]{10,}/g, '***'],
  [/\b[0-9A-F]{32,}\b/gi, '***'],
  [/\b(Bearer|Basic|OAuth)\s+(?=\S*[\d._~+/=-])[\w.~+/=!-]{8,}/gi, '$1 ***'],
  [/:\/\/[^\s/@]+@/g, '://***@'],
  [new RegExp(`(<(?:\\w+:)?${SECRET_NAME}\\b[^<>]*>)[^<]*`, 'gi'), '$1***'],
  [new RegExp(`(\\b${SECRET_NAME}["']?\\s*[=:]\\s*["']?)[^\\s"'&,;<>]+`, 'gi'), '$1***'],
];

/** The platform's command base forces exit codes 10 and 20 on errors whose text looks like these. */
const LOADED_WORDS: ReadonlyArray<readonly [RegExp, string]> = [
  [/TypeError/g, 'type error'],
  [/(?<!\d)(\d{9,}-\d{3,}) \((-?\d{7,})\)/g, '$1 [$2]'],
];

const replaceAll = (text: string, rules: ReadonlyArray<readonly [RegExp, string]>): string =>
  rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text);

const shorten = (text: string): string => {
  const characters = Array.from(text);
  return characters.length <= MAX_LENGTH ? text : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`;
};

/** Removes secrets, and words that would choose an exit code by themselves. */
export const disarmed = (text: string): string => replaceAll(replaceAll(text, SECRETS), LOADED_WORDS);

/** One short line without secrets, control characters, or changes of reading direction, safe to show anywhere. */
export const cleanDetail = (text: string): string => {
  const start = text.slice(0, MOST_READ);
  const oneLine = start.replace(ESCAPE_SEQUENCE, '').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  return shorten(disarmed(start.length < text.length ? withoutLastWord(oneLine) : oneLine));
};

/** Half a secret no longer looks like one, so a word that was cut is removed. */
const withoutLastWord = (text: string): string => `${text.slice(0, text.lastIndexOf(' ') + 1)}…`;
