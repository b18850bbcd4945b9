import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { auditSource } from '../../../src/actions/audit/auditSource.js';
import { gate } from '../../../src/posture/report/gate.js';
import { placesReader } from '../../../src/inventory/source/sourcePlaces.js';
import { removeTemporaryTrees, temporaryTree } from '../../files/support/temporaryTree.js';
import { sourceDoors } from '../support/sourceDoors.js';

/** A named link is followed, often into a project of its own: one that a deployment points to its newest release, for example. */

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const app = (flag: string): string =>
  `<ConnectedApp xmlns="${NAMESPACE}"><label>L</label><oauthConfig>${flag}<isPkceRequired>false</isPkceRequired></oauthConfig></ConnectedApp>`;
const FILES = {
  'force-app/Absent.connectedApp-meta.xml': app(''),
  'force-app/Off.connectedApp-meta.xml': app('<isClientCredentialEnabled>false</isClientCredentialEnabled>'),
};
const NEW_PROJECT = JSON.stringify({ packageDirectories: [{ path: 'app' }], sourceApiVersion: '66.0' });

type Seen = { reasons: Record<string, string>; notRead: string[]; exit: number };

const audited = async (root: string, directories: string[]): Promise<Seen> => {
  const controls = ['connected-app-client-credentials' as const];
  const { target, notices } = await auditSource({ directories, root, controls, apps: null, usageDays: 0 }, sourceDoors);
  return {
    reasons: Object.fromEntries(target.findings.map((finding) => [finding.app.name, finding.reason])),
    notRead: notices.flatMap(({ code, file, data }) =>
      code === 'source-not-read' ? [`${file}: ${data?.['error']}`] : [],
    ),
    exit: gate([target], { failOn: 'high', allowIncomplete: false, baselineUsed: false }),
  };
};

/** A project with a link to a folder of another one. */
const linked = (project: object): string => {
  const root = temporaryTree({
    'work/sfdx-project.json': NEW_PROJECT,
    'other/sfdx-project.json': JSON.stringify({ sourceApiVersion: '66.0', ...project }),
    ...Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`other/${path}`, text])),
  });
  symlinkSync(join('..', 'other', 'force-app'), join(root, 'work', 'app'));
  return root;
};

describe('a link that is named, and the project around its target', () => {
  afterEach(removeTemporaryTrees);

  const PASSING = { Absent: 'flag-absent', Off: 'flow-disabled' };

  it('pass where neither project objects', async () => {
    const seen = await audited(linked({}), ['work/app']);
    expect(seen).to.deep.equal({ reasons: PASSING, notRead: [], exit: 0 });
  });

  for (const directories of [['work/app'], ['work/app', 'other/force-app'], ['other/force-app', 'work/app']]) {
    const named = directories.join(' and ');
    it(`have its API version: ${named}`, async () => {
      const { reasons, exit } = await audited(linked({ sourceApiVersion: '50.0' }), directories);
      expect({ reasons, exit }).to.deep.equal({ reasons: { ...PASSING, Absent: 'flag-not-visible' }, exit: 31 });
    });

    it(`have what it replaces in files: ${named}`, async () => {
      const replaced = {
        filename: 'force-app/Off.connectedApp-meta.xml',
        stringToReplace: 'd>false',
        replaceWithEnv: 'F',
      };
      const { reasons, exit } = await audited(linked({ replacements: [replaced] }), directories);
      expect({ reasons, exit }).to.deep.equal({ reasons: { ...PASSING, Off: 'unreadable' }, exit: 31 });
    });
  }

  it('have the API version of the project around the link, although the target alone is found', async () => {
    const root = temporaryTree({ 'work/sfdx-project.json': NEW_PROJECT.replace('66.0', '50.0'), ...FILES });
    symlinkSync(join('..', 'force-app'), join(root, 'work', 'app'));
    for (const directories of [
      ['work/app', 'force-app'],
      ['force-app', 'work/app'],
    ])
      expect((await audited(root, directories)).reasons, directories.join()).to.include({ Absent: 'flag-not-visible' });
  });

  it('have what each project replaces that leads to their folder, whichever folder is named', async () => {
    const replaced = { filename: 'shared/Off.connectedApp-meta.xml', stringToReplace: 'd>false', replaceWithEnv: 'F' };
    const root = temporaryTree({
      'a/sfdx-project.json': JSON.stringify({ replacements: [replaced] }),
      'b/sfdx-project.json': NEW_PROJECT.replace('66.0', '50.0'),
      ...FILES,
    });
    symlinkSync(join('..', 'force-app'), join(root, 'a', 'shared'));
    symlinkSync(
      join('..', 'force-app', 'Absent.connectedApp-meta.xml'),
      join(root, 'b', 'Absent.connectedApp-meta.xml'),
    );
    expect((await audited(root, ['.'])).reasons).to.deep.equal({ Absent: 'flag-not-visible', Off: 'unreadable' });
    expect((await audited(root, ['force-app'])).reasons).to.deep.equal(PASSING);
  });

  it('have the types that it customizes, told once', async () => {
    const root = linked({ registryCustomizations: { types: { connectedapp: { suffix: 'app' } } } });
    const seen = await audited(root, ['work/app', 'other/force-app']);
    expect(seen.notRead).to.deep.equal(['other/sfdx-project.json: registry-customized']);
    expect((await audited(root, ['work/app'])).exit).to.equal(31);
  });

  it('have a file that is a link', async () => {
    const root = linked({ sourceApiVersion: '50.0' });
    const file = 'Absent.connectedApp-meta.xml';
    symlinkSync(join('..', 'other', 'force-app', file), join(root, 'work', file));
    expect((await audited(root, [`work/${file}`])).reasons).to.deep.equal({ Absent: 'flag-not-visible' });
  });

  it('have submodules that are not checked out', async () => {
    const modules = '[submodule "shared"]\n\tpath = vendor/shared\n\turl = https://git.example.com/shared.git\n';
    const root = temporaryTree({ 'sfdx-project.json': '{}', '.gitmodules': modules });
    mkdirSync(join(root, 'vendor', 'shared'), { recursive: true });
    symlinkSync(join('vendor', 'shared'), join(root, 'shared'));
    symlinkSync('vendor', join(root, 'all'));
    expect(await audited(root, ['shared'])).to.deep.equal({
      ...{ reasons: {}, notRead: ['shared: submodule-missing'], exit: 31 },
    });
    expect((await audited(root, ['all'])).notRead).to.deep.equal(['all/shared: submodule-missing']);
    expect((await audited(root, ['.', 'all', 'shared'])).notRead).to.have.lengthOf(1);
  });

  it('are found within seconds for 20,000 files beside 2,000 links', async () => {
    const linksIn = Array.from({ length: 2_000 }, (_, at) => ({
      path: `/tree/links/${at}`,
      target: `/tree/app/${at}`,
    }));
    const placesOf = await placesReader(['/tree'], linksIn, sourceDoors);
    const began = performance.now();
    for (let at = 0; at < 20_000; at += 1)
      expect(placesOf(`/tree/app/${at % 4_000}/App.connectedApp-meta.xml`)).to.have.lengthOf(
        at % 4_000 < 2_000 ? 2 : 1,
      );
    expect(performance.now() - began).to.be.below(5_000);
  });
});
