import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import type { ControlId } from '../../../src/posture/model.js';
import { gate } from '../../../src/posture/report/gate.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../support/sourceDoors.js';

/** What a sparse checkout leaves out is in the repository, and so in the next deploy, but not on the disk. */

const APP = '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>A</label></ConnectedApp>';
const TREE = {
  'sfdx-project.json': '{"packageDirectories":[]}',
  'force-app/a/A.connectedApp-meta.xml': APP,
  'force-app/b/B.connectedApp-meta.xml': APP,
  'force-app/b/C.connectedApp-meta.xml': APP,
  'force-app/e/E.eca-meta.xml': '<ExternalClientApplication xmlns="http://soap.sforce.com/2006/04/metadata"/>',
  'docs/README.md': '',
};

const gitIn = (folder: string, ...args: string[]): void => {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'protocol.file.allow=always'];
  execFileSync('git', [...identity, ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
};

const repository = (files: Readonly<Record<string, string>> = TREE): string => {
  const root = temporaryTree(files);
  gitIn(root, 'init', '--quiet');
  gitIn(root, 'add', '.');
  gitIn(root, 'commit', '--quiet', '--message', 'first');
  return root;
};

type Audited = { exit: number; leftOut: unknown[]; detail: string | undefined };

const CONNECTED_APPS: ControlId = 'connected-app-client-credentials';

const audited = async (
  root: string,
  directories = ['.'],
  controls: ControlId[] = [CONNECTED_APPS],
): Promise<Audited> => {
  const { target, notices } = await auditSource({ directories, root, controls, apps: null, usageDays: 0 }, sourceDoors);
  const leftOut = notices
    .filter(({ code }) => code === 'source-left-out')
    .map(({ file, data }) => `${file}: ${data?.['files']}`);
  const exit = gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false });
  return { exit, leftOut, detail: target.coverage.find(({ step }) => step === 'list-files')?.detail };
};

const FIRST = 'force-app/b/B.connectedApp-meta.xml';
const GAP: Audited = { exit: 31, leftOut: [`${FIRST}: 2`], detail: `sparse-checkout: ${FIRST}` };
const NO_GAP: Audited = { exit: 0, leftOut: [], detail: undefined };

describe('a sparse checkout', () => {
  afterEach(removeTemporaryTrees);

  for (const [kind, ...set] of [
    ['of folders', 'set', '--cone', 'force-app/a'],
    ['of folders with a sparse index', 'set', '--cone', '--sparse-index', 'force-app/a'],
    ['by patterns', 'set', '--no-cone', '/sfdx-project.json', '/force-app/a/', '/force-app/e/'],
  ] as const) {
    for (const directories of [['.'], ['force-app'], ['force-app/a', 'force-app']])
      it(`${kind} keeps ${directories.join(' and ')} from passing`, async () => {
        const root = repository();
        gitIn(root, 'sparse-checkout', ...set);
        expect(await audited(root, directories)).to.deep.equal(GAP);
      });

    it(`${kind} leaves a folder alone that is checked out`, async () => {
      const root = repository();
      gitIn(root, 'sparse-checkout', ...set);
      expect(await audited(root, ['force-app/a'])).to.deep.equal(NO_GAP);
    });

    it(`${kind} leaves everything alone once it is off`, async () => {
      const root = repository();
      gitIn(root, 'sparse-checkout', ...set);
      gitIn(root, 'sparse-checkout', 'disable');
      expect(await audited(root)).to.deep.equal(NO_GAP);
    });
  }

  it('counts only the types of apps that are evaluated', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    const { leftOut } = await audited(root, ['.'], [CONNECTED_APPS, 'eca-client-credentials-policy']);
    expect(leftOut).to.deep.equal([`${FIRST}: 3`]);
  });

  it('without the project file may hide what a deploy replaces', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', '--no-cone', '/force-app/');
    const missing = { exit: 31, leftOut: ['sfdx-project.json: 1'], detail: 'sparse-checkout: sfdx-project.json' };
    expect(await audited(root, ['force-app/a'])).to.deep.equal(missing);
    expect(await audited(root)).to.deep.equal(missing);
  });

  it('without a manifest may hide that the files are of an old version', async () => {
    const manifest = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>48.0</version></Package>';
    const absent = APP.replace('</Conn', '<oauthConfig><isPkceRequired>true</isPkceRequired></oauthConfig></Conn');
    for (const at of ['manifest/package.xml', 'force-app/b/package.xml']) {
      const inB = at.startsWith('force-app');
      const root = repository({
        'sfdx-project.json': '{"sourceApiVersion":"66.0"}',
        ...{ [`force-app/${inB ? 'b/' : ''}a/A.connectedApp-meta.xml`]: absent, [at]: manifest },
      });
      const scope = { root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
      const reasons = async (directories: string[]): Promise<string[]> =>
        (await auditSource({ ...scope, directories }, sourceDoors)).target.findings.map(({ reason }) => reason);
      expect(await reasons(['force-app']), 'checked out').to.deep.equal(['flag-not-visible']);
      gitIn(root, 'sparse-checkout', 'set', '--no-cone', '/*.json', '*.connectedApp-meta.xml');
      for (const directories of [['.'], ['force-app'], [inB ? 'force-app/b/a' : 'force-app/a']])
        expect(await reasons(directories), `${at}, ${directories.join()}`).to.deep.equal(['flag-not-visible']);
    }
  });

  const OLD_MANIFEST = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>48.0</version></Package>';
  const NOT_SHOWN = APP.replace('</Conn', '<oauthConfig><isPkceRequired>true</isPkceRequired></oauthConfig></Conn');
  const reasonsIn = async (root: string, directories: string[]): Promise<string[]> => {
    const scope = { root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
    return (await auditSource({ ...scope, directories }, sourceDoors)).target.findings.map(({ reason }) => reason);
  };

  it('around a link may leave out a manifest', async () => {
    const shared = temporaryTree({
      'sfdx-project.json': '{"sourceApiVersion":"66.0"}',
      'app/a/A.connectedApp': NOT_SHOWN,
    });
    const root = repository({
      'w/sfdx-project.json': '{"sourceApiVersion":"66.0"}',
      'w/manifest/package.xml': OLD_MANIFEST,
      'w/other/README.md': '',
    });
    symlinkSync(join(shared, 'app'), join(root, 'w/app'));
    const named = [['w/app'], ['w/app/a'], ['w/app/a/A.connectedApp']];
    for (const one of named) expect(await reasonsIn(root, one), 'checked out').to.deep.equal(['flag-not-visible']);
    gitIn(root, 'sparse-checkout', 'set', 'w/other');
    for (const one of named) expect(await reasonsIn(root, one), one.join()).to.deep.equal(['flag-not-visible']);
    gitIn(root, 'sparse-checkout', 'disable');
    gitIn(root, 'rm', '--quiet', '--cached', 'w/manifest/package.xml');
    rmSync(join(root, 'w/manifest'), { recursive: true });
    for (const one of named) expect(await reasonsIn(root, one), 'no manifest').to.deep.equal(['flag-absent']);
  });

  it('around a submodule may leave out a manifest', async () => {
    const inner = repository({ 'force-app/A.connectedApp': NOT_SHOWN });
    const root = repository({
      'sfdx-project.json': '{"sourceApiVersion":"66.0"}',
      'manifest/package.xml': OLD_MANIFEST,
    });
    gitIn(root, 'submodule', '--quiet', 'add', inner, 'app');
    gitIn(root, 'commit', '--quiet', '--message', 'second');
    gitIn(root, 'sparse-checkout', 'set', '--no-cone', '/*.json', '/.gitmodules', '/app');
    for (const one of ['app', 'app/force-app', '.'])
      expect(await reasonsIn(root, [one]), one).to.deep.equal(['flag-not-visible']);
  });

  it('of another worktree counts there, and only there', async () => {
    const root = repository();
    const other = join(temporaryTree(), 'other');
    gitIn(root, 'worktree', 'add', '--quiet', other);
    gitIn(other, 'sparse-checkout', 'set', 'force-app/a');
    expect(await audited(other)).to.deep.equal(GAP);
    expect(await audited(root)).to.deep.equal(NO_GAP);
  });

  it('of a submodule counts for the tree around it', async () => {
    const inner = repository();
    const root = repository({ 'sfdx-project.json': '{}' });
    gitIn(root, 'submodule', '--quiet', 'add', inner, 'inner');
    expect(await audited(root)).to.deep.equal(NO_GAP);
    gitIn(join(root, 'inner'), 'sparse-checkout', 'set', 'force-app/a');
    expect((await audited(root)).leftOut).to.deep.equal([`inner/${FIRST}: 2`]);
  });

  it('that leaves a submodule out leaves out what it holds', async () => {
    const inner = repository();
    const root = repository({ 'sfdx-project.json': '{}', 'force-app/README.md': '' });
    gitIn(root, 'submodule', '--quiet', 'add', inner, 'vendor/inner');
    gitIn(root, 'commit', '--quiet', '--message', 'second');
    gitIn(root, 'submodule', '--quiet', 'deinit', '--force', 'vendor/inner');
    gitIn(root, 'sparse-checkout', 'set', 'force-app');
    const { exit, leftOut } = await audited(root);
    expect({ exit, leftOut }).to.deep.equal({ exit: 31, leftOut: ['vendor/inner: 1'] });
  });

  it('is seen through a link to the folder', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    const outside = temporaryTree();
    symlinkSync(join(root, 'force-app'), join(outside, 'app'));
    expect((await audited(outside, ['app'])).leftOut).to.deep.equal(['app/b/B.connectedApp-meta.xml: 2']);
  });

  it('counts a file once that two folders lead to', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    symlinkSync('force-app', join(root, 'same'));
    expect((await audited(root, ['force-app', 'same', '.'])).leftOut).to.deep.equal([`${FIRST}: 2`]);
  });

  it('leaves alone what was put back', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    mkdirSync(join(root, 'force-app/b'), { recursive: true });
    for (const name of ['B', 'C']) writeFileSync(join(root, `force-app/b/${name}.connectedApp-meta.xml`), APP);
    gitIn(root, 'config', 'sparse.expectFilesOutsideOfPatterns', 'true');
    expect(await audited(root)).to.deep.equal(NO_GAP);
  });

  it('is a gap where no git is there to ask', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    const path = process.env['PATH'];
    process.env['PATH'] = '';
    try {
      expect(await audited(root)).to.deep.equal({ exit: 31, leftOut: [], detail: 'sparse-unknown: .' });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is a gap where git refuses', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    writeFileSync(join(root, '.git/index'), 'no index');
    expect((await audited(root)).detail).to.equal('sparse-unknown: .');
  });

  it('is told by the setting alone where its patterns were removed', async () => {
    const root = repository();
    gitIn(root, 'sparse-checkout', 'set', 'force-app/a');
    rmSync(join(root, '.git/info/sparse-checkout'));
    expect(await audited(root)).to.deep.equal(GAP);
  });
});
