import { expect } from 'chai';
import type { ListedComponent } from '../../src/org/door.js';
import type { OrgProblem } from '../../src/org/problem.js';
import type { Step } from '../../src/posture/model.js';
import { defined } from '../../src/values.js';
import { appName } from '../../src/posture/names.js';
import type { Subject } from '../../src/posture/subject.js';
import { Coverage } from '../../src/inventory/coverage.js';
import { readOrg } from '../../src/inventory/fromOrg.js';
import { fakeDoor, type Script } from './support/fakeDoor.js';
import { failedSteps } from './support/world.js';

const ECA_LISTS = ['list-app-policies', 'list-external-client-apps', 'list-oauth-policies'];
const CONNECTED_APP_PERMISSIONS = ['ModifyMetadata', 'ModifyAllData', 'CustomizeApplication', 'ManageRemoteAccess'];
const ECA_PERMISSIONS = ['ExternalClientAppAdmin', 'ExternalClientAppDeveloper', 'ExternalClientAppViewer'];

const listed = (type: string, fullName: string, more: Partial<ListedComponent> = {}): ListedComponent => ({
  type,
  fullName,
  fileName: fullName,
  ...more,
});

const connectedAppFile = (flag: string): string =>
  '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><oauthConfig>' +
  `<isClientCredentialEnabled>${flag}</isClientCredentialEnabled></oauthConfig></ConnectedApp>`;

type Reading = { steps: Step[]; apps: string[]; asked: string[]; subjects: Subject[] };

const readFake = async (
  lists: Script['lists'],
  withheld: readonly string[] = [],
  files: Record<string, string> = {},
): Promise<Reading> => {
  const columns = [...CONNECTED_APP_PERMISSIONS, ...ECA_PERMISSIONS].map((name) => `Permissions${name}`);
  const { door, asked } = fakeDoor({
    fields: { UserPermissionAccess: columns },
    rows: {
      UserPermissionAccess: [
        Object.fromEntries(columns.map((name) => [name, !withheld.includes(name.replace('Permissions', ''))])),
      ],
    },
    files,
    ...(lists && { lists }),
  });
  const coverage = new Coverage();
  const reading = await readOrg(door, { connectedApps: true, externalClientApps: true, usageDays: 0 }, coverage);
  if (!reading.ok) throw new Error(`Not read: ${reading.problem.code}`);
  const { subjects } = reading.inventory;
  return { steps: coverage.steps(), apps: subjects.map(({ app }) => appName(app)), asked, subjects };
};

/** Queries whose answer counts as a list. */
const ECA_QUERIES = ['query-external-client-apps', 'query-oauth-policies'];

describe('the lists of the first reading', () => {
  it('are believed empty from a caller who may see what would be in them', async () => {
    expect(failedSteps((await readFake({})).steps)).to.deep.equal([]);
  });

  it('of external client apps and both kinds of policies are not believed empty from one who may not', async () => {
    const { steps } = await readFake({}, ECA_PERMISSIONS);
    expect(failedSteps(steps)).to.deep.equal([...ECA_LISTS, ...ECA_QUERIES]);
    for (const step of steps.filter(({ status }) => status === 'failed'))
      expect(step.detail).to.equal(`not-permitted: ${ECA_PERMISSIONS.join('|')}`);
  });

  it('of policies alone are not believed empty either where apps were shown', async () => {
    const lists = { ExternalClientApplication: [listed('ExternalClientApplication', 'Sync')] };
    expect(failedSteps((await readFake(lists, ECA_PERMISSIONS)).steps)).to.deep.equal([
      'list-app-policies',
      'list-oauth-policies',
      ...ECA_QUERIES,
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

  const copies: Array<[name: string, rows: ListedComponent[], files: Record<string, string>, state: string]> = [
    [
      'in two cases whose files differ',
      [listed('ConnectedApp', 'Billing'), listed('ConnectedApp', 'BILLING')],
      { 'ConnectedApp:Billing': connectedAppFile('false'), 'ConnectedApp:BILLING': connectedAppFile('true') },
      'copies-differ',
    ],
    [
      'in two cases whose files are one',
      [listed('ConnectedApp', 'Billing'), listed('ConnectedApp', 'BILLING')],
      { 'ConnectedApp:Billing': connectedAppFile('true'), 'ConnectedApp:BILLING': connectedAppFile('true') },
      'on',
    ],
    [
      'in two cases, one file of which came back',
      [listed('ConnectedApp', 'Billing'), listed('ConnectedApp', 'BILLING')],
      { 'ConnectedApp:BILLING': connectedAppFile('true') },
      'on',
    ],
    [
      'once as installed and once as not',
      [
        listed('ConnectedApp', 'Billing', { manageableState: 'installed' }),
        listed('ConnectedApp', 'Billing', { manageableState: 'unmanaged' }),
      ],
      { 'ConnectedApp:Billing': connectedAppFile('false') },
      'copies-differ',
    ],
  ];
  for (const [name, rows, texts, state] of copies) {
    it(`evaluate an app that is listed ${name} as: ${state}`, async () => {
      const { subjects } = await readFake({ ConnectedApp: rows }, [], texts);
      const facts = subjects.map((subject) => (subject.kind === 'ConnectedApp' ? subject.metadata.facts : undefined));
      const states = facts.map(
        (one) => one && one !== 'not-returned' && ('flow' in one ? one.flow.state : one.problem),
      );
      expect(states).to.deep.equal([state]);
    });
  }

  const states: Array<[string | undefined, boolean]> = [
    [undefined, true],
    ['somehow', true],
    ['installed', false],
    ['unmanaged', false],
    ['installedEditable', false],
  ];
  for (const [manageableState, isInDoubt] of states) {
    it(`leave ${isInDoubt ? 'open' : 'no doubt'} whether an app of a namespace is installed: ${manageableState}`, async () => {
      const row = listed('ConnectedApp', 'NS__Billing', { namespacePrefix: 'NS', ...defined({ manageableState }) });
      const { subjects } = await readFake({ ConnectedApp: [row] });
      expect(subjects.map((subject) => 'mayBeInstalled' in subject)).to.deep.equal([isInDoubt]);
    });
  }

  for (const [fullName, manageableState, isInDoubt] of [
    ['NS__Billing', undefined, true],
    ['NS__Billing', 'unmanaged', false],
    ['Billing_App', undefined, false],
  ] as const)
    it(`take an app for one of a namespace by its name ${fullName} where the list gives none: ${manageableState}`, async () => {
      const row = listed('ConnectedApp', fullName, defined({ manageableState }));
      const { subjects } = await readFake({ ConnectedApp: [row] });
      expect(subjects.map((subject) => 'mayBeInstalled' in subject)).to.deep.equal([isInDoubt]);
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
    expect(asked.filter((request) => /FROM Ext/.test(request))).to.have.length(3);
  });
});
