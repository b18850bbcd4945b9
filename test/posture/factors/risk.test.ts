import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../../src/posture/evaluate.js';
import type { Finding, RiskLevel } from '../../../src/posture/model.js';
import type { Context, ExecutionUser, Subject } from '../../../src/posture/subject.js';
import type { Known } from '../../../src/posture/known.js';
import {
  contextOf,
  EVERYWHERE,
  executionUser,
  granted,
  known,
  NARROW,
  notKnown,
  openConnectedApp,
  openExternalClientApp,
  USERNAME,
  WIDE,
} from '../support/builders.js';
import { runs } from '../../runs.js';

/** Any open app in any surroundings; `worse` and `unknown` change one part of them at a time. */
type Surroundings = {
  relaxation: string | null;
  state: ExecutionUser['state'];
  admin: Known<boolean>;
  permissions: Known<string[]>;
  unread: string[];
  objects: Known<string[]>;
  ranges: Known<Array<typeof NARROW>>;
  others: string[];
  allAppsRead: boolean;
  monitored: Known<boolean>;
};

const orUnknown = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<Known<T>> =>
  fc.oneof({ arbitrary: values.map(known), weight: 4 }, { arbitrary: fc.constant(notKnown()), weight: 1 });

const surroundings: fc.Arbitrary<Surroundings> = fc.record({
  relaxation: fc.constantFrom('Enforce', 'Enforce', 'Bypass', 'Sometimes', null),
  state: fc.constantFrom('active', 'active', 'inactive', 'not-found', 'unknown'),
  admin: orUnknown(fc.constantFrom(false, false, true)),
  permissions: orUnknown(fc.constantFrom([], [], ['ModifyAllData'], ['ManageUsers'])),
  unread: fc.constantFrom([], [], ['ModifyAllData'], ['ManageRoles']),
  objects: orUnknown(fc.constantFrom([], [], ['ModifyAllRecords:Account'])),
  ranges: orUnknown(fc.constantFrom([NARROW], [NARROW], [], [WIDE], [EVERYWHERE])),
  others: fc.constantFrom([], [], ['ConnectedApp:Other']),
  allAppsRead: fc.boolean(),
  monitored: orUnknown(fc.boolean()),
});

const kind = fc.constantFrom('ConnectedApp', 'ExternalClientApplication');
type Kind = 'ConnectedApp' | 'ExternalClientApplication';

const mapKnown = <T, U>(value: Known<T>, convert: (inner: T) => U): Known<U> =>
  value.known ? known(convert(value.value)) : value;

const judge = (appKind: Kind, around: Surroundings): Finding => {
  const ipRelaxation = around.relaxation;
  const subject: Subject =
    appKind === 'ConnectedApp' ? openConnectedApp({ ipRelaxation }) : openExternalClientApp({ ipRelaxation });
  const user = executionUser({
    state: around.state,
    adminProfile: around.admin,
    permissions: mapKnown(around.permissions, (names) => ({
      granted: names.map((name) => granted(name)),
      unread: around.unread,
    })),
    modifyAllObjects: mapKnown(around.objects, (names) => names.map((name) => granted(name))),
    loginIpRanges: around.ranges,
  });
  const differing: Partial<Context> = {
    appsByUser: new Map([[USERNAME, [`${appKind}:Billing`, ...around.others]]]),
    allAppsRead: around.allAppsRead,
    monitoring: mapKnown(around.monitored, (active) => ({ active, evidence: [] })),
  };
  return evaluate(subject, contextOf(subject, differing, user), 'org');
};

const LEVELS: RiskLevel[] = ['lower', 'baseline', 'higher'];

/** A pass counts as less than any failure. */
const badness = ({ status, risk }: Finding): number => (status === 'pass' || !risk ? -1 : LEVELS.indexOf(risk.level));

const worse: Array<Partial<Surroundings>> = [
  { relaxation: 'Bypass' },
  { state: 'inactive' },
  { admin: known(true) },
  { permissions: known(['ModifyAllData']) },
  { objects: known(['ModifyAllRecords:Account']) },
  { others: ['ConnectedApp:Other'] },
  { monitored: known(false) },
];

const unknown: Array<Partial<Surroundings>> = [
  { relaxation: 'Sometimes' },
  { state: 'unknown' },
  { admin: notKnown() },
  { permissions: notKnown() },
  { unread: ['ModifyAllData', 'ManageRoles'] },
  { objects: notKnown() },
  { ranges: notKnown() },
  { allAppsRead: false },
  { monitored: notKnown() },
];

describe('posture: risk in any surroundings', () => {
  it('never falls, and no failure turns into a pass, when something gets worse', () => {
    fc.assert(
      fc.property(kind, surroundings, fc.constantFrom(...worse), (appKind, around, change) => {
        // From a user that nobody could read to an inactive one is no fall: something became known.
        fc.pre(change.state === undefined || around.state === 'active');
        const before = judge(appKind, around);
        const after = judge(appKind, { ...around, ...change });
        expect(badness(after)).to.be.at.least(badness(before));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('never falls for ranges that cover everything', () => {
    fc.assert(
      fc.property(kind, surroundings, (appKind, around) => {
        fc.pre(around.ranges.known && (around.state === 'active' || around.state === 'inactive'));
        const after = judge(appKind, { ...around, ranges: known([EVERYWHERE]) });
        expect(badness(after)).to.be.at.least(badness(judge(appKind, around)));
      }),
      { numRuns: runs(500) },
    );
  });

  it('is never lowered to "lower", and nothing passes, for what becomes unknown', () => {
    fc.assert(
      fc.property(kind, surroundings, fc.constantFrom(...unknown), (appKind, around, change) => {
        const before = judge(appKind, around);
        const after = judge(appKind, { ...around, ...change });
        if (after.status === 'pass') expect(before.status).to.equal('pass');
        if (after.risk?.level === 'lower') expect(badness(before)).to.be.at.most(LEVELS.indexOf('lower'));
      }),
      { numRuns: runs(1000) },
    );
  });

  it('passes only what is proven in every part', () => {
    fc.assert(
      fc.property(surroundings, (around) => {
        const proven =
          around.relaxation === 'Enforce' || around.relaxation === null
            ? around.state === 'active' &&
              isKnown(around.admin, false) &&
              around.permissions.known &&
              around.permissions.value.length === 0 &&
              around.unread.length === 0 &&
              around.objects.known &&
              around.objects.value.length === 0 &&
              around.ranges.known &&
              around.ranges.value[0] === NARROW &&
              around.others.length === 0 &&
              around.allAppsRead
            : false;
        expect(judge('ExternalClientApplication', around).status).to.equal(proven ? 'pass' : 'fail');
      }),
      { numRuns: runs(2000) },
    );
  });
});

const isKnown = <T>(value: Known<T>, wanted: T): boolean => value.known && value.value === wanted;
