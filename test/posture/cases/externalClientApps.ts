import type { EcaPolicyFacts } from '../../../src/metadata/facts.js';
import type { Component } from '../../../src/posture/subject.js';
import {
  ABSENT,
  executionUser,
  externalClientApp,
  GARBLED,
  granted,
  known,
  notKnown,
  OFF,
  ON,
  openExternalClientApp,
  openPolicy,
  openRow,
  plugin,
  policy,
  row,
  STRAY,
  unparsable,
  unreadPolicy,
  USERNAME,
  userWith,
} from '../support/builders.js';
import type { Case } from './case.js';

const notAutomatic = { automatic: false, why: 'enabled-by-query' } as const;
const unanswered = notKnown('type-not-available');

const ofNobody = (differing: Partial<EcaPolicyFacts>): Component<EcaPolicyFacts> => ({
  ...policy(),
  facts: { kind: 'ExtlClntAppOauthConfigurablePolicies', flow: OFF, ipRelaxation: 'Enforce', ...differing },
});

export const externalClientAppRules: Case[] = [
  { name: 'no policy anywhere', subject: externalClientApp(), status: 'not-applicable', reason: 'no-policy' },
  {
    name: 'no policy, cross-check unreadable',
    subject: externalClientApp({ crossCheck: unanswered }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'no policy, the list of policies having failed',
    subject: externalClientApp({ arePoliciesUnlisted: true }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'no policy, but one whose app is not known',
    subject: externalClientApp({ unlinkedPolicies: ['Stray'] }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'only SOQL knows the policy, and says off',
    subject: externalClientApp({ crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'only SOQL knows the policy, and its field is empty',
    subject: externalClientApp({ crossCheck: known([row({ enabled: null })]) }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'policy listed and not returned, SOQL says off',
    subject: externalClientApp({ policies: [unreadPolicy()], crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'policy listed and not returned, SOQL silent',
    subject: externalClientApp({ policies: [unreadPolicy()] }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'policy off in both',
    subject: externalClientApp({ policies: [policy()], crossCheck: known([row()]) }),
    status: 'pass',
    reason: 'flow-disabled',
    remediation: { automatic: false, why: 'nothing-to-do' },
  },
  {
    name: 'policy off, cross-check failed',
    subject: externalClientApp({ policies: [policy()], crossCheck: unanswered }),
    status: 'pass',
    reason: 'flow-disabled',
  },
  {
    name: 'policy off, stray policies elsewhere',
    subject: externalClientApp({ policies: [policy()], crossCheck: known([row()]), unlinkedPolicies: ['Stray'] }),
    status: 'pass',
    reason: 'flow-disabled',
  },
  {
    name: 'flag not set',
    subject: externalClientApp({ policies: [policy({ flow: ABSENT })], crossCheck: known([row()]) }),
    status: 'pass',
    reason: 'flag-absent',
  },
  {
    name: 'flag that is no boolean',
    subject: externalClientApp({ policies: [policy({ flow: GARBLED })], crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'unreadable',
  },
  {
    name: 'policy that is not well-formed',
    subject: externalClientApp({ policies: [unreadPolicy(unparsable())], crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'unreadable',
  },
  {
    name: 'SOQL alone says on, metadata off',
    subject: externalClientApp({ policies: [policy()], crossCheck: known([openRow()]) }),
    status: 'fail',
    reason: 'enabled-by-query',
    level: 'lower',
    remediation: notAutomatic,
  },
  {
    name: 'SOQL alone says on, flag not set',
    subject: externalClientApp({ policies: [policy({ flow: ABSENT })], crossCheck: known([openRow()]) }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  {
    name: 'SOQL alone says on, no policy in the metadata',
    subject: externalClientApp({ crossCheck: known([openRow()]) }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  {
    name: 'SOQL alone says on, policy not returned',
    subject: externalClientApp({ policies: [unreadPolicy()], crossCheck: known([openRow()]) }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  {
    name: 'SOQL alone says on, flag garbled',
    subject: externalClientApp({ policies: [policy({ flow: GARBLED })], crossCheck: known([openRow()]) }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  {
    name: 'SOQL alone says on: its user and its relaxation count',
    subject: externalClientApp({
      policies: [policy({ executionUser: 'other@example.com' })],
      crossCheck: known([openRow({ ipRelaxation: 2 })]),
    }),
    user: userWith(granted('AuthorApex')),
    status: 'fail',
    reason: 'enabled-by-query',
    level: 'higher',
    factors: { 'broad-permissions': 'present', 'network-restricted': 'absent', 'session-timeout': 'unknown' },
  },
  {
    name: 'SOQL alone says on, under another name',
    subject: externalClientApp({ policies: [policy()], crossCheck: known([openRow({ developerName: 'Elsewise' })]) }),
    status: 'fail',
    reason: 'enabled-by-query',
  },
  ...(['not-returned', { appEnabled: ON, pluginEnabled: ABSENT }, { appEnabled: GARBLED }] as const).map(
    (read): Case => ({
      name: `app not proven to be off: ${JSON.stringify(read)}`,
      subject: externalClientApp({ policies: [openPolicy()], plugins: [plugin(read)], crossCheck: known([openRow()]) }),
      user: executionUser({ state: 'inactive' }),
      status: 'fail',
      reason: 'not-hardened',
    }),
  ),
  ...([{ appEnabled: OFF }, { pluginEnabled: OFF }] as const).map((read): Case => ({
    name: `switched off: ${Object.keys(read).join()}`,
    subject: externalClientApp({ policies: [openPolicy()], plugins: [plugin(read)], crossCheck: known([openRow()]) }),
    user: executionUser({ state: 'inactive' }),
    status: 'pass',
    reason: 'app-disabled',
    remediation: { automatic: false, why: 'nothing-to-do' },
  })),
  {
    name: 'switched off, on by SOQL alone',
    subject: externalClientApp({ plugins: [plugin({ appEnabled: OFF })], crossCheck: known([openRow()]) }),
    status: 'pass',
    reason: 'app-disabled',
  },
  {
    name: 'switched off, and the policy off as well',
    subject: externalClientApp({ policies: [policy()], plugins: [plugin({ appEnabled: OFF })] }),
    status: 'pass',
    reason: 'flow-disabled',
  },
  {
    name: 'switched off, and the policy not readable',
    subject: externalClientApp({ policies: [unreadPolicy()], plugins: [plugin({ appEnabled: OFF })] }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  ...(
    [
      ['the app itself', { appEnabled: OFF }, { appEnabled: true }],
      ['its OAuth plugin', { pluginEnabled: OFF }, { pluginEnabled: true }],
    ] as const
  ).map(([what, file, queried]): Case => ({
    name: `switched off in the metadata, while SOQL calls it enabled: ${what}`,
    subject: externalClientApp({
      policies: [openPolicy()],
      plugins: [plugin(file)],
      crossCheck: known([openRow()]),
      appPolicyRows: [{ developerName: 'Billing_plcy', ...queried }],
    }),
    user: executionUser({ state: 'inactive' }),
    status: 'fail',
    reason: 'not-hardened',
  })),
  ...[{ appEnabled: false }, { pluginEnabled: true }, {}].map((queried): Case => ({
    name: `switched off in the metadata, and not called enabled by SOQL: ${JSON.stringify(queried)}`,
    subject: externalClientApp({
      policies: [openPolicy()],
      plugins: [plugin({ appEnabled: OFF })],
      crossCheck: known([openRow()]),
      appPolicyRows: [{ developerName: 'Billing_plcy', ...queried }],
    }),
    status: 'pass',
    reason: 'app-disabled',
  })),
  {
    name: 'switched off at its place, and on at another',
    subject: externalClientApp({
      policies: [openPolicy()],
      plugins: [plugin({ appEnabled: STRAY })],
      crossCheck: known([openRow()]),
    }),
    user: executionUser({ state: 'inactive' }),
    status: 'fail',
    reason: 'not-hardened',
  },
  ...[OFF, ABSENT].map((flow): Case => ({
    name: `policy whose app cannot be told, its flag ${flow.state}`,
    subject: externalClientApp({
      app: { type: 'ExternalClientApplication', name: 'Billing_oauthPlcy (policy)', managed: false },
      policies: [ofNobody({ flow })],
      crossCheck: notKnown('no-id'),
      unlinkedPolicies: ['Billing_oauthPlcy'],
      isPolicyAlone: true,
    }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  })),
  {
    name: 'policy that names one of several apps, its flag off',
    subject: externalClientApp({
      app: { type: 'ExternalClientApplication', name: 'Billing_oauthPlcy (policy)', managed: false },
      policies: [policy({ flow: OFF })],
      crossCheck: notKnown('no-id'),
      unlinkedPolicies: ['Billing_oauthPlcy'],
      isPolicyAlone: true,
    }),
    status: 'not-evaluated',
    reason: 'policy-not-readable',
  },
  {
    name: 'policy whose app cannot be told, its flag on',
    subject: externalClientApp({
      app: { type: 'ExternalClientApplication', name: 'Billing_oauthPlcy (policy)', managed: false },
      policies: [ofNobody({ flow: ON, executionUser: USERNAME })],
      crossCheck: notKnown('no-id'),
      unlinkedPolicies: ['Billing_oauthPlcy'],
      isPolicyAlone: true,
    }),
    around: { allAppsRead: false },
    status: 'fail',
    reason: 'hardening-unknown',
  },
  {
    name: 'flag on in another place',
    subject: externalClientApp({ policies: [policy({ flow: STRAY })], crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'unreadable',
  },
  {
    name: 'policy whose copies differ',
    subject: externalClientApp({ policies: [unreadPolicy(unparsable('copies-differ'))], crossCheck: known([row()]) }),
    status: 'not-evaluated',
    reason: 'unreadable',
  },
  {
    name: 'switched off by one of two plugin policies only',
    subject: externalClientApp({
      policies: [policy({ flow: ON })],
      plugins: [plugin({ appEnabled: OFF }), plugin({ pluginEnabled: OFF }, 'Billing_other')],
    }),
    status: 'fail',
    reason: 'not-hardened',
  },
  {
    name: 'packaged, on: its policy belongs to the subscriber',
    subject: {
      ...openExternalClientApp(),
      app: { type: 'ExternalClientApplication', name: 'Billing', namespace: 'NS', managed: true },
    },
    user: userWith(granted('ModifyAllData')),
    status: 'fail',
    reason: 'not-hardened',
    level: 'higher',
    remediation: { automatic: true, action: 'disable-policy' },
  },
];
