import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StateAggregator } from '@salesforce/core';
import { expect } from 'chai';
import { FACTORS, REASONS, type AuditReport } from '../../../src/posture/model.js';
import { AUDIT_NOTICES } from '../../../src/posture/notices.js';
import { ADMINISTRATOR } from '../../simulator/baseOrg.js';
import type { Simulator } from '../../simulator/simulator.js';
import { noticeCodes, startAuditedOrg, targetOf, type AuditedOrg, type AuditOverrides } from '../support/auditedOrg.js';

/** Together these audits of an org have to produce every code that an org can give rise to. */

const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const CONNECTED_APPS = 'connected-app-client-credentials';

const changeText = (
  simulator: Simulator,
  [type, name]: readonly [type: string, name: string],
  change: (text: string) => string,
): void => {
  const { text } = simulator.state.component(type, name) ?? {};
  if (text === undefined) throw new Error(`The org has no ${type} ${name}`);
  simulator.setComponent(type, name, change(text));
};

const FLAG = /\n.*<isClientCredentialEnabled>.*/;

/** Each kind of app that the demo org lacks. */
const furnish = (simulator: Simulator): void => {
  const textOf = (type: string, name: string): string => simulator.state.component(type, name)?.text ?? '';
  const connectedApp = (name: string, text: string): unknown => simulator.setComponent('ConnectedApp', name, text);
  const order = textOf('ConnectedApp', 'Order_Sync');
  connectedApp('Flag_Absent', order.replace(FLAG, ''));
  connectedApp('Flag_Garbled', order.replace(/true(?=<\/isClientCredentialEnabled>)/, 'perhaps'));
  connectedApp('Too_Large', order.replace('shop', 'x'.repeat(5 * 1024 * 1024)));
  const header = textOf('ExternalClientApplication', 'Survey_Import');
  simulator.setComponent('ExternalClientApplication', 'Without_Policy', header);
  const policy = textOf(POLICY, 'Survey_Import_oauthPlcy');
  simulator.setComponent(POLICY, 'Survey_Import_oauthPlcy', policy, { unretrievable: 'Load of metadata failed' });
};

const daysFrom = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const entry = (app: string, expires: number, ...more: string[]): string =>
  [
    `  - control: ${CONNECTED_APPS}`,
    `    app: ConnectedApp:${app}`,
    '    reason: Agreed',
    '    owner: integration-team',
    `    expires: ${daysFrom(expires)}`,
    ...more,
  ].join('\n');

const CHECKED = `    checked: ${daysFrom(-60)}`;

const WAIVER_FILE = `version: 1
waivers:
${[entry('Order_Sync', -1), entry('Billing_Export', 5), entry('Nobody', 90), entry('Flag_Absent', 90)].join('\n')}
manualChecks:
${[
  entry('Vendor_Sync', -1, CHECKED),
  entry('Invoice_Connector', 5, CHECKED).replace('Invoice', 'acme__Invoice'),
  entry('Nobody_Else', 90, CHECKED),
  entry('Flag_Garbled', 90, CHECKED),
].join('\n')}
`;

const inFile = ({ folder }: AuditedOrg, name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

type Scene = {
  name: string;
  prepare?: (org: AuditedOrg) => unknown;
  request?: (org: AuditedOrg, first: AuditReport | undefined) => AuditOverrides;
};

const SCENES: readonly Scene[] = [
  { name: 'the furnished demo org', prepare: ({ simulator }) => furnish(simulator) },
  {
    name: 'a hardened app, connected apps not judged',
    request: () => ({ controls: ['eca-client-credentials-policy'] }),
  },
  {
    name: 'a hardened app whose IP relaxation has no known meaning',
    prepare: ({ simulator }) =>
      changeText(simulator, [POLICY, 'Catalogue_Publisher_OauthSettings_defaultPolicy'], (text) =>
        text.replace('>Enforce<', '>Sometimes<'),
      ),
  },
  {
    name: 'an org whose second source is silent',
    prepare: ({ simulator }) =>
      simulator.fault({ kind: 'error', code: 'INVALID_TYPE', on: /FROM ExtlClntAppOauthPlcyCnfg$/, times: Infinity }),
  },
  {
    name: 'a name that nobody can say whether an app has it',
    prepare: ({ simulator }) =>
      simulator.fault({ kind: 'error', code: 'INSUFFICIENT_ACCESS', on: /\bConnectedApp\b(?!:)/, times: Infinity }),
    request: () => ({ apps: ['Nobody'] }),
  },
  {
    name: 'an org that was given by two names',
    prepare: async () => (await StateAggregator.getInstance()).aliases.setAndSave('again', ADMINISTRATOR),
    request: () => ({ orgs: [ADMINISTRATOR, 'again'] }),
  },
  {
    name: 'a waiver file with entries of every kind',
    request: (org) => ({ waivers: { kind: 'file', path: inFile(org, 'waivers.yml', WAIVER_FILE) } }),
  },
  {
    name: 'a folder without a waiver file',
    request: ({ folder }) => ({ waivers: { kind: 'byDefault', folder } }),
  },
  {
    name: 'the settings of external client apps, of an org that may answer with secrets',
    prepare: ({ simulator }) =>
      changeText(simulator, ['Settings', 'ExternalClientApp'], (text) => text.replace('false', 'true')),
    request: () => ({ controls: ['eca-flow-enablement'] }),
  },
  {
    name: 'the same, taken upon oneself',
    request: () => ({ controls: ['eca-flow-enablement'], allowSecretAccess: true }),
  },
  {
    name: 'a baseline that knew an app more',
    prepare: ({ simulator }) => simulator.removeComponent('ConnectedApp', 'Legacy_Feed'),
    request: (org, first) => ({ baseline: inFile(org, 'baseline.json', JSON.stringify(first)) }),
  },
];

/** Notices and reasons of source trees are produced where source trees are audited. */
const OF_SOURCE = /^source-|^flag-not-visible$|^(policy|settings)-not-in-source$/;
/**
 * Of several orgs and saved results (auditFleet, report), of a row that is missing (auditCrossCheck), of a clock that is
 * behind (auditWaivers), and of an org that only the baseline has (baseline).
 */
const ELSEWHERE = /^(login|saved|scratch)-|^(cross-check-no-row|clock-behind|baseline-target-missing)$/;
const STEPS_OF_SOURCE: readonly string[] = ['list-files', 'read-files'];

describe('audit: the closed lists of codes', () => {
  let org: AuditedOrg;
  const reports: AuditReport[] = [];

  before(async () => {
    org = await startAuditedOrg({
      overrides: { 'ExtlClntAppOauthPlcyCnfg:Ticket_Bridge': { IsClientCredentialsFlowEnabled: true } },
    });
    for (const { prepare, request } of SCENES) {
      await prepare?.(org);
      reports.push(await org.audit(request?.(org, reports[0])));
      org.simulator.clearFaults();
    }
  });
  after(() => org.stop());

  const produced = (codesOf: (report: AuditReport) => string[]): string[] => [...new Set(reports.flatMap(codesOf))];

  it('every reason that an org can give', () => {
    const reasons = produced((report) => targetOf(report).findings.map(({ reason }) => reason));
    expect(reasons).to.have.members(REASONS.filter((reason) => !OF_SOURCE.test(reason)));
  });

  it('every factor', () => {
    const factors = produced((report) =>
      targetOf(report).findings.flatMap(({ risk }) => (risk?.factors ?? []).map(({ factor }) => factor)),
    );
    expect(factors).to.have.members([...FACTORS]);
  });

  it('every notice', () => {
    expect(produced(noticeCodes)).to.have.members(
      AUDIT_NOTICES.filter((code) => !OF_SOURCE.test(code) && !ELSEWHERE.test(code)),
    );
  });

  it('every step that has a text, and none without one', () => {
    const texts = readFileSync(new URL('../../../messages/steps.md', import.meta.url), 'utf8');
    const steps = [...texts.matchAll(/^# ([a-z-]+)$/gm)].map(([, step = '']) => step);
    const ofAnOrg = steps.filter((step) => !STEPS_OF_SOURCE.includes(step));
    expect(produced((report) => targetOf(report).coverage.map(({ step }) => step))).to.have.members(ofAnOrg);
  });
});
