import { expect } from 'chai';
import { parseAddress } from '../../../src/posture/factors/addresses.js';
import {
  areFew,
  isCovered,
  judgeNetwork,
  mayBeOpen,
  worstNetwork,
  type Network,
} from '../../../src/posture/factors/network.js';

const RANGE = { start: '192.0.2.10', end: '192.0.2.20' };
const NARROW_IPV6 = { start: '2001:db8::10', end: '2001:db8::20' };
const UNREADABLE = { start: '192.0.2.999', end: '192.0.2.20' };

describe('the address of a login', () => {
  it('is in the ranges from the first to the last address of one of them', () => {
    for (const address of ['192.0.2.10', '192.0.2.15', '192.0.2.20', '::ffff:192.0.2.11', '2001:db8::20'])
      expect(isCovered(address, [RANGE, NARROW_IPV6]), address).to.equal(true);
    for (const address of ['192.0.2.9', '192.0.2.21', '2001:db8::21', '2001:db8::f', '::1'])
      expect(isCovered(address, [RANGE, NARROW_IPV6]), address).to.equal(false);
    expect(isCovered('192.0.2.10', [])).to.equal(false);
  });

  it('is not known to be in them where it is none, or where the range that decides is none', () => {
    expect(isCovered('Salesforce.com IP', [RANGE])).to.equal(undefined);
    expect(isCovered('192.0.2.9', [UNREADABLE, RANGE])).to.equal(undefined);
    expect(isCovered('192.0.2.9', [RANGE, UNREADABLE])).to.equal(undefined);
  });

  it('is in them where another range has it', () => {
    expect(isCovered('192.0.2.15', [UNREADABLE, RANGE])).to.equal(true);
  });
});

describe('the number of addresses that a report counts', () => {
  it('is small below that of a whole class B network', () => {
    expect(['0', '1', '65535'].map(areFew)).to.deep.equal([true, true, true]);
    expect(['65536', '65537', '4294967296'].map(areFew)).to.deep.equal([false, false, false]);
  });

  it('is not small where it is no number', () => {
    expect(['unknown', '', '12 addresses', 'about 12', '-1', '1.5'].map(areFew)).to.deep.equal(Array(6).fill(false));
  });
});

describe('several ways in, of which each is possible', () => {
  const way = (state: Network['state'], detail: string = state): Network => ({ state, detail });

  it('are the one way where there is one', () => {
    expect(worstNetwork([way('strict', 'x')], 'why')).to.deep.equal({ state: 'strict', detail: 'x' });
  });

  it('are as bad as the worst of them, and never strict', () => {
    const states = (...all: Network['state'][]): string =>
      worstNetwork(
        all.map((state) => way(state)),
        'why',
      ).state;
    expect(states('strict', 'open', 'loose')).to.equal('open');
    expect(states('loose', 'strict')).to.equal('loose');
    expect(states('unknown', 'loose')).to.equal('loose');
    expect(states('unknown', 'strict')).to.equal('unknown');
    expect(states('strict', 'strict')).to.equal('unknown');
    expect(worstNetwork([], 'why')).to.deep.equal({ state: 'unknown', detail: 'why' });
  });

  it('are told with the reason, each detail once', () => {
    const told = worstNetwork([way('open', 'a'), way('loose', 'b'), way('loose', 'a')], 'copies-differ');
    expect(told.detail).to.equal('copies-differ; a; b');
  });

  it('may be open where one of them is not known and none is known to be open', () => {
    const isLeftOpen = (...all: Network['state'][]): boolean =>
      mayBeOpen(
        worstNetwork(
          all.map((state) => way(state)),
          'why',
        ).detail,
      );
    expect(isLeftOpen('loose', 'unknown')).to.equal(true);
    expect(isLeftOpen('open', 'unknown')).to.equal(false);
    expect(isLeftOpen('loose', 'strict')).to.equal(false);
    expect(isLeftOpen('strict', 'unknown')).to.equal(false);
    expect(worstNetwork([way('loose'), way('unknown')], 'why').detail).to.equal('why; loose; unknown; may-be-open');
  });

  it('are not open for lack of a detail', () => {
    expect(mayBeOpen(undefined)).to.equal(false);
    expect(mayBeOpen('relaxation=Enforce')).to.equal(false);
  });
});

describe('what a network is told by', () => {
  const judged = (more: Partial<Parameters<typeof judgeNetwork>[0]>): string => {
    const everyRequest = { known: true, value: true } as const;
    const { state, detail } = judgeNetwork({
      ...{ ipRelaxation: 'Enforce', everyRequest, ranges: { known: true, value: [RANGE] } },
      ...more,
    });
    return `${state}: ${detail}`;
  };

  it('is each of its parts', () => {
    expect(judged({})).to.equal('strict: relaxation=Enforce, ranges=1, addresses=11, every-request=true');
    expect(judged({ everyRequest: { known: false, why: 'x' } })).to.match(/, every-request=unknown$/);
    expect(judged({ ipRelaxation: 'Bypass' })).to.equal('open: relaxation=Bypass');
    expect(judged({ ipRelaxation: 2 })).to.equal('open: relaxation=2');
    expect(judged({ ranges: undefined })).to.equal('loose: relaxation=Enforce, no-execution-user');
    expect(judged({ ranges: undefined, ipRelaxation: null })).to.equal(
      'loose: relaxation=unknown, no-execution-user, may-be-open',
    );
    expect(judged({ ranges: { known: false, why: 'no-profile' } })).to.equal(
      'unknown: relaxation=Enforce, ranges=unknown (no-profile)',
    );
  });

  it('is strict by no relaxation that is not known', () => {
    expect(judged({ ipRelaxation: 'Sometimes' })).to.match(/^unknown: relaxation=Sometimes, ranges=1/);
    expect(judged({ ipRelaxation: ' ENFORCE ' })).to.match(/^strict/);
    for (const enforced of ['Enforce', 'Enforce_RelaxRefresh', 0, '3'])
      expect(judged({ ipRelaxation: enforced })).to.match(/^strict/);
    for (const relaxed of ['Bypass', 'Bypass_2factor', 1, '2'])
      expect(judged({ ipRelaxation: relaxed })).to.match(/^open/);
  });

  it('may be open where it is loose, and a part of it was not read', () => {
    const wide = { known: true, value: [{ start: '10.0.0.0', end: '10.255.255.255' }] } as const;
    expect(judged({ ranges: wide })).to.match(/^loose: .*every-request=true$/);
    expect(judged({ ranges: wide, ipRelaxation: null })).to.match(/^loose: .*, may-be-open$/);
    const partly = { known: true, value: [...wide.value, UNREADABLE] } as const;
    expect(judged({ ranges: partly })).to.match(/^loose: .*addresses=unknown.*, may-be-open$/);
  });
});

describe('the text of an address', () => {
  it('has octets of one to three digits, without a zero in front, of at most 255', () => {
    for (const text of ['0.0.0.0', '9.10.99.100', '255.255.255.255', ' 1.2.3.4 '])
      expect(parseAddress(text), text).to.be.a('bigint');
    for (const text of [
      '01.2.3.4',
      '1.2.3.04',
      '256.2.3.4',
      '1.2.3',
      '1.2.3.4.5',
      'x1.2.3.4',
      '1.2.3.4x',
      '1.2.3.1000',
      '1..3.4',
      '1.2.3.',
    ])
      expect(parseAddress(text), text).to.equal(undefined);
  });

  it('has groups of one to four hexadecimal digits, eight or fewer around two colons', () => {
    for (const text of ['::', '::1', '1::', 'a:B:c:D:e:F:0:9', 'fe80::ffff:1', '1:2:3:4:5:6:7::', '::ffff:192.0.2.1'])
      expect(parseAddress(text), text).to.be.a('bigint');
    for (const text of [
      ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', '12345::', '::g', '::-1', ':::', '1:2:3:4:5:6:7:8::'],
      ...['::ffff:192.0.2.256', '::ffff:192.0.2', '::1 2', 'x::1', '1:2:3:4::5:6:7:8'],
    ])
      expect(parseAddress(text), text).to.equal(undefined);
  });

  it('is a number in one row for both families', () => {
    expect(parseAddress('0.0.0.1')).to.equal(0xffff_0000_0001n);
    expect(parseAddress('::ffff:0.0.0.1')).to.equal(0xffff_0000_0001n);
    expect(parseAddress('1:2:3:4:5:6:7:8')).to.equal(0x0001_0002_0003_0004_0005_0006_0007_0008n);
    expect(parseAddress('1::8')).to.equal((1n << 112n) | 8n);
  });
});
