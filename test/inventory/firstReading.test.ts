import { expect } from 'chai';
import type { ListedComponent } from '../../src/org/door.js';
import type { OrgProblem } from '../../src/org/errors.js';
import type { Step } from '../../src/posture/model.js';
import { appName } from '../../src/posture/names.js';
import { Coverage } from '../../src/inventory/coverage.js';
import { readOrg } from '../../src/inventory/fromOrg.js';
import { fakeDoor, type Script } from './fakeDoor.js';
import { failedSteps } from './world.js';

const ECA_LISTS = ['list-app-policies', 'list-external-client-apps', 'list-oauth-policies'];
const CONNECTED_APP_PERMISSIONS = ['ModifyMetadata', 'ModifyAllData', 'CustomizeApplication', 'ManageRemoteAccess'];
const ECA_PERMISSIONS = ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'];

const listed = (type: string, fullName: string, more: Partial<ListedComponent> = {}): ListedComponent => ({
  type,
  fullName,
  fileName: fullName,
  ...more,
});

type Reading = { steps: Step[]; apps: string[]; asked: string[] };

const readFake = async (lists: Script['lists'], withheld: readonly string[] = []): Promise<Reading> => {
  const columns = [...CONNECTED_APP_PERMISSIONS, ...ECA_PERMISSIONS].map((name) => `Permissions${name}`);
  const { door, asked } = fakeDoor({
    fields: { UserPermissionAccess: columns },
    rows: {
      UserPermissionAccess: [
        Object.fromEntries(columns.map((name) => [name, !withheld.includes(name.replace('Permissions', ''))])),
      ],
    },
    files: {},
    ...(lists && { lists }),
  });
  const coverage = new Coverage();
  const reading = await readOrg(door, { connectedApps: true, externalClientApps: true, usageDays: 0 }, coverage);
  if (!reading.ok) throw new Error(`Not read: ${reading.problem.code}`);
  return { steps: coverage.steps(), apps: reading.inventory.subjects.map(({ app }) => appName(app)), asked };
};

describe('the lists of the first reading', () => {
  it('are believed empty from a caller who may see what would be in them', async () => {
    expect(failedSteps((await readFake({})).steps)).to.deep.equal([]);
  });

  it('of external client apps and both kinds of policies are not believed empty from one who may not', async () => {
    const { steps } = await readFake({}, ECA_PERMISSIONS);
    expect(failedSteps(steps)).to.deep.equal(ECA_LISTS);
    for (const step of steps.filter(({ status }) => status === 'failed'))
      expect(step.detail).to.equal(`not-permitted: ${ECA_PERMISSIONS.join('|')}`);
  });

  it('of policies alone are not believed empty either where apps were shown', async () => {
    const lists = { ExternalClientApplication: [listed('ExternalClientApplication', 'Sync')] };
    expect(failedSteps((await readFake(lists, ECA_PERMISSIONS)).steps)).to.deep.equal([
      'list-app-policies',
      'list-oauth-policies',
    ]);
  });

  it('give one app once, though it is listed twice and in another case', async () => {
    const vendor = { namespacePrefix: 'NS', manageableState: 'installed' };
    const { apps, steps } = await readFake({
      ConnectedApp: [
        listed('ConnectedApp', 'Billing'),
        listed('ConnectedApp', 'BILLING'),
        listed('ConnectedApp', 'NS__Billing', vendor),
        listed('ConnectedApp', 'NS__Billing', vendor),
      ],
    });
    expect(apps).to.deep.equal(['ConnectedApp:Billing', 'ConnectedApp:NS__Billing']);
    expect(failedSteps(steps)).to.deep.equal([]);
  });
});

describe('an org without external client apps', () => {
  const LACKING: OrgProblem = { code: 'type-not-available', detail: '' };
  const types = [
    'ExternalClientApplication',
    'ExtlClntAppOauthConfigurablePolicies',
    'ExtlClntAppConfigurablePolicies',
  ];

  it('is not asked for their cross-check, and says so', async () => {
    const { steps, asked } = await readFake(Object.fromEntries(types.map((type) => [type, LACKING])));
    expect(asked.filter((request) => /FROM Ext/.test(request))).to.deep.equal([]);
    expect(failedSteps(steps)).to.deep.equal(ECA_LISTS);
    for (const step of ['query-external-client-apps', 'query-oauth-policies'])
      expect(steps).to.deep.include({ step, status: 'skipped', detail: 'type-not-available' });
  });

  it('is asked where one of their lists was given', async () => {
    const { asked } = await readFake({ ExternalClientApplication: LACKING });
    expect(asked.filter((request) => /FROM Ext/.test(request))).to.have.length(2);
  });
});
