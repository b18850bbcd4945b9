import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import { failedSteps, startAuditedOrg, targetOf } from '../actions/support/auditedOrg.js';
import { AUDITOR, auditorWith } from '../actions/support/auditor.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC } from '../actions/support/remediateOrg.js';
import { USER } from '../simulator/deploy/samples.js';

/** The permission sets in the docs are what a run needs: with them nothing is hidden, and without any of it something is named. */

const FOLDER = 'docs/permissions';

const permissionsIn = (set: string): string[] =>
  [
    ...readFileSync(join(FOLDER, 'permissionsets', `${set}.permissionset`), 'utf8').matchAll(/<name>(\w+)<\/name>/g),
  ].map(([, name = '']) => name);

const AUDIT = permissionsIn('OAuth_Posture_Audit');
const REMEDIATE = permissionsIn('OAuth_Posture_Remediate');

/** What an org demands before it grants another one. The audit itself does not need it. */
const PREREQUISITES = ['ApiEnabled', 'ManageCustomPermissions'];

const auditBy = async (user: string | undefined, permissions: readonly string[]): Promise<AuditReport> => {
  const org = await startAuditedOrg({
    ...(user === undefined ? {} : { user }),
    rows: auditorWith(...permissions),
    listWithoutPermission: 'empty',
    usersFound: 'own',
    profileFiltering: true,
    profileRowsHidden: true,
  });
  try {
    return await org.audit();
  } finally {
    await org.stop();
  }
};

const verdictsIn = (report: AuditReport): unknown =>
  targetOf(report).findings.map(({ app, status, reason, risk, usage }) => ({
    ...{ app, status, reason, level: risk?.level, isAtLeast: risk?.atLeast },
    factors: risk?.factors.map(({ factor, state }) => [factor, state]),
    use: usage?.status,
  }));

describe('the permission sets of the docs', () => {
  it('are named in their package.xml, and name no permission twice', () => {
    const [, ...named] = readFileSync(join(FOLDER, 'package.xml'), 'utf8').split('<members>');
    expect(named.map((text) => `${text.split('<')[0]}.permissionset`)).to.deep.equal(
      readdirSync(join(FOLDER, 'permissionsets')).sort(),
    );
    for (const set of [AUDIT, REMEDIATE]) expect(set).to.deep.equal([...new Set(set)].sort());
    expect(REMEDIATE).to.include.members(AUDIT);
  });

  it('hold nothing that reads or changes data or secrets', () => {
    for (const broad of ['ModifyAllData', 'ViewAllData', 'ManageUsers', 'AuthorApex', 'ViewClientSecret'])
      expect(REMEDIATE).to.not.include(broad);
    expect(REMEDIATE.filter((name) => !AUDIT.includes(name))).to.deep.equal(['ExternalClientAppAdmin']);
  });

  it('let an audit see all that an administrator sees', async () => {
    const [own, administrators] = [await auditBy(AUDITOR, AUDIT), await auditBy(undefined, [])];
    expect(failedSteps(own)).to.deep.equal([]);
    expect(verdictsIn(own)).to.deep.equal(verdictsIn(administrators));
  });

  for (const permission of AUDIT.filter((name) => !PREREQUISITES.includes(name)))
    it(`need ${permission}: without it, the result names it`, async () => {
      const report = await auditBy(
        AUDITOR,
        AUDIT.filter((name) => name !== permission),
      );
      expect(JSON.stringify(report)).to.include(permission);
      expect(verdictsIn(report)).to.not.deep.equal(verdictsIn(await auditBy(AUDITOR, AUDIT)));
    });

  it('let a remediation change both kinds of apps, and read back what it did', async () => {
    const org = await startRemediateOrg({ user: AUDITOR, rows: withApps(auditorWith(...REMEDIATE)) });
    try {
      const result = await org.remediate({ includeActive: true });
      expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
    } finally {
      await org.stop();
    }
  });
});

const withApps = (rows: ReturnType<typeof auditorWith>): ReturnType<typeof auditorWith> => ({
  ...rows,
  User: [
    ...(rows['User'] ?? []),
    { Username: USER, Name: USER, IsActive: true, UserType: 'Standard', ProfileId: '@Profile:Admin' },
  ],
});
