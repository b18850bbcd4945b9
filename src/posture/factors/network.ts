import type { IpRange } from '../../metadata/facts.js';
import type { Known } from '../known.js';
import { ALL_IPV4, intersection, merged, parseAddress, sizeOf, unionSize, type Span } from './addresses.js';

/** `loose`: restricted, but not narrow enough. `open`: proven not to restrict anything. */
export type NetworkState = 'strict' | 'loose' | 'open' | 'unknown';
export type Network = { state: NetworkState; detail: string };

export type Relaxation = 'enforced' | 'relaxed' | 'unknown';

/**
 * The words in metadata and the numbers in SOQL. The flow issues no refresh token, so relaxing refreshes changes
 * nothing.
 */
const RELAXATIONS: ReadonlyMap<string, Relaxation> = new Map([
  ['enforce', 'enforced'],
  ['0', 'enforced'],
  ['enforce_relaxrefresh', 'enforced'],
  ['3', 'enforced'],
  ['bypass', 'relaxed'],
  ['2', 'relaxed'],
  ['bypass_2factor', 'relaxed'],
  ['1', 'relaxed'],
]);

export const readRelaxation = (value: string | number | null): Relaxation =>
  (value === null ? undefined : RELAXATIONS.get(String(value).trim().toLowerCase())) ?? 'unknown';

const TOO_MANY_IPV4 = 65_536n;
const WIDEST_IPV6 = 1n << 64n;

export type RangesMeasured = { state: NetworkState; addresses: string };

/**
 * What all ranges prove together. A range that can't be read turns `strict` into `unknown`. It can't narrow what the
 * others already leave open.
 */
export const measureRanges = (ranges: readonly IpRange[]): RangesMeasured => {
  const spans = ranges.map(readRange);
  const read = spans.filter((span) => span !== undefined);
  const complete = read.length === spans.length;
  return { state: rangesState(read, complete), addresses: complete ? String(unionSize(read)) : 'unknown' };
};

/** Whether so many addresses, as a report counts them, are few enough for any range. */
export const areFew = (addresses: string): boolean => /^\d+$/.test(addresses) && BigInt(addresses) < TOO_MANY_IPV4;

/** Whether an address lies in one of the ranges. Undefined: the address, or a range that would have to decide, cannot be read. */
export const isCovered = (address: string, ranges: readonly IpRange[]): boolean | undefined => {
  const point = parseAddress(address);
  if (point === undefined) return undefined;
  const spans = ranges.map(readRange);
  if (spans.some((span) => span && span.first <= point && point <= span.last)) return true;
  return spans.includes(undefined) ? undefined : false;
};

const rangesState = (spans: readonly Span[], complete: boolean): NetworkState => {
  if (spans.length === 0) return complete ? 'open' : 'unknown';
  const ipv4 = unionSize(spans.map((span) => intersection(span, ALL_IPV4)).filter((part) => part !== undefined));
  if (ipv4 === sizeOf(ALL_IPV4)) return 'open';
  if (ipv4 >= TOO_MANY_IPV4 || merged(spans).some(isWideIPv6)) return 'loose';
  return complete ? 'strict' : 'unknown';
};

/** Measured on merged spans, because two narrow neighbors can be wide together. */
const isWideIPv6 = (span: Span): boolean => sizeOf(span) > WIDEST_IPV6;

const isDotted = (text: string): boolean => !text.includes(':');

const isIPv4 = (address: bigint): boolean => address >= ALL_IPV4.first && address <= ALL_IPV4.last;

const readRange = ({ start, end }: IpRange): Span | undefined => {
  const first = parseAddress(start);
  const last = parseAddress(end);
  if (first === undefined || last === undefined || first > last) return undefined;
  const mixesFamilies = (isDotted(start) || isDotted(end)) && isIPv4(first) !== isIPv4(last);
  return mixesFamilies ? undefined : { first, last };
};

/** `ranges` undefined: the app has no Run As user. */
export type NetworkInput = {
  ipRelaxation: string | number | null;
  ranges: Known<readonly IpRange[]> | undefined;
  everyRequest: Known<boolean>;
};

/** What keeps logins from any address out: the app's IP relaxation and the user's own profile. */
export const judgeNetwork = ({ ipRelaxation, ranges, everyRequest }: NetworkInput): Network => {
  const relaxation = readRelaxation(ipRelaxation);
  const isUnknown = relaxation === 'unknown';
  const shown = `relaxation=${ipRelaxation ?? 'unknown'}`;
  if (relaxation === 'relaxed') return { state: 'open', detail: shown };
  if (ranges === undefined) return { state: 'loose', detail: listed(shown, NOBODY, isUnknown && MAY_BE_OPEN) };
  if (!ranges.known) return { state: 'unknown', detail: `${shown}, ranges=unknown (${ranges.why})` };
  const measured = measureRanges(ranges.value);
  const isLeftOpen = measured.state === 'loose' && (isUnknown || measured.addresses === 'unknown');
  const detail = listed(
    shown,
    `ranges=${ranges.value.length}`,
    `addresses=${measured.addresses}`,
    `every-request=${everyRequest.known ? everyRequest.value : 'unknown'}`,
    isLeftOpen && MAY_BE_OPEN,
  );
  const state = measured.state === 'strict' && isUnknown ? 'unknown' : measured.state;
  return { state, detail };
};

const listed = (...parts: readonly (string | false)[]): string => parts.filter(Boolean).join(', ');

const NOBODY = 'no-execution-user';

/** Not strict in any case, and what was not read may show that nothing is restricted at all: the risk may be higher. */
export const MAY_BE_OPEN = 'may-be-open';

export const mayBeOpen = (detail: string | undefined): boolean => detail?.includes(MAY_BE_OPEN) ?? false;

/** Of the ways in that the sources leave possible, one that is open is open, and one that is not strict is not strict. */
export const worstNetwork = (possible: readonly Network[], why: string): Network => {
  const [only, ...others] = possible;
  if (only && others.length === 0) return only;
  const states = possible.map(({ state }) => state);
  const state = WORST.find((worst) => states.includes(worst)) ?? 'unknown';
  const details = new Set(possible.map(({ detail }) => detail));
  const isLeftOpen = state === 'loose' && states.includes('unknown');
  return { state, detail: [why, ...details, ...(isLeftOpen ? [MAY_BE_OPEN] : [])].join('; ') };
};

const WORST: readonly NetworkState[] = ['open', 'loose'];
