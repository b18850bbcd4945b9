import { expect } from 'chai';
import { countFindings } from '../../../src/posture/report/report.js';
import { disagreements } from '../../../src/posture/report/disagreements.js';
import { evaluate } from '../../../src/posture/evaluate.js';
import { type Finding, REASONS, type Reason, type Step, type Target } from '../../../src/posture/model.js';
import type { AnySubject, Subject } from '../../../src/posture/subject.js';
import { finding, orgTarget } from '../../reports/support/builders.js';
import {
  ABSENT,
  connectedApp,
  contextOf,
  externalClientApp,
  flagFile,
  inSource,
  known,
  NOTHING_KNOWN,
  OFF,
  ON,
  openConnectedApp,
  openExternalClientApp,
  openPolicy,
  openRow,
  plugin,
  policy,
  settings,
  unparsable,
} from '../support/builders.js';

const LISTED: Step = { step: 'list-connected-apps', status: 'ok', count: 1 };

const targetOf = (subject: Subject | undefined, rest: Partial<Target> & Pick<Target, 'kind'>): Target => {
  const findings = subject ? [evaluate(subject, contextOf(subject, NOTHING_KNOWN), 'target')] : [];
  return { findings, summary: countFindings(findings), coverage: [LISTED], ...rest };
};

const org = (subject?: Subject, rest: Partial<Target> = {}): Target =>
  targetOf(subject, {
    kind: 'org',
    org: {
      id: '00D000000000001EAA',
      username: 'admin@example.com',
      alias: 'prod',
      instanceUrl: 'https://example.my.salesforce.com',
      apiVersion: '66.0',
    },
    ...rest,
  });

const source = (subject: Subject): Target =>
  targetOf(subject, { kind: 'source', source: { directories: ['force-app'] } });

const off = connectedApp();
const on = openConnectedApp();
const onInSource = openConnectedApp({ inSource: true });
const offInSource = connectedApp({ inSource: true });
const managedInSource: Subject = {
  ...onInSource,
  app: { ...onInSource.app, name: 'ns__BILLING', managed: false },
};

const packaged = { ...openExternalClientApp().app, managed: true };

describe('an org and its source in one run', () => {
  const cases: [string, () => Target, () => Target, string | undefined][] = [
    ['agree where both are on', () => org(on), () => source(onInSource), undefined],
    ['agree where both are off', () => org(off), () => source(offInSource), undefined],
    [
      'disagree where a deploy would switch it on again',
      () => org(off),
      () => source(onInSource),
      'source-switches-on',
    ],
    ['disagree where a deploy would switch it off', () => org(on), () => source(offInSource), 'source-switches-off'],
    [
      'disagree where a deploy would bring the app, switched on',
      () => org(),
      () => source(onInSource),
      'source-creates-on',
    ],
    ['agree where a deploy would bring the app, switched off', () => org(), () => source(offInSource), undefined],
    [
      'leave it open whether the org has the app where a list failed',
      () => org(undefined, { coverage: [{ step: 'list-connected-apps', status: 'failed', detail: 'cut' }] }),
      () => source(onInSource),
      undefined,
    ],
    [
      'say nothing of an org that could not be audited',
      () => org(undefined, { error: { name: 'NetworkError', message: "It couldn't be reached.", actions: [] } }),
      () => source(onInSource),
      undefined,
    ],
    [
      'leave it open where the org did not return the app',
      () => org(connectedApp({ read: 'not-returned' })),
      () => source(onInSource),
      undefined,
    ],
    [
      'leave it open where the file cannot be read',
      () => org(on),
      () => source(connectedApp({ inSource: true, read: unparsable() })),
      undefined,
    ],
    [
      'compare names without case, a namespace being part of the name in files',
      () => org(connectedApp({ managed: true })),
      () => source(managedInSource),
      'source-switches-on',
    ],
    [
      'disagree on policies',
      () => org(externalClientApp({ policies: [policy()] })),
      () => source(inSource({ policies: [openPolicy()] })),
      'source-switches-on',
    ],
    [
      'promise nothing of a policy that only the cross-check shows to be on: a deploy changes nothing about it',
      () => org(externalClientApp({ policies: [policy()], crossCheck: known([openRow()]) })),
      () => source(inSource({ policies: [policy()] })),
      undefined,
    ],
    [
      'promise nothing where a second policy is on by the cross-check alone',
      () =>
        org(
          externalClientApp({
            policies: [openPolicy(), policy({}, 'Other_policy')],
            crossCheck: known([openRow(), { ...openRow(), developerName: 'Other_policy' }]),
          }),
        ),
      () => source(inSource({ policies: [policy()] })),
      undefined,
    ],
    [
      'disagree on a policy that a deploy would switch off',
      () => org(openExternalClientApp()),
      () => source(inSource({ policies: [policy()] })),
      'source-switches-off',
    ],
    [
      'promise nothing where the org has the policy under another name: a deploy changes nothing about that one',
      () => org(openExternalClientApp()),
      () => source(inSource({ policies: [policy({}, 'Other_policy')] })),
      undefined,
    ],
    [
      'promise nothing where a second policy of the org is on',
      () => org(externalClientApp({ policies: [openPolicy(), openPolicy({}, 'Other_policy')] })),
      () => source(inSource({ policies: [policy()] })),
      undefined,
    ],
    [
      'promise nothing of a policy that is on by the cross-check alone, though its app is turned off',
      () =>
        org(
          externalClientApp({
            policies: [policy()],
            crossCheck: known([openRow()]),
            plugins: [plugin({ pluginEnabled: OFF })],
          }),
        ),
      () => source(inSource({ policies: [policy()] })),
      undefined,
    ],
    [
      'disagree on a policy, whatever the switches of its app and a second policy without a flag say',
      () =>
        org(
          externalClientApp({
            policies: [openPolicy(), policy({ flow: ABSENT }, 'Other_policy')],
            crossCheck: known([openRow()]),
            plugins: [plugin({ pluginEnabled: OFF })],
          }),
        ),
      () => source(inSource({ policies: [policy()] })),
      'source-switches-off',
    ],
    [
      'disagree on a policy whose flag has white space around it',
      () =>
        org(
          externalClientApp({
            policies: [openPolicy({ flow: { ...ON, value: ' true\n' } })],
            crossCheck: known([openRow()]),
          }),
        ),
      () => source(inSource({ policies: [policy()] })),
      'source-switches-off',
    ],
    [
      'promise nothing where the file leaves the flag out',
      () => org(on),
      () => source(connectedApp({ inSource: true, flow: ABSENT })),
      undefined,
    ],
    [
      'promise nothing where the file has no OAuth settings',
      () => org(on),
      () => source(connectedApp({ inSource: true, flow: ABSENT, hasOauthConfig: false })),
      undefined,
    ],
    [
      'promise nothing of a managed app, whose flag is its publisher’s',
      () => org(openConnectedApp({ managed: true })),
      () =>
        source({
          ...offInSource,
          app: managedInSource.app,
          metadata: { ...offInSource.metadata, fullName: 'NS__Billing' },
        }),
      undefined,
    ],
    [
      'disagree on the policy of a packaged app, which is the subscriber’s',
      () => org({ ...openExternalClientApp(), app: packaged }),
      () => source({ ...inSource({ policies: [policy()] }), app: packaged }),
      'source-switches-off',
    ],
    [
      'agree on policies that are on',
      () => org(openExternalClientApp()),
      () => source(inSource({ policies: [openPolicy()] })),
      undefined,
    ],
    [
      'keep apps of different kinds apart',
      () => org(externalClientApp({ policies: [policy()] })),
      () => source(offInSource),
      undefined,
    ],
  ];
  for (const [name, inOrg, inFiles, code] of cases) {
    it(name, () => {
      const codes = disagreements([inOrg(), inFiles()]).map((notice) => notice.code);
      expect(codes).to.deep.equal(code === undefined ? [] : [code]);
    });
  }

  it('are told by file and by the name of the org', () => {
    expect(disagreements([source(onInSource), org(off)])).to.deep.equal([
      {
        code: 'source-switches-on',
        app: 'ConnectedApp:Billing',
        file: onInSource.app.file,
        data: { org: 'prod' },
      },
    ]);
  });

  it('are told for each org and each file', () => {
    const found = disagreements([org(off), org(on), source(onInSource), source(offInSource)]);
    expect(found.map(({ code }) => code)).to.deep.equal(['source-switches-on', 'source-switches-off']);
  });

  it('need both: files alone or orgs alone have nothing to disagree on', () => {
    expect(disagreements([source(onInSource), source(offInSource)])).to.deep.equal([]);
    expect(disagreements([org(on), org(off)])).to.deep.equal([]);
  });

  it('compare settings with settings, and a policy with a policy', () => {
    const judged = (...subjects: AnySubject[]): Pick<Target, 'findings'> => ({
      findings: subjects.map((subject) => evaluate(subject, contextOf(subject, NOTHING_KNOWN), 'target')),
    });
    const [on, off] = [known([flagFile('on')]), known([flagFile('off')])];
    const here = org(undefined, judged(openExternalClientApp(), settings({ settings: off })));
    const tree = (flag: typeof on): Target => ({
      ...org(undefined, judged(inSource({ policies: [openPolicy()] }), settings({ origin: 'source', settings: flag }))),
      kind: 'source',
      source: { directories: ['force-app'] },
    });
    expect(disagreements([here, tree(off)])).to.deep.equal([]);
    expect(disagreements([here, tree(on)]).map(({ code }) => code)).to.deep.equal(['source-switches-on']);
  });

  /** By hand: what is known of the flow itself where an org's finding has the reason. Of the others nothing is. */
  const IS_ON: readonly Reason[] = [
    'flow-enabled',
    'enabled-by-query',
    'hardened',
    'not-hardened',
    'hardening-unknown',
    'settings-flow-on',
    // The app as a whole is turned off, and its flow is on again with it.
    'app-disabled',
  ];
  const IS_OFF: readonly Reason[] = ['flow-disabled', 'flag-absent', 'no-oauth', 'no-policy'];
  const flag = { component: 'ConnectedApp:Billing', path: 'oauthConfig.isClientCredentialEnabled' };
  const told = (inOrg: readonly Reason[], inFiles: Reason): string[] => {
    const evidence = (source: string, value: string): Finding['evidence'] => [{ ...flag, source, value }];
    const file = finding({ name: 'Billing', reason: inFiles, evidence: evidence('file', 'false') });
    return disagreements([
      orgTarget(inOrg.map((reason) => finding({ name: 'Billing', reason, evidence: evidence('metadata', 'true') }))),
      { ...orgTarget([file]), kind: 'source', source: { directories: ['x'] } },
    ]).map(({ code }) => code);
  };

  for (const reason of REASONS) {
    const state = IS_ON.includes(reason) ? 'on' : IS_OFF.includes(reason) ? 'off' : 'unknown';
    it(`hold a flow to be ${state} by the reason ${reason}`, () => {
      expect(told([reason], 'flow-enabled')).to.deep.equal(state === 'off' ? ['source-switches-on'] : []);
      expect(told([reason], 'flow-disabled')).to.deep.equal(
        // A deploy changes nothing about a policy that only the cross-check shows to be on.
        state === 'on' && reason !== 'enabled-by-query' ? ['source-switches-off'] : [],
      );
      expect(told([], reason)).to.deep.equal(state === 'on' ? ['source-creates-on'] : []);
    });
  }

  it('leave it open whether the org has the settings where these did not come', () => {
    const found = settings({ origin: 'source', settings: known([flagFile('on')]) });
    const tree: Target = {
      ...org(undefined, { findings: [evaluate(found, contextOf(found, NOTHING_KNOWN), 'target')] }),
      kind: 'source',
      source: { directories: ['force-app'] },
    };
    const codes = (coverage: Step[], inFiles: Target): string[] =>
      disagreements([org(undefined, { coverage }), inFiles]).map(({ code }) => code);
    const refused: Step[] = [LISTED, { step: 'retrieve-oauth-settings', status: 'failed', detail: 'cut' }];
    expect(codes([LISTED], tree)).to.deep.equal(['source-creates-on']);
    expect(codes(refused, tree)).to.deep.equal([]);
    expect(codes(refused, source(onInSource))).to.deep.equal(['source-creates-on']);
  });
});
