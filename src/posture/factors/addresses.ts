/**
 * IP addresses as numbers in one range: an IPv4 address is its IPv4-mapped IPv6 address (::ffff:a.b.c.d). So ranges of
 * both families, and IPv6 ranges that contain mapped addresses, are measured in the same way.
 */

export type Span = { first: bigint; last: bigint };

const MAPPED_PREFIX = 0xffffn << 32n;
export const ALL_IPV4: Span = { first: MAPPED_PREFIX, last: MAPPED_PREFIX | 0xffff_ffffn };

export const sizeOf = ({ first, last }: Span): bigint => last - first + 1n;

/** The address, or undefined if the text isn't one. */
export const parseAddress = (text: string): bigint | undefined => {
  const trimmed = text.trim();
  if (trimmed.includes(':')) return parseIPv6(trimmed);
  const address = parseIPv4(trimmed);
  return address === undefined ? undefined : MAPPED_PREFIX | address;
};

export const intersection = (a: Span, b: Span): Span | undefined => {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  return first <= last ? { first, last } : undefined;
};

/** The same addresses in as few spans as possible: spans that overlap or touch become one. */
export const merged = (spans: readonly Span[]): Span[] => {
  const sorted = [...spans].sort((a, b) => (a.first < b.first ? -1 : 1));
  const whole: Span[] = [];
  for (const { first, last } of sorted) {
    const before = whole.at(-1);
    if (before === undefined || first > before.last + 1n) whole.push({ first, last });
    else if (last > before.last) before.last = last;
  }
  return whole;
};

/** The number of addresses that are in at least one span. */
export const unionSize = (spans: readonly Span[]): bigint =>
  merged(spans).reduce((covered, span) => covered + sizeOf(span), 0n);

/** Octets with a leading zero are rejected, because some parsers read them as octal. */
const OCTET = /^(0|[1-9]\d{0,2})$/;

const parseIPv4 = (text: string): bigint | undefined => {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) return undefined;
  return octets.reduce((address, octet) => (address << 8n) | BigInt(octet), 0n);
};

const GROUP = /^[0-9a-f]{1,4}$/i;

const parseIPv6 = (text: string): bigint | undefined => {
  const halves = withHexTail(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const groups = tail === undefined ? head : filled(head, tail);
  if (groups.length !== 8 || !groups.every((group) => GROUP.test(group))) return undefined;
  return groups.reduce((address, group) => (address << 16n) | BigInt(`0x${group}`), 0n);
};

/** `::` replaces at least one group. */
const filled = (head: readonly string[], tail: readonly string[]): readonly string[] => {
  const missing = 8 - head.length - tail.length;
  return missing < 1 ? [] : [...head, ...Array<string>(missing).fill('0'), ...tail];
};

/** `::ffff:192.0.2.1` with its dotted part as two groups. */
const withHexTail = (text: string): string | undefined => {
  if (!text.includes('.')) return text;
  const cut = text.lastIndexOf(':') + 1;
  const tail = parseIPv4(text.slice(cut));
  return tail === undefined
    ? undefined
    : `${text.slice(0, cut)}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
};
