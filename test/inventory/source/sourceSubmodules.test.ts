import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import { gate } from '../../../src/posture/report/gate.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../support/sourceDoors.js';

/** What a checkout without its submodules leaves behind is an empty folder, in which nothing could be read. */

const MODULES = '[submodule "billing"]\n\tpath = force-app/billing\n\turl = https://git.example.com/billing.git\n';
const PROJECT = { '.gitmodules': MODULES, 'sfdx-project.json': '{"packageDirectories":[]}' };

const audited = async (root: string, directories = ['.']): Promise<{ exit: number; missing: unknown[] }> => {
  const controls = ['connected-app-client-credentials' as const];
  const { target, notices } = await auditSource({ directories, root, controls, apps: null, usageDays: 0 }, sourceDoors);
  const missing = notices.filter(({ data }) => data?.['error'] === 'submodule-missing').map(({ file }) => file);
  return { exit: gate([target], { failOn: 'high', allowIncomplete: true, baselineUsed: false }), missing };
};

describe('submodules of a source tree', () => {
  afterEach(removeTemporaryTrees);

  const place = (root: string): string => join(root, 'force-app', 'billing');

  for (const directories of [['.'], ['force-app'], ['force-app/billing'], ['.', 'force-app']])
    it(`keep ${directories.join(' and ')} from passing where they are not checked out`, async () => {
      const root = temporaryTree(PROJECT);
      mkdirSync(place(root), { recursive: true });
      expect(await audited(root, directories)).to.deep.equal({ exit: 31, missing: ['force-app/billing'] });
    });

  it('keep it from passing where even their folder is missing', async () => {
    expect(await audited(temporaryTree(PROJECT))).to.deep.equal({ exit: 31, missing: ['force-app/billing'] });
  });

  it('keep it from passing where a submodule has some that are not checked out', async () => {
    const inner = {
      'force-app/billing/.git': 'gitdir: ../../.git/modules/billing\n',
      'force-app/billing/.gitmodules': MODULES.replaceAll('force-app/billing', 'lib/common'),
    };
    const inInner = {
      'force-app/billing/lib/common/.git': 'gitdir: ../../../../.git/modules/billing/modules/common\n',
      'force-app/billing/lib/common/.gitmodules': MODULES.replaceAll('force-app/billing', 'deep'),
    };
    const root = temporaryTree({ ...PROJECT, ...inner });
    for (const directories of [['.'], ['force-app'], ['force-app/billing'], ['force-app/billing/lib', '.']])
      expect(await audited(root, directories), directories.join()).to.deep.include({ exit: 31 });
    expect((await audited(root)).missing).to.deep.equal(['force-app/billing/lib/common']);
    expect((await audited(temporaryTree({ ...PROJECT, ...inner, ...inInner }))).missing).to.deep.equal([
      'force-app/billing/lib/common/deep',
    ]);
  });

  it('and follow no link of theirs in a circle', async () => {
    const root = temporaryTree({ ...PROJECT, 'force-app/billing/.git': 'gitdir: x\n' });
    symlinkSync(join('..', '..', '.gitmodules'), join(place(root), '.gitmodules'));
    mkdirSync(join(place(root), 'force-app'));
    symlinkSync(join('..', '..', 'billing'), join(place(root), 'force-app', 'billing'));
    expect((await audited(root)).missing).to.deep.equal([]);
  });

  for (const written of [
    '[submodule "billing"] path = force-app/billing',
    'path = force-app/billing # where billing is',
    'path = "force-app/billing" ; where billing is',
    'PATH="force-app"/bil\\ling',
  ])
    it(`keep it from passing as git reads their path: ${written}`, async () => {
      const root = temporaryTree({ ...PROJECT, '.gitmodules': `${written}\n` });
      expect((await audited(root)).missing).to.deep.equal(['force-app/billing']);
    });

  for (const [what, files] of [
    ['are checked out', { 'force-app/billing/.git': 'gitdir: ../../.git/modules/billing\n' }],
    ['are checked out as repositories of their own', { 'force-app/billing/.git/HEAD': 'ref: refs/heads/main\n' }],
    ['are copied', { 'force-app/billing/README.md': '' }],
  ] as const)
    it(`leave it alone where they ${what}`, async () => {
      expect(await audited(temporaryTree({ ...PROJECT, ...files }))).to.deep.equal({ exit: 0, missing: [] });
    });

  it('leave it alone where they are elsewhere, and never lead out of the folder', async () => {
    const elsewhere = {
      '.gitmodules': MODULES.replace('force-app/billing', '../../..'),
      'app/sfdx-project.json': '{}',
    };
    expect(await audited(temporaryTree(elsewhere), ['app'])).to.deep.equal({ exit: 0, missing: [] });
    const root = temporaryTree({ ...PROJECT, 'other/sfdx-project.json': '{}' });
    expect(await audited(root, ['other'])).to.deep.equal({ exit: 0, missing: [] });
  });
});
