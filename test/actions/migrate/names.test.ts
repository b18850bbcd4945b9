import { expect } from 'chai';
import { folderNames, isSafePath } from '../../../src/actions/migrate/names.js';
import type { App } from '../../../src/posture/model.js';

const app = (name: string, type: App['type'] = 'ConnectedApp'): App => ({ type, name, managed: false });

describe('names of what is written for an app', () => {
  it('are of harmless letters, and no two are one on a disk that knows no case', () => {
    const apps = [
      app('../../etc/passwd'),
      app('a b'),
      app('A-B'),
      app('a b', 'ExternalClientApplication'),
      app('x'.repeat(300)),
    ];
    const names = [...folderNames(apps).values()];
    expect(names.slice(0, 4)).to.deep.equal([
      'ConnectedApp-etc-passwd',
      'ConnectedApp-a-b',
      'ConnectedApp-A-B-2',
      'ExternalClientApplication-a-b',
    ]);
    expect(Math.max(...names.map((name) => name.length))).to.equal(80);
  });

  for (const path of ['connectedApps/Order_Sync.connectedApp', 'extlClntAppOauthPolicies/Ä (1)%2E.ecaOauthPlcy'])
    it(`take a path of the platform: ${path}`, () => expect(isSafePath(path)).to.equal(true));

  for (const path of [
    '../x',
    'connectedApps/../../x',
    '/etc/passwd',
    'connectedApps/.hidden',
    'connectedApps/x/y',
    'connectedApps\\x',
    'connectedApps/x\ny',
    'connectedApps/C:x',
    'connectedApps/',
    'x',
  ])
    it(`do not take ${JSON.stringify(path)}`, () => expect(isSafePath(path)).to.equal(false));
});
