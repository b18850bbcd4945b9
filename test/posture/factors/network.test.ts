import { expect } from 'chai';
import fc from 'fast-check';
import { parseAddress, unionSize, type Span } from '../../../src/posture/factors/addresses.js';
import type { IpRange } from '../../../src/metadata/facts.js';
import {
  judgeNetwork,
  measureRanges,
  readRelaxation,
  type NetworkState,
} from '../../../src/posture/factors/network.js';
import { EVERYWHERE, known, NARROW, notKnown, WIDE } from '../support/builders.js';

const range = (start: string, end: string): IpRange => ({ start, end });
const mapped = (start: string, end: string): IpRange => range(`::ffff:${start}`, `::ffff:${end}`);

const cases: Array<readonly [name: string, ranges: IpRange[], state: NetworkState, addresses: string]> = [
  ['no range', [], 'open', '0'],
  ['one address', [range('192.0.2.1', '192.0.2.1')], 'strict', '1'],
  ['65,535 addresses', [range('10.0.0.0', '10.0.255.254')], 'strict', '65535'],
  ['65,536 addresses', [range('10.0.0.0', '10.0.255.255')], 'loose', '65536'],
  [
    'two halves that are too many together',
    [range('10.0.0.0', '10.0.127.255'), range('10.9.0.0', '10.9.127.255')],
    'loose',
    '65536',
  ],
  ['the same range twice', [NARROW, NARROW], 'strict', '256'],
  ['overlapping ranges', [range('10.0.0.0', '10.0.0.9'), range('10.0.0.5', '10.0.0.14')], 'strict', '15'],
  ['a range inside another', [range('10.0.0.0', '10.0.0.255'), range('10.0.0.7', '10.0.0.8')], 'strict', '256'],
  ['every IPv4 address', [EVERYWHERE], 'open', '4294967296'],
  [
    'every IPv4 address in two parts',
    [range('0.0.0.0', '127.255.255.255'), range('128.0.0.0', '255.255.255.255')],
    'open',
    '4294967296',
  ],
  ['every IPv4 address but one', [range('0.0.0.0', '255.255.255.254')], 'loose', '4294967295'],
  ['mapped addresses are IPv4', [mapped('203.0.113.0', '203.0.113.255'), NARROW], 'strict', '256'],
  ['mapped, too many', [mapped('10.0.0.0', '10.255.255.255')], 'loose', '16777216'],
  ['from a plain address to a mapped one', [range('192.0.2.1', '::ffff:192.0.2.4')], 'strict', '4'],
  ['mapped, everything', [mapped('0.0.0.0', '255.255.255.255')], 'open', '4294967296'],
  ['an IPv6 range around all mapped ones', [range('::', '::ffff:ffff:ffff')], 'open', String(2n ** 48n)],
  ['an IPv6 range that reaches into the mapped ones', [range('::fffe:ffff:ffff', '::ffff:0:1')], 'strict', '3'],
  ['a /64', [range('2001:db8::', '2001:db8::ffff:ffff:ffff:ffff')], 'strict', String(2n ** 64n)],
  ['a /64 and one address more', [range('2001:db8::', '2001:db8:0:1::')], 'loose', String(2n ** 64n + 1n)],
  [
    'two /64s side by side, in any order',
    [range('2001:db8:0:1::', '2001:db8:0:1:ffff:ffff:ffff:ffff'), range('2001:db8::', '2001:db8::ffff:ffff:ffff:ffff')],
    'loose',
    String(2n ** 65n),
  ],
  [
    'two /64s that overlap',
    [
      range('2001:db8::', '2001:db8::ffff:ffff:ffff:ffff'),
      range('2001:db8::8000:0:0:0', '2001:db8:0:1:7fff:ffff:ffff:ffff'),
    ],
    'loose',
    String(2n ** 64n + 2n ** 63n),
  ],
  [
    'two /64s apart',
    [range('2001:db8::', '2001:db8::ffff:ffff:ffff:ffff'), range('2001:db8:0:2::', '2001:db8:0:2:ffff:ffff:ffff:ffff')],
    'strict',
    String(2n ** 65n),
  ],
  ['all of IPv6', [range('::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')], 'open', String(2n ** 128n)],
  ['both families in one range, from below the mapped ones', [range('::1', '192.0.2.1')], 'unknown', 'unknown'],
  ['a range of which only the start can be read', [range('10.0.0.1', '')], 'unknown', 'unknown'],
  ['a wide range beside a narrow one of IPv6', [WIDE, range('2001:db8::1', '2001:db8::2')], 'loose', '16777218'],
  [
    'a wide range of IPv6 beside narrow ones',
    [NARROW, range('2001:db8::', '2001:db9::')],
    'loose',
    String(2n ** 96n + 257n),
  ],
  [
    'one address that makes them too many',
    [range('10.0.0.0', '10.0.255.254'), range('192.0.2.1', '192.0.2.1')],
    'loose',
    '65536',
  ],
  ['reversed', [range('10.0.0.9', '10.0.0.1')], 'unknown', 'unknown'],
  ['no address', [range('office', '10.0.0.1')], 'unknown', 'unknown'],
  ['a range of IPv6 whose start cannot be read', [range('office', '2001:db8::1')], 'unknown', 'unknown'],
  ['a range of IPv6 whose end cannot be read', [range('2001:db8::1', 'office')], 'unknown', 'unknown'],
  ['both families in one range', [range('10.0.0.1', '2001:db8::1')], 'unknown', 'unknown'],
  ['a narrow range beside an unreadable one', [NARROW, range('', '')], 'unknown', 'unknown'],
  ['a wide range beside an unreadable one', [WIDE, range('?', '?')], 'loose', 'unknown'],
  ['everything beside a reversed range', [EVERYWHERE, range('10.0.0.9', '10.0.0.1')], 'open', 'unknown'],
];

describe('posture: what login IP ranges span', () => {
  for (const [name, ranges, state, addresses] of cases) {
    it(`${name}: ${state}, ${addresses} addresses`, () => {
      expect(measureRanges(ranges)).to.deep.equal({ state, addresses });
    });
  }

  const octet = fc.integer({ min: 0, max: 255 });
  const ipv4 = fc.tuple(octet, octet, octet, octet).map((octets) => octets.join('.'));
  const rank: NetworkState[] = ['strict', 'unknown', 'loose', 'open'];

  it('never looks stricter for one range more, unless there was none', () => {
    const arbitraryRange = fc.record({ start: ipv4, end: fc.oneof(ipv4, fc.constant('none')) });
    fc.assert(
      fc.property(fc.array(arbitraryRange, { minLength: 1 }), arbitraryRange, (ranges, more) => {
        const before = rank.indexOf(measureRanges(ranges).state);
        expect(rank.indexOf(measureRanges([...ranges, more]).state)).to.be.at.least(before);
      }),
    );
  });

  it('counts overlaps once, as counting by hand does', () => {
    const small = fc.tuple(fc.nat(60), fc.nat(60)).map(([a, b]): Span => ({
      first: BigInt(Math.min(a, b)),
      last: BigInt(Math.max(a, b)),
    }));
    fc.assert(
      fc.property(fc.array(small), (spans) => {
        const points = Array.from({ length: 61 }, (_, point) => BigInt(point));
        const covered = points.filter((point) => spans.some(({ first, last }) => first <= point && point <= last));
        expect(unionSize(spans)).to.equal(BigInt(covered.length));
      }),
    );
  });
});

describe('posture: addresses', () => {
  const same: Array<readonly [string, string]> = [
    ['2001:db8::1', '2001:0DB8:0:0:0:0:0:1'],
    ['::', '0:0:0:0:0:0:0:0'],
    ['1::', '1:0:0:0:0:0:0:0'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::ffff:c000:201', ' 192.0.2.1 '],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
  ];
  for (const [one, other] of same) {
    it(`${one} is ${other.trim()}`, () => {
      expect(parseAddress(one)).to.be.a('bigint').and.equal(parseAddress(other));
    });
  }

  const refused = [
    '',
    ' ',
    '1.2.3',
    '1.2.3.4.5',
    '256.0.0.1',
    '010.0.0.1',
    '1.2.3.4/8',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    '::1%eth0',
    '::1.2.3',
    '1.2.3.4::',
    '-1.0.0.0',
    '1e1.0.0.0',
  ];
  for (const text of refused) {
    it(`"${text}" is none`, () => expect(parseAddress(text)).to.equal(undefined));
  }
});

describe('posture: IP relaxation', () => {
  const table = {
    enforced: [
      'Enforce',
      'ENFORCE',
      0,
      '0',
      'Enforce_RelaxRefresh',
      'Enforce_relaxrefresh',
      'ENFORCE_RELAXREFRESH',
      3,
      '3',
    ],
    relaxed: ['Bypass', 'BYPASS', 2, '2', 'Bypass_2factor', 'BYPASS_2FACTOR', 1, '1'],
    unknown: [null, '', 'Relax', 4, -1, 'EnforceAll', 'true', '00'],
  } as const;
  for (const [expected, values] of Object.entries(table)) {
    for (const value of values) {
      it(`${JSON.stringify(value)} is ${expected}`, () => expect(readRelaxation(value)).to.equal(expected));
    }
  }
});

describe('posture: the network of one flow', () => {
  const everyRequest = known(true);
  const ranges = known([NARROW]);

  it('is strict with narrow ranges that are enforced, and tells what it saw', () => {
    expect(judgeNetwork({ ipRelaxation: 'Enforce', ranges, everyRequest })).to.deep.equal({
      state: 'strict',
      detail: 'relaxation=Enforce, ranges=1, addresses=256, every-request=true',
    });
  });

  it('is open where the app relaxes, whatever the ranges', () => {
    for (const any of [ranges, notKnown(), undefined]) {
      expect(judgeNetwork({ ipRelaxation: 2, ranges: any, everyRequest }).state).to.equal('open');
    }
  });

  it('keeps an unknown relaxation from making anything strict, but not from being open', () => {
    expect(judgeNetwork({ ipRelaxation: null, ranges, everyRequest }).state).to.equal('unknown');
    expect(judgeNetwork({ ipRelaxation: null, ranges: known([]), everyRequest }).state).to.equal('open');
  });

  it('is not strict and not proven open where nobody is set to log in', () => {
    expect(judgeNetwork({ ipRelaxation: 'Enforce', ranges: undefined, everyRequest }).state).to.equal('loose');
  });

  it('tells that ranges hold only when a token is issued, without moving the state', () => {
    const { state, detail } = judgeNetwork({ ipRelaxation: 'Enforce', ranges, everyRequest: known(false) });
    expect(state).to.equal('strict');
    expect(detail).to.contain('every-request=false');
  });
});
