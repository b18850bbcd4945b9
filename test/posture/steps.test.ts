import { expect } from 'chai';
import { refuseUnknownApps } from '../../src/actions/audit/scopeChecks.js';
import { Refusal } from '../../src/actions/refusal.js';
import { areAllRead } from '../../src/inventory/apps/flowApps.js';
import { Coverage } from '../../src/inventory/coverage.js';
import { evaluate } from '../../src/posture/evaluate.js';
import { STEPS, type Finding, type Step, type StepName, type Target } from '../../src/posture/model.js';
import { disagreements } from '../../src/posture/report/disagreements.js';
import { gate } from '../../src/posture/report/gate.js';
import {
  areFlowsShown,
  failedHiding,
  failedHidingAnything,
  failedTouching,
  type Hidden,
  isReadByStep,
  stepBehind,
} from '../../src/posture/steps.js';
import type { SkipReason } from '../../src/remediation/model/result.js';
import { notReadFor } from '../../src/remediation/plan/plan.js';
import { finding, orgTarget } from '../reports/support/builders.js';
import { contextOf, NOTHING_KNOWN, openConnectedApp } from './support/builders.js';

/**
 * What each use makes of each step that failed. Written by hand: taken from the table itself, it would prove nothing. The
 * uses differ on purpose, and by nothing else than what is listed here.
 */

const HIDE_APPS: readonly StepName[] = [
  'list-connected-apps',
  'list-external-client-apps',
  'list-oauth-policies',
  'list-files',
  'read-files',
  'query-external-client-apps',
];

/** Of an app that was listed the files or the second source may be missing: then it is there, and its flow is not known. */
const HIDE_A_FLOW_THAT_IS_ON: readonly StepName[] = [...HIDE_APPS, 'retrieve-apps', 'query-oauth-policies'];

const HIDE_FILES: readonly StepName[] = ['retrieve-apps', 'read-files'];

const HIDE_VERDICT: readonly StepName[] = [...HIDE_FILES, 'query-external-client-apps', 'query-oauth-policies'];

const HIDE_HARDENING: readonly StepName[] = [
  ...HIDE_VERDICT,
  'query-users',
  'describe-permissions',
  'query-permissions',
  'query-object-permissions',
  'list-profiles',
  'retrieve-profiles-and-settings',
];

const TOLD_ONLY: readonly StepName[] = ['query-app-policies', 'query-audit-trail', 'retrieve-secret-setting'];

/** An app whose settings were not read says so itself; settings of no known app leave no finding. */
const HIDE_SETTINGS: readonly StepName[] = ['list-oauth-settings', 'retrieve-oauth-settings'];

const failed = (step: StepName): Step[] => [{ step, status: 'failed', detail: 'network' }];

const passes = finding({ name: 'Sales', reason: 'flow-disabled' });
const waived: Finding = { ...finding({ name: 'Billing', reason: 'flow-enabled' }), status: 'waived' };
const notReturned = finding({ name: 'Gone', reason: 'not-returned' });

const settingsNotRead = finding({ name: 'Gateway', type: 'ExternalClientApplication', reason: 'settings-not-read' });

const exitCode = (findings: Finding[], step: StepName): number =>
  gate([orgTarget(findings, { coverage: failed(step) })], {
    failOn: 'high',
    allowIncomplete: false,
    baselineUsed: false,
  });

describe('names that match no app', () => {
  it('are all named, with the names that come near any of them', () => {
    const audited = [{ target: orgTarget([passes]), apps: [{ ...passes.app, name: 'Billing' }], notices: [] }];
    expect(() => refuseUnknownApps(['Biling', 'Nope', 'Billing'], audited))
      .to.throw(Refusal)
      .with.deep.property('values', ['Biling" or "Nope', 'Billing']);
  });
});

const isRefused = (target: Target): boolean => {
  try {
    refuseUnknownApps(['Typo'], [{ target, apps: [passes.app], notices: [] }]);
    return false;
  } catch {
    return true;
  }
};

const isCreatedBySource = (coverage: Step[]): boolean => {
  const subject = openConnectedApp({ inSource: true });
  const source: Target = {
    ...orgTarget([evaluate(subject, contextOf(subject, NOTHING_KNOWN), 'source')]),
    kind: 'source',
    source: { directories: ['force-app'] },
  };
  return disagreements([orgTarget([], { coverage }), source]).some(({ code }) => code === 'source-creates-on');
};

const areAllReadWithout = (step: StepName): boolean => {
  const coverage = new Coverage();
  coverage.failed(step, 'network');
  return areAllRead([], coverage);
};

const hides = (what: Hidden, step: StepName): boolean => failedHiding(failed(step), what).length > 0;

const isTold = (reason: SkipReason | undefined, step: StepName): boolean => {
  const { control, app } = notReturned;
  return notReadFor({ coverage: failed(step) }, reason === undefined ? [] : [{ control, app, reason }]).length > 0;
};

const USES: ReadonlyArray<readonly [use: string, hides: readonly StepName[], seen: (step: StepName) => boolean]> = [
  ['leaves 31 though every app passes', [...HIDE_APPS, ...HIDE_SETTINGS], (step) => exitCode([passes], step) === 31],
  [
    'leaves 31 where a risk is unknown besides',
    STEPS.filter((step) => !TOLD_ONLY.includes(step)),
    (step) => exitCode([waived], step) === 31,
  ],
  [
    'leaves a pattern without apps in doubt',
    HIDE_APPS,
    (step) => !isRefused(orgTarget([], { coverage: failed(step) })),
  ],
  ['leaves it open whether the org has an app of the source', HIDE_APPS, (step) => !isCreatedBySource(failed(step))],
  ['leaves it open who else has the flow on', HIDE_A_FLOW_THAT_IS_ON, (step) => !areAllReadWithout(step)],
  [
    'keeps a manual check from settling an app that was not returned',
    HIDE_FILES,
    (step) => stepBehind(notReturned, { coverage: failed(step) }) !== undefined,
  ],
  [
    'is told as what kept the settings of an app back',
    HIDE_SETTINGS,
    (step) => stepBehind(settingsNotRead, { coverage: failed(step) }) !== undefined,
  ],
  ['is told by every plan', HIDE_APPS, (step) => isTold(undefined, step)],
  [
    'is told by a plan for an app not evaluated',
    [...HIDE_APPS, ...HIDE_VERDICT],
    (step) => isTold('not-evaluated', step),
  ],
  ['is told by a plan for an app not read', [...HIDE_APPS, ...HIDE_VERDICT], (step) => isTold('not-read', step)],
  [
    'is told by a plan for an app that a query alone calls on',
    [...HIDE_APPS, ...HIDE_FILES],
    (step) => isTold('enabled-by-query', step),
  ],
  [
    'is told by a plan for an app of unknown hardening',
    [...HIDE_APPS, ...HIDE_HARDENING],
    (step) => isTold('hardening-unknown', step),
  ],
  [
    'is told by a plan for an app of unknown use',
    [...HIDE_APPS, 'query-login-history', 'query-users'],
    (step) => isTold('use-unknown', step),
  ],
  ['may hide the profile', ['query-users', 'list-profiles'], (step) => hides('admin-profile', step)],
  [
    'may hide Modify All Data',
    ['query-users', 'describe-permissions', 'query-permissions'],
    (step) => hides('modify-all-data', step),
  ],
  [
    'may hide broad permissions',
    ['query-users', 'list-profiles', 'describe-permissions', 'query-permissions', 'query-object-permissions'],
    (step) => hides('broad-permissions', step),
  ],
  [
    'may hide the network',
    ['query-users', 'list-profiles', 'retrieve-profiles-and-settings'],
    (step) => hides('network-restricted', step),
  ],
  ['may hide whether the flow of a listed app is on', HIDE_VERDICT, (step) => hides('flow', step)],
  [
    'may hide that another policy of an external client app is on',
    HIDE_VERDICT,
    (step) => !areFlowsShown('ExternalClientApplication', failed(step)),
  ],
  [
    'hides no other flow of a connected app, which has one alone',
    [],
    (step) => !areFlowsShown('ConnectedApp', failed(step)),
  ],
  ['may hide whether the user is active', ['query-users'], (step) => hides('user-active', step)],
  // Any app that isn't known, or whose flow isn't, may run as the same user.
  ['may hide who else has the user', HIDE_A_FLOW_THAT_IS_ON, (step) => hides('user-dedicated', step)],
  [
    'may hide monitoring',
    ['query-transaction-security', 'retrieve-profiles-and-settings'],
    (step) => hides('monitoring', step),
  ],
];

describe('a step that failed', () => {
  for (const [use, steps, seen] of USES)
    for (const step of STEPS)
      it(`${step} ${steps.includes(step) ? '' : 'is none that '}${use}`, () => {
        expect(seen(step)).to.equal(steps.includes(step));
      });

  it('that this version does not know may hide anything', () => {
    const unknown = ['read-the-stars', 'constructor'].map((step): Step[] => [{ step, status: 'failed' }]);
    for (const coverage of unknown) {
      expect(failedHiding(coverage, 'apps')).to.have.length(1);
      expect(failedHidingAnything(coverage)).to.have.length(1);
    }
  });

  it('to read whether secrets come counts where the settings did not come either', () => {
    const SECRET: StepName = 'retrieve-secret-setting';
    const touching = (...coverage: Step[]): string[] =>
      failedTouching({ coverage, findings: [] }).map(({ step }) => step);
    const [settings] = failed('retrieve-oauth-settings');
    const [secret] = failed(SECRET);
    if (!settings || !secret) throw new Error('no step');
    expect(touching(secret, settings)).to.deep.equal([SECRET, settings.step]);
    expect(touching(secret, { ...settings, status: 'ok', count: 1 })).to.deep.equal([]);
    expect(touching({ step: SECRET, status: 'ok', count: 1 }, settings)).to.deep.equal([settings.step]);
    expect(touching(settings, ...failed('query-audit-trail'))).to.deep.equal([settings.step]);
    expect(touching(settings, { step: 'query-users', status: 'ok', count: 1 })).to.deep.equal([settings.step]);
  });

  it('can keep back just these factors, so that a run without any fault may leave the others unknown', () => {
    const factors = finding({ name: 'Billing', reason: 'flow-enabled' }).risk?.factors ?? [];
    expect(factors.flatMap(({ factor }) => (isReadByStep(factor) ? factor : []))).to.deep.equal([
      'admin-profile',
      'modify-all-data',
      'broad-permissions',
      'user-active',
      'network-restricted',
      'user-dedicated',
      'monitoring',
    ]);
  });
});
