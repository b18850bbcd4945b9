import { chmodSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import type { AuditedTarget } from '../../../src/actions/audit/auditOrg.js';
import type { SourceReads } from '../../../src/inventory/source/sourceFiles.js';
import { compareWithBaseline } from '../../../src/posture/report/baseline.js';
import { controls } from '../../../src/posture/controls/all.js';
import { gate } from '../../../src/posture/report/gate.js';
import type { Finding } from '../../../src/posture/model.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { SHAPES } from '../support/sourceShapes.js';
import { sourceDoors } from '../support/sourceDoors.js';

const shape = (name: string): Buffer => {
  const found = SHAPES.find((one) => one.name === name);
  if (!found) throw new Error(`There is no shape "${name}"`);
  return found.bytes;
};
const ON = shape('a plain file');
const ABSENT = shape('no flag, but newer elements');
const POLICY_ON = shape('a policy that is on for nobody');
const POLICY_FOR_A_USER = POLICY_ON.toString().replace(
  '<label>',
  '<clientCredentialsFlowUser>integration.user@example.com</clientCredentialsFlowUser><label>',
);
const LINK = '<externalClientApplication>Courier</externalClientApplication>';
const header = (label: string): string =>
  `<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"><label>${label}</label></ExternalClientApplication>`;
const project = (version: unknown): string => JSON.stringify({ packageDirectories: [], sourceApiVersion: version });
const manifest = (version: string): string =>
  `<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>${version}</version></Package>`;

const auditOf = (
  root: string,
  { directories = ['.'], doors = sourceDoors }: { directories?: string[]; doors?: SourceReads } = {},
): Promise<AuditedTarget> =>
  auditSource({ directories, root, controls: controls.map(({ id }) => id), apps: null, usageDays: 90 }, doors);

const only = ({ target }: AuditedTarget): Finding => {
  const [finding, ...others] = target.findings;
  if (!finding || others.length > 0) throw new Error(`${target.findings.length} findings`);
  return finding;
};

const exitCode = ({ target }: AuditedTarget): number =>
  gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false });

const NOBODY = 65_534;

/** No folder is closed to the superuser, so a test that runs as such steps down for a moment. */
const asAnybody = async <T>(work: () => Promise<T>): Promise<T> => {
  const isSuperuser = process.geteuid?.() === 0;
  if (isSuperuser) process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    if (isSuperuser) process.seteuid?.(0);
  }
};

describe('reading source trees', () => {
  afterEach(removeTemporaryTrees);

  describe('judges every shape of a file', () => {
    for (const { name, file, bytes, reason } of SHAPES) {
      it(`${name}: ${reason}`, async () => {
        const finding = only(await auditOf(temporaryTree({ [file]: bytes })));
        expect(finding).to.deep.include({ reason });
        expect(finding.app.file).to.equal(file);
      });
    }
  });

  describe('points at the place', () => {
    const lineOf = async (bytes: string | Buffer): Promise<number | undefined> =>
      only(await auditOf(temporaryTree({ 'A.connectedApp': bytes }))).app.line;

    it('of the flag', async () => expect(await lineOf(ON)).to.equal(7));
    it('of the root where there is no flag', async () => expect(await lineOf(ABSENT)).to.equal(2));
    it('of the mistake where the file cannot be read', async () =>
      expect(await lineOf(shape('conflict markers'))).to.equal(7));

    const unreadable: [string, Record<string, unknown>][] = [
      ['conflict markers', { code: 'source-unreadable', line: 7, column: 1, data: { problem: 'conflict-markers' } }],
      ['letters of Latin-1', { code: 'source-unreadable', line: 4, column: 13, data: { problem: 'not-well-formed' } }],
      ['more than 5 MB', { code: 'source-unreadable', data: { problem: 'too-large' } }],
      ['a flag that is no boolean', { code: 'source-flag-unreadable', line: 7, column: 9 }],
    ];
    for (const [name, notice] of unreadable) {
      it(`of ${name}, with its column`, async () => {
        const { notices } = await auditOf(temporaryTree({ 'A.connectedApp': shape(name) }));
        expect(notices).to.deep.equal([{ ...notice, file: 'A.connectedApp', target: '.' }]);
      });
    }
  });

  describe('believes that an absent flag is off only', () => {
    const cases: [string, Record<string, string>, string, string | undefined][] = [
      ['where no version is named', {}, 'flag-absent', undefined],
      ['from API version 56 on', { 'sfdx-project.json': project('56.0') }, 'flag-absent', '56.0'],
      [
        'not where the project names an older one',
        { 'sfdx-project.json': project('55.0') },
        'flag-not-visible',
        '55.0',
      ],
      [
        'not where the manifest beside the app does',
        { 'app/package.xml': manifest('55.0') },
        'flag-not-visible',
        '55.0',
      ],
      [
        "not where the project's manifest does",
        { 'sfdx-project.json': project('66.0'), 'manifest/package.xml': manifest('48.0') },
        'flag-not-visible',
        '48.0',
      ],
      [
        'where the nearest project is new enough, whatever one further up says',
        { 'sfdx-project.json': project('40.0'), 'app/sfdx-project.json': project('60.0') },
        'flag-absent',
        '60.0',
      ],
      ['where the project names no version', { 'sfdx-project.json': '{}' }, 'flag-absent', undefined],
      ['not where the project cannot be read', { 'sfdx-project.json': '{' }, 'unreadable', undefined],
      ['not where the version is none', { 'sfdx-project.json': project('latest') }, 'flag-not-visible', undefined],
      ...[['66.0'], '0x50', '1e9', 'Infinity', ' ', null].map((version): (typeof cases)[number] => [
        `not where a number can be made of the version alone: ${JSON.stringify(version)}`,
        { 'sfdx-project.json': project(version) },
        'flag-not-visible',
        undefined,
      ]),
      [
        'not where one of two versions in a manifest is older',
        { 'package.xml': manifest('66.0</version><version>50.0') },
        'flag-not-visible',
        '50.0',
      ],
      [
        'not where a manifest folder without a project names an older one',
        { 'manifest/package.xml': manifest('48.0') },
        'flag-not-visible',
        '48.0',
      ],
      [
        'not where that folder lies beside a newer manifest',
        { 'manifest/package.xml': manifest('48.0'), 'app/package.xml': manifest('66.0') },
        'flag-not-visible',
        '48.0',
      ],
      [
        'where the manifest folder that names an older one lies above the project',
        { 'manifest/package.xml': manifest('48.0'), 'app/sfdx-project.json': project('66.0') },
        'flag-absent',
        '66.0',
      ],
      ['not where the manifest is none', { 'package.xml': 'no XML' }, 'flag-not-visible', undefined],
    ];
    for (const [name, files, reason, version] of cases) {
      it(name, async () => {
        const audited = await auditOf(temporaryTree({ ...files, 'app/deep/A.connectedApp': ABSENT }));
        expect(only(audited).reason).to.equal(reason);
        expect(audited.target.source?.apiVersion).to.equal(version);
      });
    }

    it('from API version 60 on in a policy', async () => {
      const absent = shape('a policy without the flag');
      const files = (version: string) => ({ 'sfdx-project.json': project(version), 'a/P.ecaOauthPlcy': absent });
      expect(only(await auditOf(temporaryTree(files('59.0')))).reason).to.equal('flag-not-visible');
      expect(only(await auditOf(temporaryTree(files('60.0')))).reason).to.equal('flag-absent');
    });

    it('and not at all in a policy that no version is named for', async () => {
      const root = temporaryTree({ 'a/P.ecaOauthPlcy': shape('a policy without the flag') });
      expect(only(await auditOf(root)).reason).to.equal('flag-not-visible');
    });
  });

  describe('puts external client apps together', () => {
    it('by the element, whatever the files are called and wherever they lie', async () => {
      const root = temporaryTree({
        'one/COURIER.eca-meta.xml': header('Parcels'),
        'two/anything.ecaOauthPlcy-meta.xml': POLICY_ON,
      });
      const finding = only(await auditOf(root));
      expect(finding.app).to.deep.equal({
        type: 'ExternalClientApplication',
        name: 'Courier',
        label: 'Parcels',
        managed: false,
        file: 'two/anything.ecaOauthPlcy-meta.xml',
        line: 4,
      });
    });

    it('and has nothing to judge where there is no policy', async () => {
      const finding = only(await auditOf(temporaryTree({ 'a/Courier.eca': header('Parcels') })));
      expect(finding).to.include({ status: 'not-applicable', reason: 'policy-not-in-source' });
    });

    it('but says nothing for sure while one policy does not tell whose it is', async () => {
      const root = temporaryTree({ 'a/Courier.eca': header('Parcels'), 'a/P.ecaOauthPlcy': '<<<<<<< HEAD\n' });
      const { findings } = (await auditOf(root)).target;
      expect(findings.map(({ app, reason }) => [app.name, reason])).to.deep.equal([
        ['P (policy)', 'unreadable'],
        ['Courier', 'policy-not-readable'],
      ]);
    });

    it('and tells which apps have no policy here, and whose parts lie here without them', async () => {
      const part = (type: string, app: string) =>
        `<${type} xmlns="http://soap.sforce.com/2006/04/metadata"><externalClientApplication>${app}</externalClientApplication></${type}>`;
      const root = temporaryTree({
        'Courier.eca': header('Parcels'),
        'Ledger.eca': header('Ledger'),
        'P.ecaOauthPlcy': POLICY_ON,
        'P.ecaPlcy': part('ExtlClntAppConfigurablePolicies', 'Courier'),
        'X.ecaPlcy': part('ExtlClntAppConfigurablePolicies', 'Alone'),
        'Y.ecaOauth-meta.xml': part('ExtlClntAppOauthSettings', 'Alone'),
        'Z.ecaOauthSecurity': part('ExtlClntAppOauthSecuritySettings', 'Alone'),
        'G.ecaGlblOauth': part('ExtlClntAppGlobalOauthSettings', 'Alone'),
      });
      const alone = { code: 'source-app-missing', app: 'ExternalClientApplication:Alone', target: '.' };
      expect((await auditOf(root)).notices).to.have.deep.members([
        { code: 'source-policy-missing', data: { apps: 'Ledger' }, target: '.' },
        { ...alone, file: 'X.ecaPlcy' },
        { ...alone, file: 'Y.ecaOauth-meta.xml' },
        { ...alone, file: 'Z.ecaOauthSecurity' },
        { ...alone, file: 'G.ecaGlblOauth' },
      ]);
    });

    it('and proves that one user serves two of them, but not by a placeholder', async () => {
      const forUser = (user: string, app: string) =>
        POLICY_FOR_A_USER.replace('integration.user@example.com', user).replace('Courier', app);
      const reasons = async (...users: string[]) => {
        const files = users.map((user, index) => [`P${index}.ecaOauthPlcy`, forUser(user, `App${index}`)] as const);
        const { findings } = (await auditOf(temporaryTree(Object.fromEntries(files)))).target;
        return findings.map(({ reason }) => reason);
      };
      expect(await reasons('one@example.com', 'ONE@example.com')).to.deep.equal(['not-hardened', 'not-hardened']);
      expect(await reasons('one@example.com', 'two@example.com')).to.deep.equal([
        'hardening-unknown',
        'hardening-unknown',
      ]);
      expect(await reasons('{RUN_AS}', '{RUN_AS}')).to.deep.equal(['hardening-unknown', 'hardening-unknown']);
    });

    it('but not an app and itself, whose name is in other letters in another folder', async () => {
      const root = temporaryTree({
        'dev/P.ecaOauthPlcy': POLICY_FOR_A_USER,
        'prod/P.ecaOauthPlcy': POLICY_FOR_A_USER.replace('Courier', 'COURIER'),
      });
      const { findings } = (await auditOf(root)).target;
      expect(findings.map(({ reason, remediation }) => [reason, remediation.automatic])).to.deep.equal([
        ['hardening-unknown', false],
        ['hardening-unknown', false],
      ]);
    });

    it('and tells that an app is switched off without believing it', async () => {
      const plugin =
        '<ExtlClntAppConfigurablePolicies xmlns="http://soap.sforce.com/2006/04/metadata"><externalClientApplication>courier</externalClientApplication><isEnabled>false</isEnabled></ExtlClntAppConfigurablePolicies>';
      const finding = only(await auditOf(temporaryTree({ 'P.ecaOauthPlcy': POLICY_ON, 'Q.ecaPlcy': plugin })));
      expect(finding.status).to.equal('fail');
      expect(finding.evidence).to.deep.include({
        source: 'file',
        component: 'ExtlClntAppConfigurablePolicies:Q',
        path: 'isEnabled',
        value: 'false',
      });
    });
  });

  it('judges and shows the same app in each folder that it lies in', async () => {
    const root = temporaryTree({
      'dev/A.connectedApp': ON,
      'prod/A.connectedApp': ABSENT,
      'dev/P.ecaOauthPlcy': POLICY_ON,
      'prod/P.ecaOauthPlcy': shape('a policy that is off'),
    });
    const { findings } = (await auditOf(root)).target;
    expect(findings.map(({ app, reason }) => `${app.file ?? ''}: ${reason}`)).to.deep.equal([
      'dev/A.connectedApp: flow-enabled',
      'prod/A.connectedApp: flag-absent',
      'dev/P.ecaOauthPlcy: not-hardened',
      'prod/P.ecaOauthPlcy: flow-disabled',
    ]);
  });

  it('gives each finding an id of its own where one app lies in several files', async () => {
    const root = temporaryTree({ 'dev/A.connectedApp': ON, 'prod/A.connectedApp': ON, 'prod/B.connectedApp': ON });
    const { findings } = (await auditOf(root)).target;
    expect(findings.map(({ id }) => id.split('/').slice(4))).to.have.deep.members([
      ['a', 'dev%2FA.connectedApp'],
      ['a', 'prod%2FA.connectedApp'],
      ['b'],
    ]);
  });

  describe('tells secrets', () => {
    const secret = 'made-up-secret-0123456789';
    const withSecret = (bytes: Buffer): string =>
      bytes.toString().replace('<callbackUrl>', `<consumerSecret>${secret}</consumerSecret>\n<callbackUrl>`);

    it('of an app that fails, which raises its risk, by place and never by value', async () => {
      const audited = await auditOf(temporaryTree({ 'A.connectedApp': withSecret(ON) }));
      expect(only(audited).risk?.level).to.equal('higher');
      expect(audited.notices).to.deep.equal([
        { code: 'source-secret', file: 'A.connectedApp', line: 6, column: 9, target: '.' },
      ]);
      expect(JSON.stringify(audited.target)).to.not.contain(secret);
    });

    it('of an app that passes', async () => {
      const audited = await auditOf(temporaryTree({ 'A.connectedApp': withSecret(ABSENT) }));
      expect(only(audited).status).to.equal('pass');
      expect(audited.notices.map(({ code }) => code)).to.deep.equal(['source-secret']);
    });

    it('but takes no placeholder for one', async () => {
      const { notices } = await auditOf(temporaryTree({ 'A.connectedApp': shape('a placeholder for a secret') }));
      expect(notices).to.deep.equal([]);
    });

    it('and files of global settings, which belong in no repository', async () => {
      const settings = (value: string) =>
        `<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n<consumerSecret>${value}</consumerSecret></ExtlClntAppGlobalOauthSettings>`;
      const root = temporaryTree({
        'A.ecaGlblOauth': settings(secret),
        'B.ecaGlblOauth-meta.xml': settings('{SECRET}'),
      });
      const { target, notices } = await auditOf(root);
      expect(target.findings).to.deep.equal([]);
      expect(notices.map(({ code, file, line }) => [code, file, line])).to.deep.equal([
        ['source-secret', 'A.ecaGlblOauth', 2],
      ]);
    });

    it('and speaks of a consumer key in global settings only where there is one', async () => {
      const settings = (inside: string) =>
        `<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n${inside}</ExtlClntAppGlobalOauthSettings>`;
      const root = temporaryTree({
        'A.ecaGlblOauth': settings('<consumerKey>3MVG9made.up</consumerKey>'),
        'B.ecaGlblOauth': settings('<consumerKey>{KEY}</consumerKey>'),
        'C.ecaGlblOauth': settings('<label>C</label>'),
      });
      const { notices } = await auditOf(root);
      expect(notices.map(({ code, file, line }) => [code, file, line])).to.deep.equal([
        ['source-global-settings', 'A.ecaGlblOauth', 2],
      ]);
    });

    it('of an external client app beside its policy, which raises its risk', async () => {
      const settings = (app: string) =>
        `<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata"><consumerSecret>${secret}</consumerSecret><externalClientApplication>${app}</externalClientApplication></ExtlClntAppGlobalOauthSettings>`;
      const levelBeside = async (app: string) => {
        const files = { 'P.ecaOauthPlcy': POLICY_FOR_A_USER, 'G.ecaGlblOauth': settings(app) };
        const { risk } = only(await auditOf(temporaryTree(files)));
        return [risk?.level, risk?.factors.find(({ factor }) => factor === 'secret-in-source')];
      };
      const present = { factor: 'secret-in-source', state: 'present', detail: 'G.ecaGlblOauth' };
      expect(await levelBeside('COURIER')).to.deep.equal(['higher', present]);
      expect(await levelBeside('Other')).to.deep.equal(['baseline', { factor: 'secret-in-source', state: 'absent' }]);
    });

    for (const [file, type] of [
      ['P.ecaOauthPlcy', undefined],
      ['Courier.eca', 'ExternalClientApplication'],
      ['S.ecaOauth', 'ExtlClntAppOauthSettings'],
      ['R.ecaOauthSecurity', 'ExtlClntAppOauthSecuritySettings'],
      ['A.ecaPlcy', 'ExtlClntAppConfigurablePolicies'],
    ] as const)
      it(`of an external client app in a comment in any of its files, which raises its risk: ${file}`, async () => {
        const note = `<!-- <consumerSecret>${secret}</consumerSecret> -->`;
        const link = type === 'ExternalClientApplication' ? '' : LINK;
        const files = {
          'P.ecaOauthPlcy': POLICY_FOR_A_USER.replace('<label>', `${type ? '' : note}<label>`),
          ...(type && {
            [file]: `<${type} xmlns="http://soap.sforce.com/2006/04/metadata">${note}${link}</${type}>`,
          }),
        };
        const audited = await auditOf(temporaryTree(files));
        const { risk } = only(audited);
        expect(risk?.level).to.equal('higher');
        expect(risk?.factors).to.deep.include({ factor: 'secret-in-source', state: 'present', detail: file });
        expect(audited.notices.map(({ code, file: at }) => [code, at])).to.deep.include(['source-secret', file]);
        expect(JSON.stringify(audited.target)).not.to.include(secret);
      });

    const secretFactor = async (files: Record<string, string>): Promise<unknown> => {
      const { target } = await auditOf(temporaryTree(files));
      const failing = target.findings.filter(({ status }) => status === 'fail');
      return failing.map(({ risk }) => [
        risk?.level,
        risk?.factors.find(({ factor }) => factor === 'secret-in-source')?.state,
      ]);
    };
    const PLACEHOLDER = '<externalClientApplication>{APP}</externalClientApplication>';
    const NOTE = `<!-- <consumerSecret>${secret}</consumerSecret> -->`;

    it('of an external client app in the very file that fails, although that does not show its app', async () => {
      const policy = POLICY_FOR_A_USER.replace(LINK, `${PLACEHOLDER}${NOTE}`);
      expect(await secretFactor({ 'P.ecaOauthPlcy': policy })).to.deep.equal([['higher', 'present']]);
      const settings = `<ExtlClntAppGlobalOauthSettings xmlns="http://soap.sforce.com/2006/04/metadata">${PLACEHOLDER}<isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled><consumerSecret>${secret}</consumerSecret></ExtlClntAppGlobalOauthSettings>`;
      const { target } = await auditSource(
        {
          ...{ directories: ['.'], root: temporaryTree({ 'G.ecaGlblOauth': settings }), apps: null, usageDays: 90 },
          controls: ['eca-flow-enablement'],
        },
        sourceDoors,
      );
      expect(target.findings.map(({ reason, risk }) => [reason, risk?.level])).to.deep.equal([
        ['settings-flow-on', 'higher'],
      ]);
    });

    for (const file of ['Courier.eca', 'S.ecaOauth', 'R.ecaOauthSecurity', 'A.ecaPlcy', 'Q.ecaOauthPlcy'])
      it(`leaves it open whether a file of an external client app that could not be read has one: ${file}`, async () => {
        const conflict = `<<<<<<< HEAD\n${NOTE}\n=======\n>>>>>>> main\n`;
        expect(await secretFactor({ 'P.ecaOauthPlcy': POLICY_FOR_A_USER, [file]: conflict })).to.deep.equal([
          ['baseline', 'unknown'],
        ]);
      });

    it('leaves it open whether a file of an external client app has one that is where a link leads out', async () => {
      const [root, outside] = [temporaryTree({ 'P.ecaOauthPlcy': POLICY_FOR_A_USER }), temporaryTree({ 'x.md': '' })];
      symlinkSync(outside, join(root, 'extlClntAppGlobalOauthSets'));
      const { risk } = only(await auditOf(root));
      expect(risk?.factors).to.deep.include({ factor: 'secret-in-source', state: 'unknown', detail: 'source' });
    });

    it('says that there is none where the header that could not be read is that of another app', async () => {
      expect(await secretFactor({ 'P.ecaOauthPlcy': POLICY_FOR_A_USER, 'Other.eca': '<' })).to.deep.equal([
        ['baseline', 'absent'],
      ]);
    });
  });

  describe('never takes what it could not read for nothing', () => {
    it('in a folder', async () => {
      const doors: SourceReads = {
        ...sourceDoors,
        walk: () =>
          Promise.resolve({
            files: [],
            unreadable: [{ path: '/tree/closed', code: 'EACCES' }],
            linksOut: [],
            linksIn: [],
          }),
      };
      const audited = await auditOf('/tree', { doors });
      expect(audited.target.coverage).to.deep.include({
        step: 'list-files',
        status: 'failed',
        count: 0,
        detail: 'not-readable: closed (EACCES)',
      });
      expect(audited.notices).to.deep.equal([
        { code: 'source-not-read', file: 'closed', data: { error: 'EACCES' }, target: '.' },
      ]);
      expect(exitCode(audited)).to.equal(31);
    });

    it('in a file', async () => {
      const doors: SourceReads = { ...sourceDoors, readBytes: () => Promise.resolve({ ok: false, code: 'EACCES' }) };
      const audited = await auditOf(temporaryTree({ 'A.connectedApp': ON, 'P.ecaOauthPlcy': POLICY_ON }), { doors });
      expect(audited.target.findings.map(({ reason }) => reason)).to.deep.equal([
        'not-returned',
        'policy-not-readable',
      ]);
      expect(exitCode(audited)).to.equal(31);
    });

    it('in a file of a connected app, which no exception excuses', async () => {
      const doors: SourceReads = { ...sourceDoors, readBytes: () => Promise.resolve({ ok: false, code: 'EIO' }) };
      expect(exitCode(await auditOf(temporaryTree({ 'A.connectedApp': ON }), { doors }))).to.equal(31);
    });

    it('in a folder that is closed to this very user', async () => {
      const root = temporaryTree({ 'closed/A.connectedApp': ON });
      chmodSync(root, 0o755);
      chmodSync(join(root, 'closed'), 0o000);
      const audited = await asAnybody(() => auditOf(root));
      chmodSync(join(root, 'closed'), 0o700);
      expect(exitCode(audited)).to.equal(31);
    });

    it('behind a link that leads out of the tree', async () => {
      const outside = temporaryTree({ 'A.connectedApp': ON, 'readme.md': '' });
      const root = temporaryTree({ 'B.connectedApp': ABSENT });
      symlinkSync(outside, join(root, 'vendor'));
      symlinkSync(join(outside, 'A.connectedApp'), join(root, 'A.connectedApp'));
      symlinkSync(join(outside, 'readme.md'), join(root, 'readme.md'));
      const audited = await auditOf(root);
      expect(audited.notices).to.deep.equal([
        { code: 'source-link-skipped', file: 'A.connectedApp', target: '.' },
        { code: 'source-link-skipped', file: 'vendor', target: '.' },
      ]);
      expect(exitCode(audited)).to.equal(31);
    });

    it('behind such a link unless its target is named, too', async () => {
      const outside = temporaryTree({ 'A.connectedApp': ABSENT, 'far/C.connectedApp': ABSENT });
      const root = temporaryTree({ 'B.connectedApp': ABSENT });
      symlinkSync(join(outside, 'far'), join(root, 'vendor'));
      symlinkSync(join(outside, 'A.connectedApp'), join(root, 'A.connectedApp'));
      const directories = ['.', join(outside, 'far'), join(outside, 'A.connectedApp')];
      const audited = await auditOf(root, { directories });
      expect([audited.target.findings.length, audited.notices, exitCode(audited)]).to.deep.equal([3, [], 0]);
    });

    it('under a name that does not exist', async () => {
      expect(exitCode(await auditOf(temporaryTree(), { directories: ['missing'] }))).to.equal(31);
    });
  });

  describe('knows a folder again, however it is written', () => {
    const scope = { controls: controls.map(({ id }) => id), apps: null, usageDays: 90 };
    const files = {
      'r/fa/A.connectedApp': ON,
      'r/B.connectedApp': ON,
      'r/fb/C.connectedApp': ON,
      'r/..fc/D.connectedApp': ON,
      'r-beside/E.connectedApp': ON,
    };
    const spellings: Array<readonly [written: (root: string) => string[], shown: (root: string) => string[]]> = [
      [() => ['fa/'], () => ['fa']],
      [() => ['./fa'], () => ['fa']],
      [() => ['fb/../fa//'], () => ['fa']],
      [(root) => [join(root, 'fa')], () => ['fa']],
      [() => ['fa', './fa'], () => ['fa']],
      [() => ['./fb/', 'fa'], () => ['fb', 'fa']],
      [() => ['./'], () => ['.']],
      [(root) => [root], () => ['.']],
      [() => ['./..fc'], () => ['..fc']],
      [() => ['..'], (root) => [dirname(root)]],
      [(root) => [`../${basename(root)}-beside/`], (root) => [`${root}-beside`]],
    ];
    for (const [written, shown] of spellings) {
      it(`${written('/root').join(' ')} as ${shown('/root').join(' ')}`, async () => {
        const root = join(temporaryTree(files), 'r');
        const [now, before] = [
          await auditOf(root, { directories: written(root) }),
          await auditOf(root, { directories: shown(root) }),
        ];
        expect(now.target.source?.directories).to.deep.equal(shown(root));
        expect(now.target.findings).to.deep.equal(before.target.findings);
        const compared = compareWithBaseline([now.target], scope, { scope, targets: [before.target] });
        expect(compared).to.include({ ok: true });
      });
    }
  });

  it('reads what .forceignore leaves out, since another tool may deploy it', async () => {
    const root = temporaryTree({ '.forceignore': '**/*.connectedApp-meta.xml\n', 'a/A.connectedApp-meta.xml': ON });
    expect(only(await auditOf(root)).reason).to.equal('flow-enabled');
  });

  it('reads what an editor leaves beside a file, since the CLI deploys it, but nothing that no deploy takes', async () => {
    const root = temporaryTree({
      'A.connectedApp-meta.xml': ABSENT,
      'A.connectedApp-meta.xml~': ON,
      'P.ecaOauthPlcy-meta.xml.BASE_1': POLICY_ON,
      '.A.connectedApp-meta.xml.swp': 'no text',
      'A.connectedApp-meta.xml.dup': ON,
      'A.connectedApp.orig': ON,
    });
    const { target } = await auditOf(root);
    expect(target.findings.map(({ app, reason }) => `${app.file}: ${reason}`)).to.deep.equal([
      'A.connectedApp-meta.xml: flag-absent',
      'A.connectedApp-meta.xml.dup: flow-enabled',
      'A.connectedApp-meta.xml~: flow-enabled',
      'P.ecaOauthPlcy-meta.xml.BASE_1: not-hardened',
    ]);
    expect(target.coverage.filter(({ status }) => status === 'failed')).to.deep.equal([]);
  });

  it('reads only the kind of app that was asked for', async () => {
    const root = temporaryTree({ 'A.connectedApp': ON, 'P.ecaOauthPlcy': POLICY_ON });
    const { target } = await auditSource(
      { directories: ['.'], root, controls: ['eca-client-credentials-policy'], apps: null, usageDays: 90 },
      sourceDoors,
    );
    expect(target.findings.map(({ app }) => app.name)).to.deep.equal(['Courier']);
    expect(target.coverage).to.deep.include({ step: 'read-files', status: 'ok', count: 1 });
  });

  const companions: Array<[file: string, text: string]> = [
    ['A.eca', `<<<<<<< HEAD\n${header('A')}`],
    ['A.eca', ON.toString()],
    ['A.ecaPlcy', POLICY_ON.toString()],
    ['A.ecaGlblOauth', '<ExtlClntAppGlobalOauthSettings>'],
    ['A.ecaOauth', POLICY_ON.toString()],
    ['A.ecaOauthSecurity', ''],
  ];
  for (const [file, text] of companions) {
    it(`does not claim that all was evaluated where ${file} is no metadata of its type: 31`, async () => {
      const audited = await auditOf(temporaryTree({ 'sfdx-project.json': project('66.0'), [file]: text }));
      expect(audited.target.coverage).to.deep.include({
        step: 'read-files',
        status: 'failed',
        detail: `not-metadata: ${file}`,
        count: 1,
      });
      expect(exitCode(audited)).to.equal(31);
    });
  }

  it('gives names with newlines as they are, and tells paths from where the run was started', async () => {
    const root = temporaryTree({ 'repo/a\nb/A\n.connectedApp': ON });
    const { app } = only(await auditOf(join(root, 'repo'), { directories: ['../repo/a\nb'] }));
    expect(app).to.include({ name: 'A\n', file: 'a\nb/A\n.connectedApp' });
  });

  it('gives short IDs where a hook names many files, the same in any order of them', async () => {
    const names = Array.from({ length: 200 }, (_, at) => `folder/of/apps/A${at}.connectedApp-meta.xml`);
    const root = temporaryTree(Object.fromEntries(names.map((name) => [name, ON])));
    const idsOf = async (directories: string[]): Promise<string[]> =>
      (await auditOf(root, { directories })).target.findings.map(({ id }) => id).sort();
    const ids = await idsOf(names);
    expect(new Set(ids).size).to.equal(200);
    expect(Math.max(...ids.map(({ length }) => length))).to.be.below(200);
    expect(await idsOf(names.toReversed())).to.deep.equal(ids);
    expect(await idsOf(names.slice(1))).to.not.include(ids[0]);
  });
});
