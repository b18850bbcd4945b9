import { expect } from 'chai';
import type { Row } from '../../../../src/org/door.js';
import type { Script } from '../../support/fakeDoor.js';
import { userKey } from '../../../../src/posture/names.js';
import {
  ALL_SEEING,
  REFUSED,
  USERNAME,
  USER_ID,
  assigned,
  connectedApp,
  failedSteps,
  ofGroup,
  ofProfile,
  read,
  user,
} from '../../support/world.js';

const withUsers = (rows: Row[]) => (org: Script) => void (org.rows.User = rows);
const withAssignments =
  (...rows: Row[]) =>
  (org: Script) =>
    void (org.rows.PermissionSetAssignment = rows);

const withoutColumn = (column: string) => (org: Script) => {
  org.fields.PermissionSet = (org.fields.PermissionSet as string[]).filter((name) => name !== column);
  for (const row of org.rows.PermissionSetAssignment as Row[]) delete (row.PermissionSet as Row)[column];
};

describe('execution users', () => {
  it('are found whatever the case of their names', async () => {
    const { user: found } = await read();
    expect(found).to.deep.include({
      username: USERNAME,
      state: 'active',
      userType: 'Standard',
      licence: 'Salesforce Integration',
      profile: { id: '00eWs0000000001AAA', name: 'Integration', fullName: 'Integration' },
    });
  });

  const states: Array<[string, (org: Script) => void, string]> = [
    ['a user who may not log in is inactive', withUsers([user({ IsActive: false })]), 'inactive'],
    ['a name that nobody has is not found', withUsers([]), 'not-found'],
    ['a query that fails makes nobody "not found"', (org) => void (org.rows.User = REFUSED), 'unknown'],
    ['a row without the flag tells nothing', withUsers([user({ IsActive: null })]), 'unknown'],
  ];
  for (const [name, change, state] of states) {
    it(name, async () => expect((await read(change)).user.state).to.equal(state));
  }

  for (const [name, change] of states.slice(1, 3)) {
    it(`of whom nothing is claimed where ${name}`, async () => {
      const { user: absent } = await read(change);
      const { permissions, modifyAllObjects, loginIpRanges, adminProfile, person } = absent;
      for (const part of [permissions, modifyAllObjects, loginIpRanges, adminProfile, person])
        expect(part.known).to.equal(false);
    });
  }

  it('hold nobody knows what where a row of an assignment does not say whose it is', async () => {
    const { user: found } = await read(
      withAssignments(ofProfile(), assigned('A', { assignment: { AssigneeId: null } })),
    );
    expect(found.permissions).to.deep.equal({ known: false, why: 'permission-set-unreadable' });
  });

  it('may modify all of some object where a row of object permissions does not say whose it is', async () => {
    const { user: found } = await read((org) => void (org.rows.ObjectPermissions = [{ ParentId: null }]));
    expect(found.modifyAllObjects).to.deep.equal({ known: false, why: 'not-shown' });
  });

  it('keep odd names intact in the query', async () => {
    const odd = String.raw`o'brien\plus+tag@sandbox_1`;
    const { asked } = await read(undefined, { subjects: [connectedApp('A', { executionUser: odd })] });
    expect(asked.find((soql) => soql.includes('FROM User'))).to.contain(
      String.raw`IN ('o\'brien\\plus+tag@sandbox_1')`,
    );
  });

  const ENDLESS = `${'x'.repeat(13_000)}@example.com`;

  it('are read though one app names a user whose name is longer than any can be', async () => {
    const { context, asked, steps } = await read(undefined, {
      subjects: [connectedApp('A'), connectedApp('B', { executionUser: ENDLESS })],
    });
    expect([...context.users.values()].map(({ state }) => state)).to.deep.equal(['active', 'not-found']);
    expect(asked.join()).not.to.contain('xxx');
    expect(failedSteps(steps)).to.deep.equal([]);
  });

  it('are not asked for where no name could be a username', async () => {
    const { context, asked, steps } = await read(undefined, {
      subjects: [connectedApp('B', { executionUser: ENDLESS })],
    });
    expect([...context.users.values()].map(({ state }) => state)).to.deep.equal(['not-found']);
    expect(asked.filter((soql) => soql.includes('FROM User'))).to.deep.equal([]);
    expect(steps).to.deep.include({ step: 'query-users', status: 'skipped', detail: 'no-execution-user' });
  });

  it('with a name of 80 characters are asked for', async () => {
    const longest = `${'x'.repeat(68)}@example.com`;
    const { asked } = await read(undefined, { subjects: [connectedApp('B', { executionUser: longest })] });
    expect(asked.join()).to.contain(longest);
  });

  const permissions: Array<[string, (org: Script) => void, Array<[string, string]>]> = [
    ['nothing broad', withAssignments(ofProfile()), []],
    ['by profile', withAssignments(ofProfile(['ModifyAllData'])), [['ModifyAllData', 'Profile:Integration']]],
    [
      'by permission set',
      withAssignments(ofProfile(), assigned('Extra', { granted: ['AuthorApex'] })),
      [['AuthorApex', 'PermissionSet:Extra']],
    ],
    [
      'by group',
      withAssignments(ofProfile(), ofGroup('Bundle', 'Updated', { granted: ['ManageUsers'] })),
      [['ManageUsers', 'PermissionSetGroup:Bundle']],
    ],
    [
      'by several at once',
      withAssignments(ofProfile(['ViewAllData']), assigned('Extra', { granted: ['ViewAllData'] })),
      [
        ['ViewAllData', 'PermissionSet:Extra'],
        ['ViewAllData', 'Profile:Integration'],
      ],
    ],
    [
      'not by an expired assignment',
      withAssignments(
        ofProfile(),
        assigned('Old', { granted: ['AuthorApex'], assignment: { ExpirationDate: '2026-11-19T12:00:00.000+0000' } }),
      ),
      [],
    ],
    [
      'by an assignment that ended five seconds ago by our clock and that the org still calls active',
      withAssignments(
        ofProfile(),
        assigned('Late', { granted: ['AuthorApex'], assignment: { ExpirationDate: '2026-11-20T11:59:55.000+0000' } }),
      ),
      [['AuthorApex', 'PermissionSet:Late']],
    ],
    [
      'not by an assignment that ended five seconds ago and that the org calls active no longer',
      withAssignments(
        ofProfile(),
        assigned('Late', {
          granted: ['AuthorApex'],
          assignment: { ExpirationDate: '2026-11-20T11:59:55.000+0000', IsActive: false },
        }),
      ),
      [],
    ],
    ...[null, undefined].map((IsActive): (typeof permissions)[number] => [
      `by an assignment that ended five seconds ago while the org does not say whether it is active: ${String(IsActive)}`,
      withAssignments(
        ofProfile(),
        assigned('Late', {
          granted: ['AuthorApex'],
          assignment: { ExpirationDate: '2026-11-20T11:59:55.000+0000', IsActive },
        }),
      ),
      [['AuthorApex', 'PermissionSet:Late']],
    ]),
    [
      'by a set that may wait for its activation and ended five seconds ago by our clock',
      withAssignments(
        ofProfile(),
        assigned('Session', {
          granted: ['AuthorApex'],
          set: { HasActivationRequired: true },
          assignment: { IsActive: false, ExpirationDate: '2026-11-20T11:59:55.000+0000' },
        }),
      ),
      [['AuthorApex', 'PermissionSet:Session']],
    ],
    [
      'by an inactive assignment of a set that does not say whether it waits for an activation',
      withAssignments(
        ofProfile(),
        assigned('Quiet', {
          granted: ['AuthorApex'],
          set: { HasActivationRequired: undefined },
          assignment: { IsActive: false },
        }),
      ),
      [['AuthorApex', 'PermissionSet:Quiet']],
    ],
    [
      'by an assignment that expires later',
      withAssignments(
        ofProfile(),
        assigned('New', { granted: ['AuthorApex'], assignment: { ExpirationDate: '2026-11-20T12:00:01.000+0000' } }),
      ),
      [['AuthorApex', 'PermissionSet:New']],
    ],
    [
      'not by an inactive assignment',
      withAssignments(ofProfile(), assigned('Off', { granted: ['AuthorApex'], assignment: { IsActive: false } })),
      [],
    ],
    [
      'not by a revoked assignment',
      withAssignments(ofProfile(), assigned('Gone', { granted: ['AuthorApex'], assignment: { IsRevoked: true } })),
      [],
    ],
    [
      'by a set that waits for its activation',
      withAssignments(
        ofProfile(),
        assigned('Session', {
          granted: ['AuthorApex'],
          set: { HasActivationRequired: true },
          assignment: { IsActive: false },
        }),
      ),
      [['AuthorApex', 'PermissionSet:Session']],
    ],
    [
      'not by a set that waits for its activation and has expired',
      withAssignments(
        ofProfile(),
        assigned('Session', {
          granted: ['AuthorApex'],
          set: { Type: 'Session' },
          assignment: { IsActive: false, ExpirationDate: '2020-01-01T00:00:00.000+0000' },
        }),
      ),
      [],
    ],
    [
      'by a group that waits for its activation',
      withAssignments(
        ofProfile(),
        ofGroup('Bundle', 'Updated', {
          granted: ['AuthorApex'],
          assignment: {
            IsActive: false,
            PermissionSetGroup: { DeveloperName: 'Bundle', Status: 'Updated', HasActivationRequired: true },
          },
        }),
      ),
      [['AuthorApex', 'PermissionSetGroup:Bundle']],
    ],
    [
      'not by what somebody else holds',
      withAssignments(
        ofProfile(),
        assigned('Theirs', { granted: ['AuthorApex'], assignment: { AssigneeId: '005Ws0000000002AAA' } }),
      ),
      [],
    ],
  ];
  for (const [name, change, expected] of permissions) {
    it(`hold broad permissions: ${name}`, async () => {
      const { user: found } = await read(change);
      expect(found.permissions).to.deep.equal({
        known: true,
        value: { granted: expected.map(([permission, via]) => ({ permission, via })), unread: [] },
      });
    });
  }

  const refusesGroupColumns =
    (...refused: string[]) =>
    (org: Script) => {
      const rows = [ofProfile(), ofGroup('Bundle', 'Updated', { granted: ['AuthorApex'] })];
      org.rows.PermissionSetAssignment = (soql) =>
        refused.some((column) => soql.includes(`PermissionSetGroup.${column}`))
          ? { ok: false, problem: { code: 'invalid-query', detail: 'No such column' } }
          : { ok: true, value: rows };
    };

  it('are known in an org whose groups have no column for activation: it is asked for once', async () => {
    const { user: found, asked, steps } = await read(refusesGroupColumns('HasActivationRequired'));
    expect(found.permissions).to.deep.equal({
      known: true,
      value: { granted: [{ permission: 'AuthorApex', via: 'PermissionSetGroup:Bundle' }], unread: [] },
    });
    expect(asked.filter((soql) => soql.includes('FROM PermissionSetAssignment'))).to.have.length(2);
    expect(failedSteps(steps)).to.deep.equal([]);
  });

  it('are unknown where the query is refused without that column as well', async () => {
    const { user: found, asked, steps } = await read(refusesGroupColumns('HasActivationRequired', 'Status'));
    expect(found.permissions.known).to.equal(false);
    expect(asked.filter((soql) => soql.includes('FROM PermissionSetAssignment'))).to.have.length(2);
    expect(failedSteps(steps)).to.deep.equal(['query-permissions']);
  });

  const hidden: Array<[missing: string, detail: string]> = [
    ['ViewSetup', 'not-permitted: ViewSetup'],
    ['ViewAllProfiles', 'not-permitted: ViewAllProfiles'],
    ['', 'not-shown'],
  ];
  for (const [missingForGrants, detail] of hidden) {
    it(`were hidden from the caller where a user comes without a profile: ${detail}`, async () => {
      const { steps } = await read(withAssignments(assigned('Extra')), { caller: { ...ALL_SEEING, missingForGrants } });
      expect(steps).to.deep.include({ step: 'query-permissions', status: 'failed', count: 1, detail });
    });
  }

  it('have no Modify All on objects only where the caller may see all that is granted', async () => {
    const blind = { maySeeGrants: { known: false, why: 'unread' }, missingForGrants: 'ViewAllProfiles' } as const;
    const { user: found, steps } = await read(undefined, { caller: { ...ALL_SEEING, ...blind } });
    expect(found.modifyAllObjects).to.deep.equal({ known: false, why: 'not-shown' });
    expect(steps).to.deep.include({
      step: 'query-object-permissions',
      status: 'failed',
      count: 0,
      detail: 'not-permitted: ViewAllProfiles',
    });
  });

  it('have the Modify All that was found, whatever else the caller may see', async () => {
    const { user: found } = await read(
      (org) => void (org.rows.ObjectPermissions = [{ ParentId: ofProfile().PermissionSetId }]),
      { caller: { ...ALL_SEEING, maySeeGrants: { known: true, value: false } } },
    );
    expect(found.modifyAllObjects).to.deep.equal({
      known: true,
      value: [{ permission: 'ModifyAllRecords', via: 'Profile:Integration' }],
    });
  });

  it('that a caller who may not see all users does not find are unknown, and the step says so', async () => {
    const caller = {
      ...ALL_SEEING,
      maySeeUsers: { known: true, value: false },
      missingForUsers: 'ViewAllUsers',
    } as const;
    const { user: found, steps } = await read(withUsers([]), { caller });
    expect(found).to.include({ state: 'unknown' });
    expect(steps).to.deep.include({
      step: 'query-users',
      status: 'failed',
      count: 0,
      detail: 'not-permitted: ViewAllUsers',
    });
  });

  it('are one where apps name them by username, by id, in another case and with a no-break space behind', async () => {
    const names = [USERNAME, USER_ID, USER_ID.slice(0, 15), USERNAME.toUpperCase(), `${USERNAME}\u00a0`];
    const subjects = names.map((executionUser, index) => connectedApp(`App${index}`, { executionUser }));
    const { context, asked } = await read(undefined, { subjects });
    expect(new Set([...context.users.values()].map(({ userId }) => userId))).to.deep.equal(new Set([USER_ID]));
    for (const name of names) expect(context.appsByUser.get(userKey(name)), name).to.have.length(names.length);
    expect(asked.filter((soql) => soql.includes('FROM User'))).to.have.length(1);
  });

  it('whom an id names that nobody has are not found', async () => {
    const { context } = await read(undefined, {
      subjects: [connectedApp('A', { executionUser: '005Ws0000000009AAA' })],
    });
    expect([...context.users.values()].map(({ state }) => state)).to.deep.equal(['not-found']);
  });

  it('whom the org gives twice under one name are unknown', async () => {
    const { user: found } = await read(withUsers([user(), user({ Id: '005Ws0000000002AAA' })]));
    expect(found.state).to.equal('unknown');
  });

  for (const [order, rows] of [
    ['active first', [user(), user({ IsActive: false })]],
    ['inactive first', [user({ IsActive: false }), user()]],
  ] as const)
    it(`whom the org gives twice, and not alike, are unknown: ${order}`, async () => {
      const { user: found, steps } = await read(withUsers([...rows]));
      expect([found.state, failedSteps(steps)]).to.deep.equal(['unknown', ['query-users']]);
    });

  it('whom the org gives twice, and alike, are known', async () => {
    const { user: found } = await read(withUsers([user(), user()]));
    expect(found.state).to.equal('active');
  });

  const unknown: Array<[string, (org: Script) => void, string]> = [
    ['no row of a profile', withAssignments(assigned('Extra')), 'profile-rows: 0'],
    ['two rows of a profile', withAssignments(ofProfile(), ofProfile()), 'profile-rows: 2'],
    [
      'a set that is not shown',
      withAssignments(ofProfile(), { ...assigned('X'), PermissionSet: null }),
      'permission-set-unreadable',
    ],
    [
      'assignments that are refused',
      (org) => void (org.rows.PermissionSetAssignment = REFUSED),
      'not-permitted: refused',
    ],
    ['a describe that is refused', (org) => void (org.fields.PermissionSet = REFUSED), 'not-permitted: refused'],
    [
      'the other describe refused',
      (org) => void (org.fields.PermissionSetAssignment = REFUSED),
      'not-permitted: refused',
    ],
  ];
  for (const [name, change, why] of unknown) {
    it(`may hold anything with ${name}`, async () => {
      const { user: found } = await read(change);
      expect(found.permissions).to.deep.equal({ known: false, why });
      expect(found.modifyAllObjects).to.deep.equal({ known: false, why });
    });
  }

  const unread: Array<[string, (org: Script) => void, string[]]> = [
    ['a permission that this org does not have cannot be granted', withoutColumn('PermissionsViewClientSecret'), []],
    ...['ModifyAllData', 'ViewAllData', 'AuthorApex', 'CustomizeApplication', 'ManageUsers'].map(
      (name): [string, (org: Script) => void, string[]] => [
        `${name} exists in every org: not shown is not known`,
        withoutColumn(`Permissions${name}`),
        [name],
      ],
    ),
    [
      'a value that is no boolean is not known',
      withAssignments(ofProfile(), assigned('Odd', { set: { PermissionsDataExport: null } })),
      ['DataExport'],
    ],
  ];
  for (const [name, change, expected] of unread) {
    it(name, async () => {
      const { user: found } = await read(change);
      expect(found.permissions).to.deep.equal({ known: true, value: { granted: [], unread: expected } });
    });
  }

  for (const status of ['Outdated', 'Updating', 'Failed']) {
    it(`may hold more by a group that is ${status}; what it holds otherwise is certain`, async () => {
      const { user: found } = await read(
        withAssignments(ofProfile(['ModifyAllData']), ofGroup('Bundle', status, { granted: ['AuthorApex'] })),
      );
      expect(
        found.permissions.known && found.permissions.value.granted.map(({ permission }) => permission),
      ).to.deep.equal(['AuthorApex', 'ModifyAllData']);
      expect(found.permissions.known && found.permissions.value.unread).to.include('ViewAllData');
      expect(found.modifyAllObjects).to.deep.equal({ known: false, why: 'group-not-updated' });
    });
  }

  for (const [story, change, expected] of [
    ['a group that is up to date', ofGroup('Bundle', 'Updated', { granted: ['ApiUserOnly'] }), true],
    ['a group that the org is recalculating', ofGroup('Bundle', 'Outdated', { granted: ['ApiUserOnly'] }), undefined],
    [
      'a set that does not say whether it waits for an activation',
      assigned('Quiet', { granted: ['ApiUserOnly'], set: { HasActivationRequired: undefined } }),
      false,
    ],
  ] as const)
    it(`are API-only by what is certain alone: ${story}`, async () => {
      const { apiOnly } = (await read(withAssignments(ofProfile([]), change))).user;
      expect(apiOnly?.known ? apiOnly.value : undefined).to.equal(expected);
    });

  it('hold Modify All on an object by the set that gives it', async () => {
    const { user: found } = await read((org) => {
      org.rows.PermissionSetAssignment = [ofProfile(), assigned('Extra')];
      org.rows.ObjectPermissions = [{ ParentId: '0PSExtra0000000XYZ' }];
    });
    expect(found.modifyAllObjects).to.deep.equal({
      known: true,
      value: [{ permission: 'ModifyAllRecords', via: 'PermissionSet:Extra' }],
    });
  });

  it('do not hold it by a set that is no longer assigned', async () => {
    const { user: found } = await read((org) => {
      org.rows.PermissionSetAssignment = [ofProfile(), assigned('Extra', { assignment: { IsRevoked: true } })];
      org.rows.ObjectPermissions = [{ ParentId: '0PSExtra0000000XYZ' }];
    });
    expect(found.modifyAllObjects).to.deep.equal({ known: true, value: [] });
  });

  it('may hold it on any object where object permissions are refused; the others stay known', async () => {
    const { user: found } = await read((org) => void (org.rows.ObjectPermissions = REFUSED));
    expect(found.modifyAllObjects).to.deep.equal({ known: false, why: 'not-permitted: refused' });
    expect(found.permissions.known).to.equal(true);
  });

  const STANDARD = { Name: 'Sales', UserLicense: { Name: 'Salesforce' } };
  const person: Array<[string, (org: Script) => void, object]> = [
    [
      'a standard user with a full licence and no sign of an integration is a person',
      (org) => (withUsers([user({ Profile: STANDARD })])(org), withAssignments(ofProfile([]))(org)),
      { known: true, value: true },
    ],
    ['an API-only user is not', withUsers([user({ Profile: STANDARD })]), { known: true, value: false }],
    [
      'one who is API-only by a permission set is not either',
      (org) => (
        withUsers([user({ Profile: STANDARD })])(org),
        withAssignments(ofProfile([]), assigned('Machine', { granted: ['ApiUserOnly'] }))(org)
      ),
      { known: true, value: false },
    ],
    ...(
      [
        ['waits for its activation', { set: { HasActivationRequired: true }, assignment: { IsActive: false } }],
        ['waits for its activation in a session', { set: { Type: 'Session' } }],
        ['ended five seconds ago', { assignment: { ExpirationDate: '2026-11-20T11:59:55.000+0000' } }],
      ] as const
    ).map(([story, held]): (typeof person)[number] => [
      `one who would be API-only by a permission set that ${story} is`,
      (org) => (
        withUsers([user({ Profile: STANDARD })])(org),
        withAssignments(ofProfile([]), assigned('Machine', { granted: ['ApiUserOnly'], ...held }))(org)
      ),
      { known: true, value: true },
    ]),
    ['an integration licence says no', withAssignments(ofProfile([])), { known: true, value: false }],
    [
      'an integration profile says no',
      (org) => (
        withUsers([user({ Profile: { ...STANDARD, Name: 'Minimum Access - API Only Integrations' } })])(org),
        withAssignments(ofProfile([]))(org)
      ),
      { known: true, value: false },
    ],
    [
      'a user of the platform itself is not',
      withUsers([user({ UserType: 'CloudIntegrationUser' })]),
      { known: true, value: false },
    ],
    [
      'a user of a portal may be one',
      (org) => (
        withUsers([user({ Profile: STANDARD, UserType: 'CspLitePortal' })])(org),
        withAssignments(ofProfile([]))(org)
      ),
      { known: false, why: 'user-type: CspLitePortal' },
    ],
    [
      'without permissions nobody knows',
      (org) => (withUsers([user({ Profile: STANDARD })])(org), void (org.rows.PermissionSetAssignment = REFUSED)),
      { known: false, why: 'not-permitted: refused' },
    ],
    [
      'without a licence nobody knows',
      (org) => (withUsers([user({ Profile: null })])(org), withAssignments(ofProfile([]))(org)),
      { known: false, why: 'no-licence' },
    ],
  ];
  for (const [name, change, expected] of person) {
    it(`person or integration: ${name}`, async () => expect((await read(change)).user.person).to.deep.equal(expected));
  }
});
