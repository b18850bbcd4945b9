import type { IpRange } from '../../metadata/facts.js';
import type { Known } from '../known.js';
import { ALL_IPV4, intersection, merged, parseAddress, sizeOf, unionSize, type Span } from './addresses.js';

/** `loose`: restricted, but not strictly. `open`: proven not to restrict anything. */
export type NetworkState = 'strict' | 'loose' | 'open' | 'unknown';
export type Network = { state: NetworkState; detail: string };

export type Relaxation = 'enforced' | 'relaxed' | 'unknown';

/** The words of the metadata and the numbers of SOQL. The flow issues no refresh token, so relaxing refreshes changes nothing. */
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
 * What the ranges prove together. A range that cannot be read makes a strict result unknown, yet it cannot narrow
 * what the others already leave open.
 */
export const measureRanges = (ranges: readonly IpRange[]): RangesMeasured => {
  const spans = ranges.map(readRange);
  const read = spans.filter((span) => span !== undefined);
  const complete = read.length === spans.length;
  return { state: rangesState(read, complete), addresses: complete ? String(unionSize(read)) : 'unknown' };
};

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

/** Asked of merged spans: two neighbours that are narrow each can be wide together. */
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

/** What stands between this flow and an address from anywhere: the app's relaxation and the user's own profile. */
export const judgeNetwork = ({ ipRelaxation, ranges, everyRequest }: NetworkInput): Network => {
  const relaxation = readRelaxation(ipRelaxation);
  const shown = `relaxation=${ipRelaxation ?? 'unknown'}`;
  if (relaxation === 'relaxed') return { state: 'open', detail: shown };
  if (ranges === undefined) return { state: 'loose', detail: `${shown}, no-execution-user` };
  if (!ranges.known) return { state: 'unknown', detail: `${shown}, ranges=unknown (${ranges.why})` };
  const measured = measureRanges(ranges.value);
  const detail = [
    shown,
    `ranges=${ranges.value.length}`,
    `addresses=${measured.addresses}`,
    `every-request=${everyRequest.known ? everyRequest.value : 'unknown'}`,
  ].join(', ');
  const state = measured.state === 'strict' && relaxation === 'unknown' ? 'unknown' : measured.state;
  return { state, detail };
};
