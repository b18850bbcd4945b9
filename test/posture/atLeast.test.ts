import { expect } from 'chai';
import { isAtLeast } from '../../src/posture/factors/atLeast.js';
import { evaluate } from '../../src/posture/evaluate.js';
import type { FactorState, Finding } from '../../src/posture/model.js';
import type { ExecutionUser } from '../../src/posture/subject.js';
import {
  connectedApp,
  contextOf,
  executionUser,
  granted,
  known,
  notKnown,
  ON,
  openConnectedApp,
  openExternalClientApp,
  userWith,
} from './support/builders.js';

const connected = (user: ExecutionUser): Finding =>
  evaluate(openConnectedApp(), contextOf(openConnectedApp(), {}, user), 'org:1');
const external = (user: ExecutionUser): Finding =>
  evaluate(openExternalClientApp(), contextOf(openExternalClientApp(), {}, user), 'org:1');

const inSource = (finding: Finding, secret: FactorState): Finding => {
  const factors = (finding.risk?.factors ?? []).map((one) =>
    one.factor === 'secret-in-source' ? { factor: one.factor, state: secret } : one,
  );
  return finding.risk ? { ...finding, risk: { ...finding.risk, factors } } : finding;
};

describe('a risk that may be higher than its level says', () => {
  const stale = known({ granted: [], unread: ['ModifyAllData'] });
  const cases: Array<[string, Finding, boolean]> = [
    ['profile unknown', connected(executionUser({ adminProfile: notKnown() })), true],
    ['permissions unknown', connected(executionUser({ permissions: notKnown() })), true],
    ['a group that is not up to date', connected(executionUser({ permissions: stale })), true],
    ['object permissions unknown', external(executionUser({ modifyAllObjects: notKnown() })), true],
    ['ranges unknown', external(executionUser({ loginIpRanges: notKnown() })), true],
    ['a range that cannot be read', external(executionUser({ loginIpRanges: known([{ start: '?', end: '' }]) })), true],
    ['everything known', connected(executionUser()), false],
    ['higher already', connected({ ...userWith(granted('ModifyAllData')), adminProfile: notKnown() }), false],
    ['nobody to log in as', evaluate(connectedApp({ flow: ON }), contextOf(connectedApp()), 'org:1'), false],
    ['an app that passes', external(executionUser({ person: known(true) })), false],
  ];
  for (const [name, finding, expected] of cases) {
    it(`${expected ? 'at least' : 'as it stands'}: ${name}`, () => {
      expect(isAtLeast(finding, { kind: 'org' })).to.equal(expected);
      expect(isAtLeast(inSource(finding, 'absent'), { kind: 'source' })).to.equal(false);
    });
  }

  it('at least: a file that may hold the app’s secret and cannot be read, among files alone', () => {
    const finding = inSource(external(executionUser({ loginIpRanges: notKnown() })), 'unknown');
    expect(isAtLeast(finding, { kind: 'source' })).to.equal(true);
    expect(isAtLeast(inSource(connected(userWith(granted('ModifyAllData'))), 'unknown'), { kind: 'source' })).to.equal(
      false,
    );
  });
});
