import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport, ControlId, Finding } from '../../../src/posture/model.js';
import { isAtLeast } from '../../../src/posture/factors/atLeast.js';
import { externalClientApp, globalSettings, pluginPolicy, policy } from '../../simulator/deploy/samples.js';
import { storeLogin } from '../../org/support/homeFolder.js';
import {
  failedSteps,
  noticeCodes,
  startAuditedOrg,
  stepOf,
  targetOf,
  verdicts,
  type AuditedOrg,
  type AuditOverrides,
} from '../support/auditedOrg.js';
import type { RowsFile } from '../../simulator/rowsFile.js';
import { AUDITOR, auditorWith, FOR_EXTERNAL_CLIENT_APPS } from '../support/auditor.js';

const CONTROL = 'eca-flow-enablement' as const satisfies ControlId;
const POLICY_CONTROL = 'eca-client-credentials-policy' as const satisfies ControlId;
const SETTINGS = 'ExtlClntAppGlobalOauthSettings';
const FLAG = 'isClientCredentialsFlowEnabled';

/** What the settings of the app say, and what may become of it where everything else is in order. */
const FLAGS: Record<string, { parts?: Record<string, string | undefined>; verdict: string }> = {
  on: { parts: { [FLAG]: 'true' }, verdict: 'fail, settings-flow-on' },
  off: { parts: { [FLAG]: 'false' }, verdict: 'pass, flow-disabled' },
  absent: { parts: { [FLAG]: undefined }, verdict: 'pass, flag-absent' },
  'no boolean': { parts: { [FLAG]: 'maybe' }, verdict: 'not-evaluated, unreadable' },
  'of another app': {
    parts: { [FLAG]: 'false', externalClientApplication: 'Elsewhere' },
    verdict: 'not-evaluated, not-returned',
  },
  'of no app': {
    parts: { [FLAG]: 'false', externalClientApplication: undefined },
    verdict: 'not-evaluated, not-returned',
  },
  'not there': { verdict: 'not-evaluated, not-returned' },
};

const secretAccess = (element: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<ExternalClientAppSettings xmlns="http://soap.sforce.com/2006/04/metadata">${element}</ExternalClientAppSettings>
`;
const access = (value: string): string =>
  secretAccess(`<enableConsumerSecretApiAccess>${value}</enableConsumerSecretApiAccess>`);

/** The org's setting: whether it may answer with secrets. Undefined: the org has no such file. */
const SECRET_ACCESS: Record<string, { text?: string; why?: string }> = {
  off: { text: access('false') },
  on: { text: access('true'), why: 'secret-access-on' },
  'left out': { text: secretAccess(''), why: 'secret-access-unknown' },
  'no boolean': { text: access('perhaps'), why: 'secret-access-unknown' },
  'no file': { why: 'secret-access-unknown' },
};

const NO_TEXT = Buffer.from([0x3c, 0xff, 0xfe, 0xe9]);

const VIEWER = 'viewer@example.com';

const CALLERS: Record<string, { user: string; seesApps: boolean }> = {
  'who may see everything': { user: 'admin@example.com', seesApps: true },
  'who may see external client apps': { user: VIEWER, seesApps: true },
  'who may not': { user: AUDITOR, seesApps: false },
};

/** Two users who may see less than everything. */
const usersOf = (): RowsFile => {
  const auditor = auditorWith('ModifyMetadata');
  const text = JSON.stringify(auditorWith(...FOR_EXTERNAL_CLIENT_APPS))
    .replaceAll('auditor', 'viewer')
    .replaceAll('Auditor', 'Viewer');
  const viewer = JSON.parse(text) as RowsFile;
  return Object.fromEntries(
    Object.entries(auditor).map(([object, rows]) => [object, [...rows, ...(viewer[object] ?? [])]]),
  );
};

describe('audit: the flag in the settings of an external client app', () => {
  let org: AuditedOrg;
  const empty = mkdtempSync(join(tmpdir(), 'no-metadata-'));

  before(async () => {
    org = await startAuditedOrg({ folder: empty, rows: usersOf() });
    const { simulator } = org;
    for (const user of [VIEWER, AUDITOR]) await storeLogin(simulator.login(user));
    simulator.setComponent('ExternalClientApplication', 'Gateway', externalClientApp());
    simulator.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy());
    simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy());
  });
  after(async () => {
    await org.stop();
    rmSync(empty, { recursive: true });
  });

  const arrange = (parts?: Record<string, string | undefined>, setting?: string): void => {
    const { simulator } = org;
    const { state } = simulator;
    for (const key of [`${SETTINGS}:Gateway_glbloauth`, 'Settings:ExternalClientApp']) state.components.delete(key);
    if (parts) simulator.setComponent(SETTINGS, 'Gateway_glbloauth', globalSettings(parts));
    if (setting !== undefined) simulator.setComponent('Settings', 'ExternalClientApp', setting);
    simulator.clearFaults();
  };

  const ASKED = { controls: [CONTROL], usageDays: 0 } satisfies AuditOverrides;
  const ownFinding = (report: AuditReport): Finding | undefined =>
    targetOf(report).findings.find(({ control }) => control === CONTROL);

  for (const [caller, { user, seesApps }] of Object.entries(CALLERS))
    for (const [setting, { text, why }] of Object.entries(SECRET_ACCESS))
      for (const allowSecretAccess of [false, true])
        for (const [flag, { parts, verdict }] of Object.entries(FLAGS)) {
          const isRead = seesApps && (why === undefined || allowSecretAccess);
          const expected = seesApps ? (isRead ? verdict : 'not-evaluated, settings-not-read') : undefined;
          const story = `read by somebody ${caller}, secret access ${setting}${allowSecretAccess ? ' and taken upon oneself' : ''}`;
          it(`${flag}, ${story}: ${expected ?? 'no app, 31'}`, async () => {
            arrange(parts, text);
            const report = await org.audit({ ...ASKED, orgs: [user], allowSecretAccess });
            const found = ownFinding(report);
            expect(found && `${found.status}, ${found.reason}`).to.equal(expected);
            const asked = org.simulator.journal.entries.filter(({ detail }) => detail.includes(`${SETTINGS}:`));
            if (!isRead) expect(asked, 'settings were asked for').to.deep.equal([]);
            if (expected?.startsWith('pass'))
              expect(failedSteps(report).filter((step) => step === 'retrieve-oauth-settings')).to.deep.equal([]);
            else expect(report.gate.exitCode).to.equal(expected?.startsWith('fail') ? 30 : 31);
          });
        }

  it('is not looked at where nobody named its control: no request of it, and a report that says so', async () => {
    arrange(FLAGS['on']?.parts, access('false'));
    const report = await org.audit({ usageDays: 0 });
    expect(ownFinding(report)).to.equal(undefined);
    const about = org.simulator.journal.entries.filter(({ detail }) =>
      /GlobalOauthSettings|Settings:ExternalClientApp/.test(detail),
    );
    expect(about).to.deep.equal([]);
  });

  it('is judged beside the policy, each with a finding of its own', async () => {
    arrange(FLAGS['on']?.parts, access('false'));
    const report = await org.audit({ controls: [POLICY_CONTROL, CONTROL], usageDays: 0 });
    expect(verdicts(report).sort()).to.deep.equal(['Gateway: fail, not-hardened', 'Gateway: fail, settings-flow-on']);
    const found = ownFinding(report);
    expect(found?.remediation).to.deep.equal({ automatic: false, why: 'settings-level' });
    expect(found?.executionUser?.username, 'as whom the policy logs in').to.equal('integration.user@example.com');
  });

  it('asks for the setting first and alone, and for nothing else before it is answered', async () => {
    arrange(FLAGS['off']?.parts, access('false'));
    await org.audit(ASKED);
    const details = org.simulator.journal.entries.map(({ operation, detail }) => `${operation} ${detail}`);
    const at = (part: string): number => details.findIndex((detail) => detail.includes(part));
    expect(at('Settings:1')).to.be.above(-1);
    expect(at('GlobalOauthSettings')).to.be.above(at('Settings:1'));
  });

  it('settings that belong to no app are told by their names, 31, whatever the apps say', async () => {
    arrange(FLAGS['off']?.parts, access('false'));
    org.simulator.setComponent(
      SETTINGS,
      'Stray',
      globalSettings({ externalClientApplication: 'Elsewhere', [FLAG]: 'true' }),
    );
    const report = await org.audit(ASKED);
    org.simulator.state.components.delete(`${SETTINGS}:Stray`);
    expect(stepOf(report, 'retrieve-oauth-settings')).to.deep.include({ status: 'failed', detail: 'unlinked: Stray' });
    expect([ownFinding(report)?.status, report.gate.exitCode]).to.deep.equal(['pass', 31]);
  });

  it('settings of a packaged app are told to be its publisher’s', async () => {
    arrange(undefined, access('false'));
    const managed = { manageableState: 'installed', namespacePrefix: 'nova' };
    org.simulator.setComponent('ExternalClientApplication', 'nova__Hub', externalClientApp(), managed);
    org.simulator.setComponent(
      SETTINGS,
      'Hub_glbloauth',
      globalSettings({ externalClientApplication: 'nova__Hub' }),
      managed,
    );
    const report = await org.audit({ ...ASKED, apps: ['nova__Hub'] });
    for (const key of ['ExternalClientApplication:nova__Hub', `${SETTINGS}:Hub_glbloauth`])
      org.simulator.state.components.delete(key);
    expect(ownFinding(report)).to.deep.include({ reason: 'settings-flow-on' });
    expect(ownFinding(report)?.remediation.automatic).to.equal(false);
  });

  describe('of one of two apps that an org may call by one name', () => {
    const managed = { manageableState: 'installed', namespacePrefix: 'nova' };
    const ofHub = (flag: string, parent = 'Hub'): string =>
      globalSettings({ externalClientApplication: parent, [FLAG]: flag });
    const HUBS = ['ExternalClientApplication:Hub', 'ExternalClientApplication:nova__Hub'];
    afterEach(() => {
      for (const key of [...HUBS, `${SETTINGS}:Hub_theirs`, `${SETTINGS}:Hub_own`])
        org.simulator.state.components.delete(key);
    });

    const auditHubs = async (): Promise<Record<string, unknown>> => {
      const { simulator } = org;
      simulator.setComponent('ExternalClientApplication', 'Hub', externalClientApp());
      simulator.setComponent('ExternalClientApplication', 'nova__Hub', externalClientApp(), managed);
      const report = await org.audit(ASKED);
      const verdictOf = ({ status, reason }: Finding): string => `${status}, ${reason}`;
      const hubs = targetOf(report).findings.filter(({ app }) => app.name === 'Hub');
      return {
        ...Object.fromEntries(hubs.map((found) => [found.app.namespace ?? 'own', verdictOf(found)])),
        unlinked: stepOf(report, 'retrieve-oauth-settings')?.detail,
        exit: report.gate.exitCode,
      };
    };

    it('those of the package do not stand for the org’s own', async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      org.simulator.setComponent(SETTINGS, 'Hub_theirs', ofHub('false'), managed);
      expect(await auditHubs()).to.deep.equal({
        own: 'not-evaluated, not-returned',
        nova: 'pass, flow-disabled',
        unlinked: undefined,
        exit: 31,
      });
    });

    it('those that say no more belong to neither', async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      org.simulator.setComponent(SETTINGS, 'Hub_own', ofHub('false'));
      const neither = 'not-evaluated, not-returned';
      expect(await auditHubs()).to.deep.equal({ own: neither, nova: neither, unlinked: 'unlinked: Hub_own', exit: 31 });
    });

    it('those that name it with its prefix are its own', async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      org.simulator.setComponent(SETTINGS, 'Hub_theirs', ofHub('true', 'nova__Hub'), managed);
      expect(await auditHubs()).to.deep.include({ own: 'not-evaluated, not-returned', nova: 'fail, settings-flow-on' });
    });

    it('those of a package that the org does not list are nobody’s', async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      const other = { ...managed, namespacePrefix: 'comet' };
      org.simulator.setComponent(SETTINGS, 'Hub_theirs', ofHub('false'), other);
      expect(await auditHubs()).to.deep.include({
        own: 'not-evaluated, not-returned',
        nova: 'not-evaluated, not-returned',
        unlinked: 'unlinked: Hub_theirs',
      });
    });
  });

  for (const [what, on] of [
    ['the setting', /^Settings:1$/],
    ['the list', /^ExtlClntAppGlobalOauthSettings$/],
    ['the settings', /^ExtlClntAppGlobalOauthSettings:\d/],
  ] as const)
    it(`${what} that the org refuses to give keeps the app from passing`, async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      org.simulator.fault({ kind: 'error', on, times: Infinity, message: 'PLANTED-IN-AN-ERROR' });
      const report = await org.audit(ASKED);
      expect(ownFinding(report)?.status).to.equal('not-evaluated');
      expect(report.gate.exitCode).to.equal(31);
      if (what === 'the settings') expect(JSON.stringify(report)).not.to.include('PLANTED-IN-AN-ERROR');
    });

  it('a file that came and is no text may be that of any app: 31, whatever is allowed to be missing', async () => {
    arrange(FLAGS['off']?.parts, access('false'));
    org.simulator.fault({
      kind: 'other-zip',
      on: /GlobalOauthSettings:1/,
      times: Infinity,
      entries: (own) => own.map(({ path, bytes }) => ({ path, bytes: path.includes('glbl') ? NO_TEXT : bytes })),
    });
    const report = await org.audit({ ...ASKED, allowIncomplete: true });
    expect(ownFinding(report)?.status).to.equal('not-evaluated');
    expect(stepOf(report, 'retrieve-oauth-settings')).to.deep.include({
      status: 'failed',
      detail: 'unlinked: Gateway_glbloauth',
    });
    expect(report.gate.exitCode).to.equal(31);
  });

  it('a file that did not come and stands for no app without a flag is told: 31', async () => {
    const { simulator } = org;
    arrange(FLAGS['off']?.parts, access('false'));
    simulator.setComponent(SETTINGS, 'Second', globalSettings({ [FLAG]: 'true' }));
    const second = simulator.state.component(SETTINGS, 'Second');
    if (second) second.unretrievable = 'It cannot be found';
    const report = await org.audit({ ...ASKED, allowIncomplete: true });
    simulator.state.components.delete(`${SETTINGS}:Second`);
    expect(stepOf(report, 'retrieve-oauth-settings')).to.deep.include({ status: 'failed', detail: 'unlinked: Second' });
    expect(report.gate.exitCode).to.equal(31);
  });

  const WRITTEN: Record<string, [written: string, verdict: string]> = {
    'as 1': ['<F>1</F>', 'fail, settings-flow-on'],
    'as 0': ['<F>0</F>', 'pass, flow-disabled'],
    'in capitals': ['<F>TRUE</F>', 'not-evaluated, unreadable'],
    empty: ['<F></F>', 'not-evaluated, unreadable'],
    nil: ['<F xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>', 'not-evaluated, unreadable'],
    'twice, once on': ['<F>false</F><F>true</F>', 'fail, settings-flow-on'],
    'in another place': ['<x><F>true</F></x>', 'not-evaluated, unreadable'],
    'in another case': [
      '<IsClientCredentialsFlowEnabled>true</IsClientCredentialsFlowEnabled>',
      'not-evaluated, unreadable',
    ],
    'of two apps': [
      '<F>false</F><externalClientApplication>Other</externalClientApplication>',
      'not-evaluated, not-returned',
    ],
  };
  for (const [how, [written, verdict]] of Object.entries(WRITTEN))
    it(`written ${how}: ${verdict}`, async () => {
      arrange({}, access('false'));
      const text = globalSettings({ [FLAG]: undefined }).replace(/(?=<\/ExtlClnt)/, written.replaceAll(/\bF\b/g, FLAG));
      org.simulator.setComponent(SETTINGS, 'Gateway_glbloauth', text);
      const found = ownFinding(await org.audit({ ...ASKED, allowIncomplete: true }));
      expect(found && `${found.status}, ${found.reason}`).to.equal(verdict);
    });

  describe('beside what the org lacks or does not tell', () => {
    const ECA_TYPES = [
      'ExternalClientApplication',
      'ExtlClntAppOauthConfigurablePolicies',
      'ExtlClntAppConfigurablePolicies',
    ];
    const lacking: Array<[string, readonly string[], string | undefined]> = [
      ['their type', [SETTINGS], 'not-evaluated, settings-not-read'],
      ['all types of external client apps', [...ECA_TYPES, SETTINGS], undefined],
    ];
    for (const [what, missingTypes, verdict] of lacking)
      it(`${what}: ${verdict ?? 'no app'}, 31`, async () => {
        arrange(FLAGS['off']?.parts, access('false'));
        const { state } = org.simulator;
        state.settings = { ...state.settings, missingTypes };
        const report = await org.audit({ ...ASKED, allowIncomplete: true });
        state.settings = { ...state.settings, missingTypes: [] };
        const found = ownFinding(report);
        expect(found && `${found.status}, ${found.reason}`).to.equal(verdict);
        expect(report.gate.exitCode).to.equal(31);
      });

    it('what the caller may see: no list that is empty is believed, 31', async () => {
      arrange(undefined, access('false'));
      org.simulator.fault({ kind: 'error', on: /UserPermissionAccess/, times: Infinity, message: 'No.' });
      const report = await org.audit({ ...ASKED, allowIncomplete: true });
      expect(ownFinding(report)?.reason).to.equal('settings-not-read');
      expect(report.gate.exitCode).to.equal(31);
    });

    it('an API version that shows the flag: refused before any org is asked', async () => {
      arrange(FLAGS['off']?.parts, access('false'));
      const refused = await org.refusal({ ...ASKED, apiVersion: '59.0' });
      expect(refused.name).to.equal('ApiVersionTooOldError');
      expect(org.simulator.journal.entries).to.deep.equal([]);
    });

    it('both answers of the setting: on counts, and nothing is asked for', async () => {
      const both = '<enableConsumerSecretApiAccess>false</enableConsumerSecretApiAccess>'.repeat(2);
      arrange(FLAGS['off']?.parts, secretAccess(both.replace('false', 'true')));
      expect(ownFinding(await org.audit(ASKED))?.reason).to.equal('settings-not-read');
    });
  });

  it('its risk is "at least" as long as the policy, by which somebody logs in, is not known to be off', async () => {
    arrange(FLAGS['on']?.parts, access('false'));
    const level = async (text: string): Promise<unknown> => {
      org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', text);
      const target = targetOf(await org.audit(ASKED));
      const found = target.findings.find(({ control }) => control === CONTROL);
      return found && [found.risk?.level, isAtLeast(found, target)];
    };
    expect(await level(policy({ [FLAG]: 'maybe' })), 'not readable').to.deep.equal(['baseline', true]);
    expect(await level(policy({ [FLAG]: 'false' })), 'off').to.deep.equal(['baseline', false]);
    org.simulator.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy());
  });

  it('a secret that comes along is told by name, and nothing of it is kept', async () => {
    arrange({ [FLAG]: 'false', consumerSecret: 'PLANTED-SECRET' }, access('true'));
    const report = await org.audit({ ...ASKED, allowSecretAccess: true });
    expect(noticeCodes(report)).to.include.members(['secret-access-allowed', 'settings-secret-returned']);
    expect(report.notices.find(({ code }) => code === 'settings-secret-returned')?.app).to.equal(
      'ExternalClientApplication:Gateway',
    );
    expect(JSON.stringify(report)).not.to.match(/PLANTED|3MVG9/);
    expect(ownFinding(report)?.status).to.equal('pass');
  });

  it('an org that answers with secrets although its setting is off: told as well', async () => {
    arrange({ [FLAG]: 'false', consumerSecret: 'PLANTED-SECRET' }, access('false'));
    org.simulator.state.settings = { ...org.simulator.state.settings, consumerSecrets: 'always' };
    const report = await org.audit(ASKED);
    org.simulator.state.settings = { ...org.simulator.state.settings, consumerSecrets: 'if-allowed' };
    expect(noticeCodes(report)).to.include('settings-secret-returned').and.not.include('secret-access-allowed');
    expect(JSON.stringify(report)).not.to.match(/PLANTED|3MVG9/);
  });

  it('a flag whose text is a secret is shown as no more than not readable', async () => {
    arrange({ [FLAG]: 'PLANTED-SECRET' }, access('false'));
    const report = await org.audit(ASKED);
    expect(ownFinding(report)?.reason).to.equal('unreadable');
    expect(JSON.stringify(report)).not.to.include('PLANTED');
  });

  describe('in a source tree', () => {
    const audit = async (
      files: Record<string, string>,
      {
        version = '66.0',
        controls = [CONTROL],
        apps = null,
      }: { version?: string; controls?: ControlId[]; apps?: string[] | null } = {},
    ): Promise<AuditReport> => {
      const folder = join(org.folder, 'tree');
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder);
      const project = version === '' ? {} : { sourceApiVersion: version };
      writeFileSync(
        join(folder, 'sfdx-project.json'),
        JSON.stringify({ packageDirectories: [{ path: '.' }], ...project }),
      );
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
      return org.audit({ orgs: [], directories: [folder], root: folder, controls, apps, usageDays: 0 });
    };
    const APP = { 'Gateway.eca-meta.xml': externalClientApp() };
    const NAME = 'Gateway_glbloauth.ecaGlblOauth-meta.xml';

    const trees: Array<[story: string, files: Record<string, string>, verdict: string, version?: string]> = [
      ['on', { ...APP, [NAME]: globalSettings() }, 'fail, settings-flow-on'],
      ['on, without any other file of its app', { [NAME]: globalSettings() }, 'fail, settings-flow-on'],
      ['off', { ...APP, [NAME]: globalSettings({ [FLAG]: 'false' }) }, 'pass, flow-disabled'],
      ['absent', { ...APP, [NAME]: globalSettings({ [FLAG]: undefined }) }, 'pass, flag-absent'],
      [
        'absent at an older version',
        { [NAME]: globalSettings({ [FLAG]: undefined }) },
        'not-evaluated, flag-not-visible',
        '59.0',
      ],
      [
        'absent at no version',
        { [NAME]: globalSettings({ [FLAG]: undefined }) },
        'not-evaluated, flag-not-visible',
        '',
      ],
      ['no boolean', { [NAME]: globalSettings({ [FLAG]: 'maybe' }) }, 'not-evaluated, unreadable'],
      ['no XML', { [NAME]: '<<<<<<< HEAD' }, 'not-evaluated, unreadable'],
      [
        'off, of an app that a deploy fills in',
        { [NAME]: globalSettings({ [FLAG]: 'false', externalClientApplication: '{APP}' }) },
        'not-evaluated, unreadable',
      ],
      ['no file', APP, 'not-applicable, settings-not-in-source'],
    ];
    for (const [story, files, verdict, version = '66.0'] of trees)
      it(`${story}: ${verdict}`, async () => {
        const report = await audit(files, { version });
        expect(targetOf(report).findings.map(({ status, reason }) => `${status}, ${reason}`)).to.deep.equal([verdict]);
      });

    for (const [what, text] of [
      ['no XML', '<<<<<<< HEAD'],
      ['of no app', globalSettings({ [FLAG]: 'false', externalClientApplication: undefined })],
    ] as const)
      it(`a file that is ${what} may be that of any app without one, however the app is named: 31`, async () => {
        const report = await audit({ ...APP, [NAME]: text }, { apps: ['Gateway'] });
        expect(verdicts(report)).to.deep.equal(['Gateway: not-evaluated, unreadable']);
        expect(report.gate.exitCode).to.equal(31);
      });

    it('points at the flag, and tells nothing of the key beside it', async () => {
      const report = await audit({ [NAME]: globalSettings({ consumerSecret: '1234567890123456789' }) });
      expect(ownFinding(report)?.app).to.deep.include({ name: 'Gateway', file: NAME, line: 6 });
      expect(ownFinding(report)?.risk?.level, 'a secret in the file').to.equal('higher');
      expect(JSON.stringify(report)).not.to.match(/3MVG9|1234567890123456789/);
    });

    it('is not judged where nobody named the control', async () => {
      const report = await audit({ ...APP, [NAME]: globalSettings() }, { controls: [POLICY_CONTROL] });
      expect(verdicts(report)).to.deep.equal(['Gateway: not-applicable, policy-not-in-source']);
    });
  });
});
