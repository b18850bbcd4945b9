import { expect } from 'chai';
import { readCallerPermissions } from '../../../src/inventory/apps/callerPermissions.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import type { OrgProblem } from '../../../src/org/problem.js';
import type { Row } from '../../../src/org/door.js';
import { fakeDoor } from '../support/fakeDoor.js';
import { REFUSED } from '../support/world.js';

const COLUMNS = [
  'ModifyMetadata',
  'ModifyAllData',
  'CustomizeApplication',
  'ManageRemoteAccess',
  'ExternalClientAppAdmin',
  'ExternalClientAppDeveloper',
  'ExternalClientAppViewer',
  'ManageUsers',
  'MonitorLoginHistory',
  'ViewAllProfiles',
  'ViewAllUsers',
  'ViewSetup',
];
const column = (name: string): string => `Permissions${name}`;

const callerWith = async (
  held: readonly string[],
  { columns = COLUMNS, rows }: { columns?: string[] | OrgProblem; rows?: Row[] | OrgProblem } = {},
) => {
  const own = Object.fromEntries(COLUMNS.map((name) => [column(name), held.includes(name)]));
  const { door, asked } = fakeDoor({
    fields: { UserPermissionAccess: Array.isArray(columns) ? columns.map(column) : columns },
    rows: { UserPermissionAccess: rows ?? [own] },
    files: {},
  });
  const coverage = new Coverage();
  return { caller: await readCallerPermissions(door, coverage), steps: coverage.steps(), asked };
};

const yes = { known: true, value: true };
const no = { known: true, value: false };

describe('what the caller may see', () => {
  const connectedApps: Array<[string, string[], object, string]> = [
    ['Modify All Data with Customize Application', ['ModifyAllData', 'CustomizeApplication'], yes, ''],
    [
      'Modify Metadata with Customize Application and Manage Connected Apps',
      ['ModifyMetadata', 'CustomizeApplication', 'ManageRemoteAccess'],
      yes,
      '',
    ],
    ['Modify All Data alone', ['ModifyAllData'], no, 'CustomizeApplication'],
    [
      'Modify Metadata with Customize Application',
      ['ModifyMetadata', 'CustomizeApplication'],
      no,
      'ManageRemoteAccess|ModifyAllData',
    ],
    [
      'Customize Application with Manage Connected Apps',
      ['CustomizeApplication', 'ManageRemoteAccess'],
      no,
      'ModifyMetadata|ModifyAllData',
    ],
    ['nothing at all', [], no, 'ModifyMetadata|ModifyAllData, CustomizeApplication, ManageRemoteAccess|ModifyAllData'],
  ];
  for (const [name, held, expected, missing] of connectedApps) {
    it(`connected apps: ${name}`, async () => {
      const { caller } = await callerWith(held);
      expect(caller.maySeeConnectedApps).to.deep.equal(expected);
      expect(caller.missingForConnectedApps).to.equal(missing);
    });
  }

  for (const permission of ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer']) {
    it(`external client apps: ${permission} with Modify Metadata is enough`, async () => {
      const { caller } = await callerWith([permission, 'ModifyMetadata']);
      expect(caller.maySeeExternalClientApps).to.deep.equal(yes);
      expect(caller.missingForExternalClientApps).to.equal('');
    });
  }

  it('external client apps: Modify All Data does not stand in for one of their own permissions', async () => {
    const { caller } = await callerWith(['ModifyAllData']);
    expect(caller.maySeeExternalClientApps).to.deep.equal(no);
    expect(caller.missingForExternalClientApps).to.equal(
      'ExternalClientAppAdmin|ExternalClientAppDeveloper|ExternalClientAppViewer',
    );
  });

  for (const permission of ['ManageUsers', 'MonitorLoginHistory']) {
    it(`log-ins of others: ${permission}`, async () => {
      expect((await callerWith([permission])).caller.maySeeLoginHistory).to.deep.equal(yes);
    });
  }

  it('what is granted: View Setup and View All Profiles, and only the one that is missing is named', async () => {
    const seen = async (...held: string[]) => {
      const { maySeeGrants, missingForGrants, missingForProfiles } = (await callerWith(held)).caller;
      return [maySeeGrants, missingForGrants, missingForProfiles];
    };
    expect(await seen('ViewSetup', 'ViewAllProfiles')).to.deep.equal([yes, '', '']);
    expect(await seen('ViewSetup')).to.deep.equal([no, 'ViewAllProfiles', 'ViewAllProfiles']);
    expect(await seen('ViewAllProfiles')).to.deep.equal([no, 'ViewSetup', '']);
  });

  it('what is granted: nothing is proven and nobody is blamed where the org has no column for a permission', async () => {
    const columns = COLUMNS.filter((name) => name !== 'ViewAllProfiles');
    const rows = [{ [column('ViewSetup')]: true }];
    const { caller } = await callerWith([], { columns, rows });
    expect(caller.maySeeGrants).to.deep.equal({ known: false, why: 'unread: ViewAllProfiles' });
    expect([caller.missingForGrants, caller.missingForProfiles]).to.deep.equal(['', '']);
  });

  for (const permission of ['ViewAllUsers', 'ManageUsers']) {
    it(`users of others: ${permission}`, async () => {
      expect((await callerWith([permission])).caller.maySeeUsers).to.deep.equal(yes);
      expect((await callerWith([])).caller.missingForUsers).to.equal('ViewAllUsers|ManageUsers');
    });
  }

  it('asks only for columns that the org has, in two requests', async () => {
    const { asked, steps } = await callerWith(['ModifyMetadata'], { columns: ['ModifyMetadata', 'ManageUsers'] });
    expect(asked).to.deep.equal([
      'describe UserPermissionAccess',
      'SELECT PermissionsManageUsers, PermissionsModifyMetadata FROM UserPermissionAccess',
    ]);
    expect(steps).to.deep.equal([{ step: 'caller-permissions', status: 'ok' }]);
  });

  it('takes a permission that the org does not have as not held, and one that every org has as hidden', async () => {
    const rows = [{ [column('ModifyMetadata')]: true }];
    const { caller } = await callerWith([], { columns: ['ModifyMetadata'], rows });
    expect(caller.maySeeExternalClientApps).to.deep.equal(no);
    expect(caller.maySeeConnectedApps).to.deep.equal({ known: false, why: 'unread: CustomizeApplication' });
  });

  const unreadable: Array<[string, Parameters<typeof callerWith>[1]]> = [
    ['the describe is refused', { columns: REFUSED }],
    ['the query is refused', { rows: REFUSED }],
    ['no row comes', { rows: [] }],
    ['the object has none of the columns', { columns: [] }],
  ];
  for (const [name, org] of unreadable) {
    it(`where ${name}, nothing is known, everything is named, and the step has failed`, async () => {
      const { caller, steps } = await callerWith([], org);
      expect([caller.maySeeConnectedApps, caller.maySeeExternalClientApps, caller.maySeeLoginHistory]).to.satisfy(
        (answers: Array<{ known: boolean }>) => answers.every(({ known }) => !known),
      );
      expect(caller.missingForLoginHistory).to.equal('ManageUsers|MonitorLoginHistory');
      expect(steps.map(({ step, status }) => [step, status])).to.deep.equal([['caller-permissions', 'failed']]);
    });
  }
});
