import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import { gate } from '../../../src/posture/report/gate.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../support/sourceDoors.js';

/** What the CLI deploys isn't what the file says where the project replaces text while it deploys. */

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const APP = 'force-app/connectedApps/Ledger.connectedApp-meta.xml';
const POLICY = 'force-app/extlClntAppOauthPolicies/Courier_plcy.ecaOauthPlcy-meta.xml';
const SETTINGS = 'force-app/extlClntAppGlobalOauthSets/Courier_glbl.ecaGlblOauth-meta.xml';

const app = (inside: string): string =>
  `<ConnectedApp xmlns="${NAMESPACE}">\n<contactEmail>__MAIL__</contactEmail>\n<label>Ledger</label>\n${inside}\n</ConnectedApp>`;
const oauth = (inside: string): string =>
  app(`<oauthConfig><callbackUrl>https://a</callbackUrl>${inside}<isPkceRequired>false</isPkceRequired></oauthConfig>`);
const OFF = oauth('<isClientCredentialEnabled>false</isClientCredentialEnabled>');
const ON = OFF.replace('>false</isClientC', '>true</isClientC');
const policy = `<ExtlClntAppOauthConfigurablePolicies xmlns="${NAMESPACE}"><externalClientApplication>Courier</externalClientApplication>
<isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled></ExtlClntAppOauthConfigurablePolicies>`;
const settings = policy.replaceAll('ExtlClntAppOauthConfigurablePolicies', 'ExtlClntAppGlobalOauthSettings');

const project = (...replacements: unknown[]): string =>
  JSON.stringify({ packageDirectories: [{ path: 'force-app' }], sourceApiVersion: '66.0', replacements });

const audited = async (
  file: string,
  text: string,
  replacements: unknown[],
  control?: 'eca-flow-enablement',
): Promise<Record<string, unknown>> => {
  const root = temporaryTree({ 'sfdx-project.json': project(...replacements), [file]: text });
  const controls = control ? [control] : ([CONNECTED_APPS, 'eca-client-credentials-policy'] as const);
  const scope = { directories: ['.'], root, controls: [...controls], apps: null, usageDays: 0 };
  const { target, notices } = await auditSource(scope, sourceDoors);
  const [finding] = target.findings;
  return {
    reason: finding?.reason,
    line: finding?.app.line,
    told: notices.filter(({ code }) => code === 'source-replaced').map(({ line }) => line),
    exit: gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false }),
  };
};

const CONNECTED_APPS = 'connected-app-client-credentials' as const;
const UNKNOWN = { reason: 'unreadable', exit: 31 };

describe('text that a deploy replaces', () => {
  afterEach(removeTemporaryTrees);

  const flag = { stringToReplace: 'ClientCredentialEnabled>false', replaceWithEnv: 'FLOW' };
  const unclean: Array<[string, string, unknown]> = [
    ['the flag', OFF, { filename: APP, ...flag }],
    ['the flag, by the end of the path', OFF, { filename: 'Ledger.connectedApp-meta.xml', ...flag }],
    ['the flag, by a pattern', OFF, { glob: '**/*.xml', ...flag }],
    ['the flag, by a pattern from here', OFF, { glob: './force-app/**/Ledger.connectedApp-meta.xml', ...flag }],
    ['the flag, only in one environment', OFF, { filename: APP, ...flag, replaceWhenEnv: [{ env: 'A', value: 1 }] }],
    ['every false', OFF, { filename: APP, stringToReplace: 'false', replaceWithEnv: 'FLOW' }],
    ['a comment', oauth('<!--FLOW-->'), { filename: APP, stringToReplace: '<!--FLOW-->', replaceWithFile: 'flow.txt' }],
    ['the end of an app without OAuth', app(''), { filename: APP, stringToReplace: '</Conn', replaceWithEnv: 'FLOW' }],
    ['a value with its tag', OFF, { filename: APP, stringToReplace: '>__MAIL__<', replaceWithEnv: 'MAIL' }],
    ['what a regular expression finds', OFF, { filename: APP, regexToReplace: 'f.lse', replaceWithEnv: 'FLOW' }],
    [
      'the flag, by a pattern beside the name of another file',
      OFF,
      { filename: 'Other.xml', glob: '**/*.xml', ...flag },
    ],
    ['by an entry that names no file', OFF, flag],
    ['by an entry that is not understood', OFF, 'all of it'],
  ];
  for (const [what, text, replacement] of unclean)
    it(`keeps an app from passing: ${what}`, async () =>
      expect(await audited(APP, text, [replacement])).to.deep.include(UNKNOWN));

  const clean: Array<[string, unknown]> = [
    ['in another file', { filename: 'Other.connectedApp-meta.xml', ...flag }],
    ['in files of another kind', { glob: '**/*.cls', regexToReplace: 'f.lse', replaceWithEnv: 'FLOW' }],
    ['in the value of another element', { glob: '**/*.xml', stringToReplace: '__MAIL__', replaceWithEnv: 'MAIL' }],
    ['that is not there', { glob: '**/*', stringToReplace: '__FLOW__', replaceWithEnv: 'FLOW' }],
  ];
  for (const [what, replacement] of clean)
    it(`leaves a pass alone ${what}`, async () =>
      expect(await audited(APP, OFF, [replacement])).to.deep.include({ reason: 'flow-disabled', told: [], exit: 0 }));

  it('keeps an app from passing where the project cannot be read: the CLI may read it', async () => {
    const text = project({ glob: '**/*.xml', ...flag });
    const unreadable: Record<string, (path: string) => void> = {
      'not UTF-8': (path) => writeFileSync(path, Buffer.from(text.replace('{', '{"name":"caf\u00e9",'), 'latin1')),
      'a broken link': (path) => symlinkSync('gone.json', path),
      'a template': (path) => writeFileSync(path, text.replace('"66.0"', '${VERSION}')),
      'a merge conflict': (path) => writeFileSync(path, `<<<<<<< HEAD\n{}\n=======\n${text}\n>>>>>>> other\n`),
      'a pointer': (path) => writeFileSync(path, 'version https://git-lfs.github.com/spec/v1\nsize 300\n'),
      'no object': (path) => writeFileSync(path, `[${text}]`),
    };
    for (const [what, write] of Object.entries(unreadable)) {
      const root = temporaryTree({ [APP]: OFF });
      write(join(root, 'sfdx-project.json'));
      const scope = { directories: ['.'], root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
      const { target, notices } = await auditSource(scope, sourceDoors);
      expect(
        target.findings.map(({ reason }) => reason),
        what,
      ).to.deep.equal(['unreadable']);
      expect(
        notices.map(({ code }) => code),
        what,
      ).to.deep.equal(['source-replaced', 'source-not-read']);
    }
  });

  it('never makes a failure better', async () => {
    const replacement = { filename: APP, stringToReplace: 'true', replaceWithEnv: 'FLOW' };
    expect(await audited(APP, ON, [replacement])).to.deep.include({ reason: 'flow-enabled', told: [4], exit: 30 });
  });

  it('is told with its line', async () => {
    const text = OFF.replace('<isClient', '\n<isClient');
    expect(await audited(APP, text, [{ filename: APP, ...flag }])).to.deep.include({ line: 5, told: [5] });
  });

  it('counts in a policy and in settings as well', async () => {
    const every = { glob: '**/*', stringToReplace: 'false', replaceWithEnv: 'FLOW' };
    expect(await audited(POLICY, policy, [every])).to.deep.include(UNKNOWN);
    expect(await audited(SETTINGS, settings, [every], 'eca-flow-enablement')).to.deep.include(UNKNOWN);
    expect(await audited(SETTINGS, settings, [], 'eca-flow-enablement')).to.deep.include({ reason: 'flow-disabled' });
  });

  it('keeps an app from passing whose elements have a prefix', async () => {
    const prefixed = policy.replace('xmlns=', 'xmlns:m=').replace(/<(\/?)/g, '<$1m:');
    expect(await audited(POLICY, prefixed, [])).to.deep.include({ reason: 'flow-disabled' });
    const replacement = { filename: POLICY, stringToReplace: 'false', replaceWithEnv: 'FLOW' };
    expect(await audited(POLICY, prefixed, [replacement])).to.deep.include(UNKNOWN);
  });

  it('keeps an app from passing where one replacement inserts what another one replaces with elements', async () => {
    const root = temporaryTree({
      'sfdx-project.json': project(
        { filename: APP, stringToReplace: '__MAIL__', replaceWithFile: 'first.txt' },
        { filename: APP, stringToReplace: 'MARK', replaceWithFile: 'second.txt' },
      ),
      ...{ [APP]: OFF, 'first.txt': 'MARK', 'second.txt': '</contactEmail><oauthConfig/>' },
    });
    const scope = { directories: ['force-app'], root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
    expect((await auditSource(scope, sourceDoors)).target.findings[0]?.reason).to.equal('unreadable');
  });

  it('keeps an app from passing where the name of its app can be replaced in its policy', async () => {
    for (const stringToReplace of ['>Courier<', 'Courier'])
      expect(
        await audited(POLICY, policy, [{ filename: POLICY, stringToReplace, replaceWithEnv: 'APP' }]),
      ).to.deep.include(UNKNOWN);
  });

  it('keeps an app from passing where the new text of another element can add elements', async () => {
    const inserted = async (content: string | undefined): Promise<string | undefined> => {
      const replacement = { filename: APP, stringToReplace: '__MAIL__', replaceWithFile: 'texts/mail.txt' };
      const root = temporaryTree({
        'sfdx-project.json': project(replacement),
        [APP]: OFF,
        ...(content !== undefined && { 'texts/mail.txt': content }),
      });
      const scope = { directories: ['force-app'], root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
      return (await auditSource(scope, sourceDoors)).target.findings[0]?.reason;
    };
    expect(await inserted('a@example.com')).to.equal('flow-disabled');
    expect(await inserted('</contactEmail><oauthConfig/>')).to.equal('unreadable');
    expect(await inserted("$'")).to.equal('unreadable');
    expect(await inserted(undefined)).to.equal('unreadable');
  });

  it('in the name of an app: its policy may be that of any app, however the app is named', async () => {
    const root = temporaryTree({
      'sfdx-project.json': project(),
      'force-app/externalClientApps/Courier.eca-meta.xml': `<ExternalClientApplication xmlns="${NAMESPACE}"><label>C</label></ExternalClientApplication>`,
      [POLICY]: policy.replace('>Courier<', '>__APP__<'),
    });
    const verdicts = async (apps: string[] | null): Promise<unknown> => {
      const scope = {
        directories: ['.'],
        root,
        controls: ['eca-client-credentials-policy' as const],
        apps,
        usageDays: 0,
      };
      const { target } = await auditSource(scope, sourceDoors);
      return target.findings.map((one) => [one.app.name, one.status, one.reason]);
    };
    const open = ['Courier', 'not-evaluated', 'policy-not-readable'];
    expect(await verdicts(['Courier'])).to.deep.equal([open]);
    expect(await verdicts(null)).to.deep.equal([
      ['Courier_plcy (policy)', 'not-evaluated', 'policy-not-readable'],
      open,
    ]);
  });
});
