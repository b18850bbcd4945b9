import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import type { ControlId } from '../../../src/posture/model.js';
import { gate } from '../../../src/posture/report/gate.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../support/sourceDoors.js';

/** A project can make apps of files that have other names. They are deployed, and nobody read them. */

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const APP = `<ConnectedApp xmlns="${NAMESPACE}"><label>A</label></ConnectedApp>`;
const CONNECTED_APPS: ControlId = 'connected-app-client-credentials';

type Audited = { exit: number; told: Array<string | undefined> };

const audited = async (root: string, directories: readonly string[]): Promise<Audited> => {
  const scope = { directories: [...directories], root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
  const { target, notices } = await auditSource(scope, sourceDoors);
  const told = notices.filter(({ data }) => data?.['error'] === 'registry-customized').map(({ file }) => file);
  return { exit: gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false }), told };
};

const projectWith = (more: object): string =>
  JSON.stringify({ packageDirectories: [{ path: 'force-app' }], sourceApiVersion: '66.0', ...more });

const treeWith = (project: string, at = 'sfdx-project.json'): string =>
  temporaryTree({ 'force-app/connectedApps/A.connectedApp-meta.xml': APP, [at]: project });

const SUFFIX = { suffixes: { capp: 'connectedapp' } };
const TYPE = { types: { mine: { id: 'mine', name: 'CONNECTEDAPP', suffix: 'capp' } }, suffixes: { capp: 'mine' } };

describe('a project that registers other files as apps', () => {
  afterEach(removeTemporaryTrees);

  for (const [name, more] of [
    ['a suffix for connected apps', { registryCustomizations: SUFFIX }],
    ['a type that is deployed as connected apps, in any case', { registryCustomizations: TYPE }],
    ['a type of external client apps', { registryCustomizations: { types: { extlclntappconfigurablepolicies: {} } } }],
    ['what is no object', { registryCustomizations: ['connectedapp'] }],
    ['a preset for apps', { sourceBehaviorOptions: ['decomposeConnectedAppBeta'] }],
  ] as const)
    it(`was not read in full: ${name}`, async () => {
      const root = treeWith(projectWith(more));
      const found = { exit: 31, told: ['sfdx-project.json'] };
      expect(await audited(root, ['.'])).to.deep.equal(found);
      expect(await audited(root, ['force-app'])).to.deep.equal(found);
      expect(await audited(root, ['force-app/connectedApps/A.connectedApp-meta.xml'])).to.deep.equal(found);
    });

  it('is found where it lies below the named folder, and where it is no valid JSON', async () => {
    const at = 'force-app/inner/sfdx-project.json';
    expect(await audited(treeWith(projectWith({ registryCustomizations: SUFFIX }), at), ['.'])).to.deep.equal({
      exit: 31,
      told: [at],
    });
    const filledLater = `{ "sourceApiVersion": \${VERSION}, "registryCustomizations": ${JSON.stringify(SUFFIX)} }`;
    expect(await audited(treeWith(filledLater), ['force-app'])).to.deep.equal({
      exit: 31,
      told: ['sfdx-project.json'],
    });
  });

  it('is found where it is a link to a file of another name', async () => {
    const root = treeWith(projectWith({ registryCustomizations: SUFFIX }), 'force-app/inner/project.json');
    symlinkSync('project.json', join(root, 'force-app/inner/sfdx-project.json'));
    expect(await audited(root, ['.'])).to.deep.equal({ exit: 31, told: ['force-app/inner/sfdx-project.json'] });
  });

  it('was read in full where its customizations are about other types, or it has none', async () => {
    for (const more of [
      {},
      {
        registryCustomizations: { suffixes: { lbl: 'customlabels' } },
        sourceBehaviorOptions: ['decomposeWorkflowBeta'],
      },
    ])
      expect(await audited(treeWith(projectWith(more)), ['.'])).to.deep.equal({ exit: 0, told: [] });
  });

  it('is no app where it is named itself', async () => {
    const root = treeWith(projectWith({}));
    const scope = {
      directories: [join(root, 'sfdx-project.json')],
      root,
      controls: [CONNECTED_APPS],
      apps: null,
      usageDays: 0,
    };
    const { notices } = await auditSource(scope, sourceDoors);
    expect(notices.map(({ data }) => data?.['error'])).to.include('nothing-wanted');
  });

  it('was read in part where a package directory is outside the named folders', async () => {
    const packages = { packageDirectories: [{ path: 'force-app', default: true }, { path: '../shared/app' }] };
    const root = temporaryTree({
      'work/sfdx-project.json': projectWith(packages),
      'work/force-app/A.connectedApp-meta.xml': APP,
      'shared/app/B.connectedApp-meta.xml': APP,
    });
    const outcome = async (directories: string[]): Promise<unknown> => {
      const scope = { directories, root, controls: [CONNECTED_APPS], apps: null, usageDays: 0 };
      const { target, notices } = await auditSource(scope, sourceDoors);
      const exit = gate([target], { failOn: 'high', allowIncomplete: false, baselineUsed: false });
      return { exit, told: notices.map(({ file, data }) => `${file}: ${data?.['error']}`) };
    };
    const told = ['shared/app: package-outside'];
    expect(await outcome(['work'])).to.deep.equal({ exit: 31, told });
    for (const named of [['work', 'shared'], ['work', 'shared/app'], ['.'], ['work/force-app']])
      expect(await outcome(named), named.join()).to.deep.equal({ exit: 0, told: [] });
    rmSync(join(root, 'shared'), { recursive: true });
    expect(await outcome(['work']), 'one that does not exist').to.deep.equal({ exit: 0, told: [] });
  });
});
