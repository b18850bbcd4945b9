import { expect } from 'chai';
import { gate, type GateRules } from '../../../src/posture/report/gate.js';
import {
  REASONS,
  type FactorId,
  type Finding,
  type Step,
  type StepName,
  type Target,
} from '../../../src/posture/model.js';
import { APP_LEVEL_REASONS } from '../../../src/posture/steps.js';
import { finding, orgTarget } from '../../reports/support/builders.js';

const RULES: GateRules = { failOn: 'high', allowIncomplete: false, baselineUsed: false };

const fails = finding({ name: 'Billing', reason: 'flow-enabled' });
const ecaFails = finding({ name: 'Billing', type: 'ExternalClientApplication', reason: 'not-hardened' });
const passes = finding({ name: 'Sales', reason: 'flow-disabled' });
const isNoCase = finding({ name: 'Saml', reason: 'no-oauth' });
const waived: Finding = { ...fails, status: 'waived' };
const notReturned = finding({ name: 'Gone', reason: 'not-returned' });
const notShown = finding({ name: 'VendorTool', reason: 'managed-not-shown' });
const unreadable = finding({ name: 'Odd', reason: 'unreadable' });
const checked = (found: Finding): Finding => ({
  ...found,
  manualCheck: { reason: 'Looked at it', owner: 'team', checked: '2026-11-01', expires: '2027-03-31' },
});

const failed = (step: StepName): Step => ({ step, status: 'failed', detail: 'network' });
const org = (findings: Finding[], coverage: Step[] = []): Target => orgTarget(findings, { coverage });
const lost = (): Target => orgTarget([], { error: { name: 'NetworkError', message: 'm', actions: [] }, coverage: [] });

const known = (found: Finding): Finding => ({
  ...found,
  usage: { status: 'seen', windowDays: 90, logins: 1 },
  risk: { level: 'baseline', factors: (found.risk?.factors ?? []).map(({ factor }) => ({ factor, state: 'present' })) },
});
const allKnownBut = (unknown: FactorId): Finding => {
  const { risk, ...rest } = known(waived);
  const factors = (risk?.factors ?? []).map(({ factor, state }) => ({
    factor,
    state: factor === unknown ? ('unknown' as const) : state,
  }));
  return { ...rest, risk: { level: 'baseline', factors } };
};
const alwaysUnknown = (found: Finding): Finding => ({
  ...known(found),
  risk: {
    level: 'baseline',
    factors: [
      { factor: 'rate-limiting', state: 'unknown' },
      { factor: 'secret-age', state: 'unknown' },
    ],
  },
});

type Case = readonly [what: string, targets: Target[], code: number, rules?: Partial<GateRules>];

const cases: Case[] = [
  ['passing, waived and not applicable apps', [org([passes, waived, isNoCase])], 0],
  ['an org without apps', [org([])], 0],
  ['a failure', [org([passes, fails])], 30],
  ['a high failure', [org([ecaFails])], 30],
  ['a high failure where only critical ones count', [org([ecaFails])], 0, { failOn: 'critical' }],
  ['a critical failure where only critical ones count', [org([fails])], 30, { failOn: 'critical' }],
  ['a failure where none counts', [org([fails])], 0, { failOn: 'never' }],
  ['an app that was not evaluated', [org([passes, notReturned])], 31],
  ['an app that was not evaluated where no failure counts', [org([fails, notReturned])], 31, { failOn: 'never' }],
  ['a failure beside what was not evaluated', [org([fails, notReturned])], 30],
  ['no target at all', [], 1],
  ['one org that could not be audited', [lost()], 1],
  ['several orgs none of which could be audited', [lost(), lost()], 1],
  ['one org lost, the other clean', [lost(), org([passes])], 31],
  ['one org lost, the other clean, incomplete allowed', [lost(), org([passes])], 31, { allowIncomplete: true }],
  ['one org lost, the other failing', [lost(), org([fails])], 30],
  ['a list that was refused', [org([passes], [failed('list-oauth-policies')])], 31],
  ['a refused list, incomplete allowed', [org([], [failed('list-connected-apps')])], 31, { allowIncomplete: true }],
  ['a query for external client apps that was refused', [org([passes], [failed('query-external-client-apps')])], 31],
  ['an audit trail that was refused, a risk unknown besides', [org([waived], [failed('query-audit-trail')])], 0],
  ['app policies that were refused, a risk unknown besides', [org([waived], [failed('query-app-policies')])], 0],
  ['a step that was skipped', [org([passes], [{ step: 'query-login-history', status: 'skipped' }])], 0],
  ['a failed step on which nothing hung', [org([passes], [failed('query-oauth-policies')])], 0],
  ['a failed step, all risks known', [org([alwaysUnknown(waived)], [failed('query-oauth-policies')])], 0],
  ['a failed step that left a risk unknown', [org([waived], [failed('query-users')])], 31],
  ['a risk unknown without any failed step', [org([waived])], 0],
  [
    'a failed step that left the use unknown',
    [org([{ ...known(waived), usage: { status: 'unknown', windowDays: 90 } }], [failed('query-login-history')])],
    31,
  ],
  ['an app not returned, checked by hand', [org([checked(notReturned)])], 0],
  ['an app not shown, checked by hand', [org([checked(notShown)])], 0],
  ['an unreadable flag, whatever was checked by hand', [org([checked(unreadable)])], 31],
  ['two apps not shown, one checked by hand', [org([checked(notShown), notReturned])], 31],
  ['a failure, whatever was checked by hand', [org([fails, checked(notShown)])], 30],
  [
    'an app kept back by a failed retrieve, though checked by hand',
    [org([checked(notReturned)], [failed('retrieve-apps')])],
    31,
  ],
  [
    'an app kept back by a file that could not be read, though checked by hand',
    [org([checked(notReturned)], [failed('read-files')])],
    31,
  ],
  [
    'an app kept back by a file that could not be read, incomplete allowed',
    [org([notReturned], [failed('read-files')])],
    31,
    { allowIncomplete: true },
  ],
  [
    'an app kept back by a failed retrieve, incomplete allowed',
    [org([notReturned], [failed('retrieve-apps')])],
    31,
    { allowIncomplete: true },
  ],
  [
    'an app not shown, checked by hand, beside a step that failed',
    [org([checked(notShown)], [failed('query-oauth-policies')])],
    0,
  ],
  [
    'an app not returned, checked by hand, beside a step that hides no file',
    [org([checked(notReturned)], [failed('query-transaction-security')])],
    0,
  ],
  ['a failure that the baseline knows', [org([{ ...fails, change: 'unchanged' }])], 0, { baselineUsed: true }],
  ['a failure that is new', [org([{ ...fails, change: 'new' }])], 30, { baselineUsed: true }],
  ['a failure that was not compared', [org([fails])], 30, { baselineUsed: true }],
  ['a mark without a baseline', [org([{ ...fails, change: 'unchanged' }])], 30],
  [
    'an app that was not evaluated before either',
    [org([{ ...notReturned, change: 'unchanged' }])],
    31,
    { baselineUsed: true },
  ],
];

describe('gate', () => {
  for (const [what, targets, code, rules] of cases) {
    it(`${code}: ${what}`, () => {
      expect(gate(targets, { ...RULES, ...rules })).to.equal(code);
    });
  }

  const hungOn: Array<readonly [FactorId, code: number]> = [
    ['admin-profile', 31],
    ['modify-all-data', 31],
    ['broad-permissions', 31],
    ['user-active', 31],
    ['network-restricted', 31],
    ['user-dedicated', 31],
    ['monitoring', 31],
    ['rate-limiting', 0],
    ['secret-age', 0],
  ];
  for (const [factor, code] of hungOn) {
    it(`${code}: a failed step, and of the risk ${factor} alone unknown`, () => {
      expect(gate([org([allKnownBut(factor)], [failed('query-users')])], RULES)).to.equal(code);
    });
  }

  for (const reason of REASONS) {
    const found = finding({ name: 'App', reason });
    if (found.status !== 'not-evaluated') continue;
    const covered = APP_LEVEL_REASONS.includes(reason);
    it(`${covered ? 'lets' : 'does not let'} --allow-incomplete and a manual check cover ${reason}`, () => {
      const code = covered ? 0 : 31;
      expect(gate([org([found])], { ...RULES, allowIncomplete: true })).to.equal(code);
      expect(gate([org([checked(found)])], RULES)).to.equal(code);
      expect(gate([org([found])], RULES)).to.equal(31);
    });
  }
});
