import type { Texts } from '../render.js';
import { clean } from './safe/clean.js';
import { isTime, minute, thousands } from './names.js';
import { permissionOrGrant } from './permissions.js';

/**
 * The codes of a factor's detail in words. Names and messages stay as they are. With its factor, a bare value says what
 * it is, such as a license or a number of minutes.
 */
export const factorDetail = (detail: string, texts: Texts, factor = ''): string => {
  const own = `${factor}.detail`;
  if (texts.has('factors', own)) return texts.say('factors', own, clean(detail));
  return clean(detail)
    .split('; ')
    .map((group) => partsOf(group.split(', '), texts).join(', '))
    .join('; ');
};

/** A count of ranges and the addresses in them make one phrase. Where there are no ranges, nothing enforces them. */
const partsOf = (parts: readonly string[], texts: Texts): string[] =>
  parts.flatMap((part, index) => {
    const [name, value] = factIn(part);
    if (name === 'addresses' && isCount(parts[index - 1])) return [];
    if (name === 'every-request' && parts.includes('ranges=0')) return [];
    if (name !== 'ranges' || !isCount(part)) return [partWords(part, name, value, texts)];
    const [next, addresses] = factIn(parts[index + 1] ?? '');
    return [rangeWords(Number(value), next === 'addresses' ? addresses : UNKNOWN, texts)];
  });

const partWords = (part: string, name: string, value: string, texts: Texts): string => {
  if (isTime(part)) return minute(part);
  const [, left] = MORE.exec(part) ?? [];
  if (left !== undefined) return texts.say('factors', 'detail.more', left);
  if (name === 'relaxation') return texts.say('factors', 'detail.relaxation', relaxationWords(value, texts));
  const ofValue = `detail.${name}.${value}`;
  if (texts.has('factors', ofValue)) return texts.say('factors', ofValue);
  return texts.has('factors', `detail.${name}`)
    ? texts.say('factors', `detail.${name}`, value)
    : listedPermission(permissionOrGrant(part, texts), texts);
};

/** Setup has labels with commas in them, which would look like more than one entry of a list. */
const listedPermission = (words: string, texts: Texts): string =>
  words.includes(', ') ? texts.say('permissions', 'quoted', words) : words;

/** As Setup labels it: metadata has a word for it, SOQL a number. A word of another version is shown as it is. */
const relaxationWords = (value: string, texts: Texts): string => {
  const key = `relaxation.${value.trim().toLowerCase()}`;
  return texts.has('factors', key) ? texts.say('factors', key) : value;
};

/** `addresses`: their number, or that it's unknown. */
export const rangeWords = (count: number, addresses: string, texts: Texts): string => {
  if (count === 0) return texts.say('report', 'detail.no-ranges');
  if (addresses === '1')
    return texts.count('report', 'detail.ranges', count, texts.say('report', 'detail.range-address'));
  const reach = texts.say('report', 'detail.range-addresses', thousands(clean(addresses)));
  return texts.count('report', 'detail.ranges', count, reach);
};

const factIn = (part: string): [name: string, value: string] => {
  const [, name = part, value = ''] = FACT.exec(part) ?? [];
  return [name, value];
};

const isCount = (part = ''): boolean => RANGES.test(part);

const UNKNOWN = 'unknown';
const RANGES = /^ranges=\d+$/;
const FACT = /^([a-z-]+)(?:=|: )(.*)$/;
/** A list that was cut. */
const MORE = /^\+(\d+)$/;
