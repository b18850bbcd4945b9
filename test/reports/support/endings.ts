import { FACTORS, type AuditReport, type Finding, type Target } from '../../../src/posture/model.js';
import { gate } from '../../../src/posture/report/gate.js';
import { finding, orgTarget, reportOf } from './builders.js';

/** One report for each way to end, with the exit code that the gate gives it, and the sentence that says so. */

const WAIVER = { reason: 'Vendor', owner: 'team', expires: '2027-03-31' };
const CHECK = { reason: 'Seen', owner: 'team', checked: '2026-11-01', expires: '2027-03-31' };

/** Nothing about it is unknown. */
const fails = (name: string, more: Partial<Finding> = {}): Finding => ({
  ...finding({
    name,
    reason: 'flow-enabled',
    factors: Object.fromEntries(FACTORS.map((factor) => [factor, 'absent' as const])),
  }),
  ...more,
});
/** In the baseline. What would raise its risk is unknown. */
const uncertain = (name: string): Finding => ({
  ...finding({ name, reason: 'flow-enabled' }),
  executionUser: { username: 'user@example.com', state: 'active' },
  change: 'unchanged',
});
const hidden = (name: string, more: Partial<Finding> = {}): Finding => ({
  ...finding({ name, reason: 'not-returned' }),
  ...more,
});
const failed = (step: string): Partial<Target> => ({ coverage: [{ step, status: 'failed', detail: 'cut' }] });

const ended = (targets: Target[], rules: Partial<AuditReport['gate']> = {}): AuditReport => {
  const report = reportOf(targets, { gate: rules });
  const { failOn, allowIncomplete, baseline } = report.gate;
  const exitCode = gate(targets, { failOn, allowIncomplete, baselineUsed: baseline !== undefined });
  return { ...report, gate: { ...report.gate, exitCode } };
};

const WITH_BASELINE = { baseline: 'baseline.json' };
const UNOPENED = { ...orgTarget([]), error: { name: 'NetworkError', message: 'Gone.', actions: [] } };

const offByMetadata = (name: string): Finding =>
  finding({ name, type: 'ExternalClientApplication', reason: 'flow-disabled' });

const turnedOff = (name: string): Finding =>
  finding({ name, type: 'ExternalClientApplication', reason: 'app-disabled' });

const CASES: ReadonlyArray<readonly [what: string, targets: Target[], rules: Partial<AuditReport['gate']>, RegExp]> = [
  ['failures that count', [orgTarget([fails('A'), fails('B')])], {}, /^30: 2 failures reach the level of --fail-on\.$/],
  [
    'failures that are new',
    [orgTarget([fails('A', { change: 'new' }), fails('B', { change: 'unchanged' })])],
    WITH_BASELINE,
    /^30: 1 failure is new or worse than in the baseline, and reaches the level of --fail-on\.$/,
  ],
  [
    'only failures of the baseline',
    [orgTarget([fails('A', { change: 'unchanged' })])],
    WITH_BASELINE,
    /^0: Every failure is in the baseline, and none has become worse\. Everything in the scope/,
  ],
  [
    'failures of the baseline, and a new one that has a waiver',
    [orgTarget([fails('A', { change: 'unchanged' }), fails('B', { change: 'new', status: 'waived', waiver: WAIVER })])],
    WITH_BASELINE,
    /^0: 1 failure is in the baseline, and hasn't become worse\. Everything in the scope/,
  ],
  [
    'failures of the baseline, and some of a level that does not count',
    [
      orgTarget([
        fails('A', { change: 'unchanged' }),
        fails('B', { change: 'unchanged' }),
        fails('C', { change: 'new', severity: 'high' }),
      ]),
    ],
    { ...WITH_BASELINE, failOn: 'critical' },
    /^0: 2 failures are in the baseline, and none has become worse\. 1 failure doesn't reach the level/,
  ],
  [
    'only failures of the baseline, of which one may have become worse',
    [orgTarget([uncertain('A'), fails('B', { change: 'unchanged' })])],
    WITH_BASELINE,
    /^0: Every failure is in the baseline\. The risk of 1 failure in the baseline is partly unknown, so it may have risen\. Everything/,
  ],
  [
    'failures of the baseline, of which some may have become worse, and some of a level that does not count',
    [orgTarget([uncertain('A'), uncertain('B'), fails('C', { change: 'new', severity: 'high' })])],
    { ...WITH_BASELINE, failOn: 'critical' },
    /^0: 2 failures are in the baseline\. The risk of 2 failures in the baseline is partly unknown, so it may have risen\. 1 failure/,
  ],
  ['failures that never count', [orgTarget([fails('A')])], { failOn: 'never' }, /^0: 1 failure was found\. Everything/],
  [
    'nothing at all',
    [orgTarget([])],
    {},
    /^0: No failure was found\. Everything in the scope of this run was evaluated\.$/,
  ],
  [
    'only waived failures',
    [orgTarget([fails('A', { status: 'waived', waiver: WAIVER })])],
    {},
    /^0: Every failure that was found has a waiver\. Everything/,
  ],
  [
    'an app that was not evaluated',
    [orgTarget([hidden('A')])],
    {},
    /^31: No failure was found\. 1 app wasn't evaluated\.$/,
  ],
  [
    'an app with a manual check',
    [orgTarget([hidden('A', { manualCheck: CHECK })])],
    {},
    /^0: No failure was found\. 1 app wasn't evaluated, but has a manual check\.$/,
  ],
  [
    'apps that --allow-incomplete accepts',
    [orgTarget([hidden('A'), hidden('B')])],
    { allowIncomplete: true },
    /^0: No failure was found\. 2 apps weren't evaluated, which --allow-incomplete accepts\.$/,
  ],
  [
    'a list that could not be read',
    [orgTarget([], failed('list-connected-apps'))],
    {},
    /^31: No failure was found\. 1 failed step may have left apps or their settings out of this result\.$/,
  ],
  [
    'a step without which a risk is unknown',
    [orgTarget([finding({ name: 'A', reason: 'flow-enabled' })], failed('query-users'))],
    { failOn: 'never' },
    /^31: 1 failure was found\. The risk or use of 1 app is partly unknown, because a step failed\.$/,
  ],
  [
    'a step that no result depends on',
    [orgTarget([], failed('query-audit-trail'))],
    {},
    /^0: No failure was found\. 1 step failed, but no verdict and no risk in this result depends on it\.$/,
  ],
  [
    'apps that pass by their metadata alone, because the cross-check failed',
    [orgTarget([offByMetadata('A'), offByMetadata('B')], failed('query-oauth-policies'))],
    {},
    /^0: No failure was found\. A step failed, so no second source confirms that 2 apps pass\.$/,
  ],
  [
    'an app that passes because it is turned off by its metadata alone, because that cross-check failed',
    [orgTarget([turnedOff('A'), offByMetadata('B')], failed('query-app-policies'))],
    {},
    /^0: No failure was found\. A step failed, so no second source confirms that 1 app passes\.$/,
  ],
  [
    'a cross-check that failed without an app that passes by it',
    [orgTarget([finding({ name: 'A', reason: 'flow-disabled' })], failed('query-oauth-policies'))],
    {},
    /^0: No failure was found\. 1 step failed, but no verdict and no risk in this result depends on it\.$/,
  ],
  [
    'an org that could not be audited, of several',
    [orgTarget([]), UNOPENED],
    {},
    /^31: No failure was found\. 1 org or folder couldn't be audited\.$/,
  ],
  ['no org that could be audited', [UNOPENED], {}, /^1: No org or folder of this run could be audited\.$/],
];

export const ENDINGS = CASES.map(([what, targets, rules, sentence]) => ({
  what,
  report: ended(targets, rules),
  sentence,
}));
