import type { Patch } from './patch.js';

const HARDEN = 'actions/remediate/remediateHarden.test.ts';
const FACTS = 'remediation/plan/hardeningFacts.ts';

/** Mistakes in hardening, and in what is told after a switch-off. */
export const hardeningPatches: readonly Patch[] = [
  {
    name: 'an inactive user may run a hardened app',
    file: FACTS,
    find: "user.state === 'active' ? []",
    replace: "user.state !== 'unknown' ? []",
    test: { file: HARDEN, title: 'leaves it alone, an inactive user: harden-user-inactive' },
  },
  {
    name: 'a user who may log in to the user interface may run a hardened app',
    file: FACTS,
    find: "answer.value ? [] : [{ reason: 'harden-not-api-only' }]",
    replace: "answer.known ? [] : [{ reason: 'harden-not-api-only' }]",
    test: { file: HARDEN, title: 'leaves it alone, a person: harden-no-ranges, harden-not-api-only' },
  },
  {
    name: 'an administrator may run a hardened app',
    file: FACTS,
    find: 'if (found.length > 0) return',
    replace: 'if (found.length > 999) return',
    test: { file: HARDEN, title: 'leaves it alone, an administrator: harden-broad, harden-no-ranges' },
  },
  {
    name: 'permissions that were not read count as none',
    file: FACTS,
    find: 'return unread.length === 0 ? []',
    replace: 'return unread.length >= 0 ? []',
    test: {
      file: HARDEN,
      title: 'leaves it alone, object permissions that the org does not give: harden-permissions-unknown',
    },
  },
  {
    name: 'an app is hardened without any range',
    file: FACTS,
    find: "if (known.value.length === 0) return [{ reason: 'harden-no-ranges' }];",
    replace: 'if (known.value.length === 0) return [];',
    test: { file: HARDEN, title: 'leaves it alone, no ranges: harden-no-ranges' },
  },
  {
    name: 'an app is hardened behind wide ranges',
    file: FACTS,
    find: "if (state === 'strict') return [];",
    replace: "if (state === 'strict' || state === 'loose') return [];",
    test: { file: HARDEN, title: 'leaves it alone, wide ranges: harden-ranges-not-strict' },
  },
  {
    name: 'clients outside the ranges are locked out',
    file: FACTS,
    find: 'outside: outside.length === 0 ? []',
    replace: 'outside: outside.length < 99 ? []',
    test: { file: HARDEN, title: 'leaves it alone, a client outside: harden-addresses-outside' },
  },
  {
    name: 'an app that nobody was seen to use is hardened',
    file: FACTS,
    find: 'isUnseen && !isUnknown',
    replace: 'isUnseen && isUnknown',
    test: { file: HARDEN, title: 'leaves it alone, no log-in: harden-no-logins' },
  },
  {
    name: 'doubtful log-ins count for nothing',
    file: FACTS,
    find: 'covered(address) !== true',
    replace: 'covered(address) === undefined',
    test: { file: HARDEN, title: 'leaves it alone, a log-in that may be another flow, from outside' },
  },
  {
    name: 'addresses that were not read count as none',
    file: FACTS,
    find: "unsure: [{ reason: 'harden-addresses-unknown', detail: seen?.why ?? 'not-read' }],",
    replace: 'unsure: [],',
    test: { file: HARDEN, title: 'leaves it alone, days that nobody looks at: harden-addresses-unknown' },
  },
  {
    name: 'log-ins of others that the caller may not see count as none',
    file: 'inventory/context/logins/flowAddresses.ts',
    find: 'if (!maySeeLoginHistory.known || !maySeeLoginHistory.value)',
    replace: 'if (!maySeeLoginHistory.known && days < 0)',
    test: { file: HARDEN, title: 'takes the log-ins that a caller is shown for all only where they may see' },
  },
  {
    name: 'a user whom the app does not admit is set',
    file: FACTS,
    find: 'return isLetIn ? []',
    replace: 'return isLetIn || own ? []',
    test: { file: HARDEN, title: 'leaves it alone, an app that admits only users whom it does not name' },
  },
  {
    name: 'the user of another app is set',
    file: FACTS,
    find: 'return apps.length === 0 ? []',
    replace: 'return apps.length < 99 ? []',
    test: { file: HARDEN, title: 'leaves it alone, a user of another app: harden-user-shared' },
  },
  {
    name: 'one user is set for two apps',
    file: 'remediation/plan/hardenPlan.ts',
    find: 'if (apps.size < 2)',
    replace: 'if (apps.size < 3)',
    test: { file: HARDEN, title: 'makes nobody the user of two apps at once' },
  },
  {
    name: 'sources that name two users are not told',
    file: FACTS,
    find: 'wanted === undefined && !isAgreed',
    replace: 'wanted !== undefined && !isAgreed',
    test: { file: HARDEN, title: 'leaves it alone where SOQL names another user' },
  },
  {
    name: 'hardening passes by the guards of every change',
    file: 'remediation/plan/hardenPlan.ts',
    find: 'if (skip) drawn.skipped.push(skip);',
    replace: "if (skip?.reason === 'enabled-by-query') drawn.skipped.push(skip);",
    test: { file: HARDEN, title: 'leaves a waived app alone' },
  },
  {
    name: 'what another hand changed since a hardening was planned is deployed over',
    file: 'remediation/edit/hardening.ts',
    find: 'return drafted.ok && isSameChange(drafted.edited.change, change)',
    replace: 'return drafted.ok',
    test: { file: HARDEN, title: 'an app that somebody changes after the plan is left alone' },
  },
  {
    name: 'a snapshot of a hardening does not hold the relaxation',
    file: 'actions/remediate/takeSnapshot.ts',
    find: 'before: switchOf(component.type, original, hardens),',
    replace: 'before: switchOf(component.type, original),',
    test: { file: HARDEN, title: 'on the wire: a token from outside the ranges' },
  },
  {
    name: 'a relaxation that came back counts as a detail',
    file: 'remediation/outcome/verify.ts',
    find: "return ['reverted', { code: 'still-relaxed', differences: found }];",
    replace: "return ['altered', { code: 'other-differences', differences: found }];",
    test: { file: HARDEN, title: 'a relaxation that does not last is told: 32' },
  },
  {
    name: 'sessions of others that the caller may not see count as none',
    file: 'inventory/context/sessions.ts',
    find: "if (!maySee.value) return unknown('not-permitted: ManageUsers');",
    replace: "if (!maySee.value && maySee.known === undefined) return unknown('not-permitted: ManageUsers');",
    test: {
      file: 'actions/remediate/remediateSessions.test.ts',
      title: 'says that it does not know where the caller may not see the sessions of others',
    },
  },
  {
    name: 'who set the user is told as known where the audit trail has no entry',
    file: 'actions/remediate/afterClosing.ts',
    find: "return { code: 'run-as-set-by-unknown', app: appName(app), data: { because } };",
    replace: "return { code: 'run-as-set-by', app: appName(app), data: { by: because, when: because } };",
    test: {
      file: 'actions/remediate/remediateSessions.test.ts',
      title: 'tells how many sessions are open for its user, since when, and who had set the user',
    },
  },
];
