import { expect } from 'chai';
import type { ListedComponent, RetrievedFile, Row } from '../../../src/org/door.js';
import { appName } from '../../../src/posture/names.js';
import { isOnByMetadata, isOnByQueryAlone, policiesOf } from '../../../src/posture/controls/policies.js';
import type { EcaSubject } from '../../../src/posture/subject.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import { readCrossCheck } from '../../../src/inventory/apps/crossCheck.js';
import { externalClientAppSubjects } from '../../../src/inventory/apps/externalClientApps.js';
import { linkAppPolicies, linkPlugin } from '../../../src/inventory/apps/ecaLinks.js';
import { EcaRegistry } from '../../../src/inventory/apps/ecaRegistry.js';
import { componentKey } from '../../../src/values.js';
import { cpuTime } from '../../cpuTime.js';
import { ecaPolicy } from '../../simulator/generatedFiles.js';
import { fakeDoor } from '../support/fakeDoor.js';
import { ALL_SEEING } from '../support/world.js';

const APP = 'ExternalClientApplication';
const POLICY = 'ExtlClntAppOauthConfigurablePolicies';
const NO_ID = '000000000000000AAA';
const ID = '0xIWs0000000001AAA';
const OTHER_ID = '0xIWs0000000002AAA';

type Listed = Partial<ListedComponent> & { fullName: string };
type ListedPolicy = Listed & { of?: string; on?: boolean };
type Org = { apps?: Listed[]; policies?: ListedPolicy[]; queriedApps?: Row[]; rows?: Row[] };

const rowOf = (fields: Row): Row => ({
  DeveloperName: 'Sync_plcy',
  IsClientCredentialsFlowEnabled: true,
  ClientCredentialsFlowUser: null,
  IpRelaxationPolicyType: 0,
  ExternalClientApplicationId: ID,
  ...fields,
});

/** As an org shows what is empty. */
const NOTHING = Object.fromEntries(Object.keys(rowOf({})).map((column) => [column, null]));

/** A policy without `of` is listed, and does not come back. */
const textOf = ({ of, on = false }: ListedPolicy): string | undefined =>
  of === undefined ? undefined : ecaPolicy(of, { on, user: undefined });

const filesOf = (policies: readonly ListedPolicy[]): Map<string, RetrievedFile> =>
  new Map(
    policies.flatMap((policy) => {
      const text = textOf(policy);
      const member = { type: POLICY, fullName: policy.fullName };
      return text === undefined ? [] : [[componentKey(member), { ...member, path: '', text }] as const];
    }),
  );

const listed = (type: string, { fullName, id, namespacePrefix, manageableState }: Listed): ListedComponent => ({
  type,
  fullName,
  fileName: fullName,
  ...(id && { id }),
  ...(namespacePrefix && { namespacePrefix }),
  ...(manageableState && { manageableState }),
});

const subjectsOf = async ({ apps = [], policies = [], queriedApps = [], rows = [] }: Org): Promise<EcaSubject[]> => {
  const { door } = fakeDoor({
    fields: {},
    rows: { ExternalClientApplication: queriedApps, ExtlClntAppOauthPlcyCnfg: rows },
    files: {},
  });
  return externalClientAppSubjects(
    {
      apps: apps.map((app) => listed(APP, app)),
      policies: policies.map((policy) => listed(POLICY, policy)),
      plugins: [],
      arePoliciesListed: true,
    },
    { files: filesOf(policies), messages: [], broken: new Map(), unusable: new Map() },
    await readCrossCheck(door, ALL_SEEING, new Coverage()),
  );
};

const verdict = (subject: EcaSubject): string => {
  const policies = policiesOf(subject);
  if (policies.some(isOnByMetadata)) return 'on';
  if (policies.some(isOnByQueryAlone)) return 'on by query';
  if (policies.length > 0) return 'off';
  return subject.crossCheck.known ? 'no policy' : subject.crossCheck.why;
};

const verdicts = (subjects: readonly EcaSubject[]): Record<string, string> =>
  Object.fromEntries(subjects.map((subject) => [appName(subject.app).slice(APP.length + 1), verdict(subject)]));

const rowsIn = (subjects: readonly EcaSubject[]): number =>
  subjects.reduce((sum, { crossCheck }) => sum + (crossCheck.known ? crossCheck.value.length : 0), 0);

const queried = (fields: Row): Row => ({ Id: ID, DeveloperName: 'Sync', MasterLabel: 'Sync', ...fields });
const sync: Listed = { fullName: 'Sync', id: ID };
const syncPolicy: ListedPolicy = { fullName: 'Sync_plcy', of: 'Sync' };
const packaged: Listed = { fullName: 'NS__Sync', id: ID, namespacePrefix: 'NS', manageableState: 'installed' };
const orphan = rowOf({ ExternalClientApplicationId: null });

describe('external client apps out of three sources', () => {
  const cases: Array<[string, Org, Record<string, string>]> = [
    [
      'one app that all of them know',
      { apps: [sync], queriedApps: [queried({})], rows: [rowOf({})] },
      { Sync: 'on by query' },
    ],
    [
      'an app whose id in the list is another than in SOQL',
      {
        apps: [{ fullName: 'Sync', id: OTHER_ID }],
        policies: [syncPolicy],
        queriedApps: [queried({})],
        rows: [rowOf({})],
      },
      { Sync: 'on by query' },
    ],
    [
      'apps that are listed with an id of zeros',
      {
        apps: [
          { fullName: 'Sync', id: NO_ID },
          { fullName: 'Other', id: NO_ID },
        ],
        queriedApps: [queried({}), queried({ Id: OTHER_ID, DeveloperName: 'Other' })],
        rows: [rowOf({})],
      },
      { Sync: 'on by query', Other: 'no policy' },
    ],
    [
      'rows under both ids of one app',
      {
        apps: [{ fullName: 'Sync', id: OTHER_ID }],
        queriedApps: [queried({})],
        rows: [rowOf({ IsClientCredentialsFlowEnabled: false }), rowOf({ ExternalClientApplicationId: OTHER_ID })],
      },
      { Sync: 'on by query' },
    ],
    [
      'a packaged app whose namespace SOQL leaves out',
      { apps: [packaged], queriedApps: [queried({ NamespacePrefix: null })], rows: [rowOf({})] },
      { NS__Sync: 'on by query' },
    ],
    [
      'a packaged app beside one of its own name',
      {
        apps: [packaged, { fullName: 'Sync', id: OTHER_ID }],
        queriedApps: [queried({ NamespacePrefix: null }), queried({ Id: OTHER_ID, NamespacePrefix: null })],
        rows: [rowOf({})],
      },
      { NS__Sync: 'on by query', Sync: 'no policy' },
    ],
    [
      'a policy that names its packaged app without the prefix',
      { apps: [packaged], policies: [{ ...syncPolicy, on: true }] },
      { NS__Sync: 'on' },
    ],
    [
      'such a policy, where two packages have an app of that name',
      {
        apps: [packaged, { fullName: 'XX__Sync', id: OTHER_ID, namespacePrefix: 'XX' }],
        policies: [{ ...syncPolicy, on: true }],
      },
      { NS__Sync: 'no policy', XX__Sync: 'no policy', 'Sync_plcy (policy)': 'on' },
    ],
    [
      'such a policy, whose row belongs to another app',
      {
        apps: [packaged, { fullName: 'Other', id: OTHER_ID }],
        policies: [{ ...syncPolicy, on: true }],
        rows: [
          rowOf({
            DeveloperName: 'Sync_plcy',
            ExternalClientApplicationId: OTHER_ID,
            IsClientCredentialsFlowEnabled: false,
          }),
        ],
      },
      { NS__Sync: 'no policy', Other: 'off', Sync: 'on' },
    ],
    [
      'an app whose own namespace the policy writes in another case',
      {
        apps: [{ fullName: 'NS__Sync', id: ID, namespacePrefix: 'NS' }],
        policies: [{ fullName: 'ns__Sync_plcy', namespacePrefix: 'NS', of: 'ns__sync', on: true }],
      },
      { NS__Sync: 'on' },
    ],
    [
      'two apps that the list gives one id: none is lost',
      { apps: [sync, { fullName: 'Other', id: ID }], policies: [syncPolicy], queriedApps: [queried({})] },
      { Sync: 'off', Other: 'no-id' },
    ],
    ['an app that SOQL alone knows', { queriedApps: [queried({})], rows: [rowOf({})] }, { Sync: 'on by query' }],
    ['a row of an app that no source names', { rows: [rowOf({})] }, { [ID.slice(0, 15)]: 'on by query' }],
    ['an app without a name', { queriedApps: [queried({ DeveloperName: null })] }, { [ID.slice(0, 15)]: 'no policy' }],
    ['neither name nor id of anything', { queriedApps: [{}], rows: [NOTHING] }, { '?': 'no-id', '? (policy)': 'off' }],
    [
      'a row without an app, by the name of its policy',
      { apps: [sync, { fullName: 'Other', id: OTHER_ID }], policies: [syncPolicy], rows: [orphan] },
      { Sync: 'on by query', Other: 'no policy' },
    ],
    [
      'a row without an app, by the name of a policy in a namespace',
      {
        apps: [packaged],
        policies: [{ fullName: 'NS__Sync_plcy', namespacePrefix: 'NS', of: 'NS__Sync' }],
        rows: [orphan],
      },
      { NS__Sync: 'on by query' },
    ],
    [
      'a row without an app and of no policy’s name: it stands alone and spoils no other',
      {
        apps: [sync],
        policies: [syncPolicy],
        rows: [rowOf({ ExternalClientApplicationId: '', DeveloperName: 'Lost' })],
      },
      { Sync: 'off', 'Lost (policy)': 'on by query' },
    ],
    [
      'a row whose name two policies bear',
      {
        apps: [packaged, { fullName: 'Own', id: OTHER_ID }],
        policies: [
          { fullName: 'NS__Sync_plcy', namespacePrefix: 'NS', of: 'NS__Sync' },
          { fullName: 'Sync_plcy', of: 'Own' },
        ],
        rows: [orphan],
      },
      { NS__Sync: 'off', Own: 'off', 'Sync_plcy (policy)': 'on by query' },
    ],
    [
      'a policy without a header, its row without an app',
      { policies: [{ ...syncPolicy, of: 'Headless' }], rows: [orphan] },
      { Headless: 'on by query' },
    ],
    [
      'a policy without a header, its row under an id that no app has',
      { policies: [{ ...syncPolicy, of: 'Headless' }], rows: [rowOf({})] },
      { Headless: 'on by query' },
    ],
    [
      'a second row of that name, of another app: it is not lost',
      {
        policies: [{ ...syncPolicy, of: 'Headless' }],
        rows: [rowOf({}), rowOf({ ExternalClientApplicationId: OTHER_ID })],
      },
      { Headless: 'on by query', [OTHER_ID.slice(0, 15)]: 'on by query' },
    ],
    [
      'a policy that did not come back, by its row',
      { apps: [sync], policies: [{ fullName: 'Sync_plcy' }], rows: [rowOf({})] },
      { Sync: 'on by query' },
    ],
    [
      'a policy that did not come back, and its row without an app: one finding of both',
      { apps: [sync], policies: [{ fullName: 'Sync_plcy' }], rows: [orphan] },
      { Sync: 'no policy', 'Sync_plcy (policy)': 'on by query' },
    ],
  ];
  for (const [name, org, expected] of cases) {
    it(`make ${name}`, async () => expect(verdicts(await subjectsOf(org))).to.deep.equal(expected));
  }

  /** There the policy of the row's name belongs to one app, and the row's id to another: it counts for both. */
  const ofTwoApps = 'such a policy, whose row belongs to another app';
  for (const [name, org] of cases) {
    const more = name === ofTwoApps ? 1 : 0;
    it(`put every row into exactly ${more + 1} of the apps: ${name}`, async () => {
      expect(rowsIn(await subjectsOf(org))).to.equal((org.rows?.length ?? 0) + more);
    });
  }

  const asOwn: Listed = { ...packaged, manageableState: 'unmanaged' };
  for (const [order, apps] of [
    ['installed first', [packaged, asOwn]],
    ['installed last', [asOwn, packaged]],
    ['under another case, installed last', [asOwn, { ...packaged, fullName: 'ns__SYNC' }]],
  ] as const)
    it(`is managed if one of its rows in the list says so: ${order}`, async () => {
      const subjects = await subjectsOf({ apps: [...apps] });
      expect(subjects.map(({ app }) => [app.name, app.managed])).to.deep.equal([['Sync', true]]);
    });

  it('find 5,000 policies that did not come back by their rows in no time', async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `App${index}_plcy`);
    const idAt = (index: number): string => `0xIWs${String(index + 1).padStart(10, '0')}`;
    const began = cpuTime();
    const subjects = await subjectsOf({
      policies: names.map((fullName) => ({ fullName })),
      rows: names.map((DeveloperName, index) => rowOf({ DeveloperName, ExternalClientApplicationId: idAt(index) })),
    });
    expect(subjects).to.have.length(5000);
    expect(cpuTime() - began).to.be.below(500);
  });

  const switches: Array<[unknown, boolean | null]> = [
    [true, true],
    ['true', true],
    ['True', true],
    [1, true],
    ['1', true],
    [false, false],
    ['false', false],
    [0, false],
    ['0', false],
    [null, null],
    ['', null],
    ['Enabled', true],
    ['on', true],
    ['YES', true],
    ['Disabled', false],
    ['no', false],
    ['perhaps', null],
    [2, null],
    [{}, null],
  ];
  for (const [value, enabled] of switches) {
    it(`read ${JSON.stringify(value)} as ${enabled === null ? 'neither on nor off' : String(enabled)}`, async () => {
      const rows = [rowOf({ IsClientCredentialsFlowEnabled: value })];
      const [subject] = await subjectsOf({ apps: [sync], rows });
      expect(subject?.crossCheck.known && subject.crossCheck.value.map((row) => row.enabled)).to.deep.equal([enabled]);
    });
  }
});

describe('what SOQL says of an app’s own switches', () => {
  const enabled = { developerName: 'Sync_plcy', appEnabled: true };
  const plugin = { type: 'ExtlClntAppConfigurablePolicies', fullName: 'Sync_plcy', facts: 'not-returned' } as const;

  for (const [whose, appId, count] of [
    ['of its own id', ID, 1],
    ['of the name of its policy, without an id', undefined, 1],
    ['of the name of its policy, under an id that no app has', OTHER_ID, 1],
  ] as const)
    it(`is told of the app: ${whose}`, () => {
      const apps = new EcaRegistry();
      const entry = apps.add({ type: APP, name: 'Sync', managed: false }, ID);
      entry.plugins.push(plugin);
      linkAppPolicies([{ ...enabled, ...(appId && { appId }) }], apps);
      expect(entry.appPolicyRows).to.have.length(count);
    });
});

describe('what SOQL gives in a shape that nobody documents', () => {
  const shapes: Array<[unknown, string | number | null, string | undefined]> = [
    [null, null, undefined],
    ['', null, undefined],
    [0, 0, '0'],
    [true, 'true', 'true'],
    [{ Username: 'a@example.com' }, '{"Username":"a@example.com"}', '{"Username":"a@example.com"}'],
  ];
  for (const [value, relaxation, user] of shapes)
    it(`is not taken for empty: ${JSON.stringify(value)}`, async () => {
      const rows = [rowOf({ IpRelaxationPolicyType: value, ClientCredentialsFlowUser: value })];
      const [subject] = await subjectsOf({ apps: [sync], rows });
      const [read] = subject?.crossCheck.known ? subject.crossCheck.value : [];
      expect([read?.ipRelaxation, read?.executionUser]).to.deep.equal([relaxation, user]);
    });
});

describe('the own switch of a packaged app', () => {
  const off = { state: 'off', value: 'false' } as const;
  const plugin = (externalClientApplication: string): Parameters<typeof linkPlugin>[0] => ({
    type: 'ExtlClntAppConfigurablePolicies',
    fullName: 'Sync_plcy',
    facts: { kind: 'ExtlClntAppConfigurablePolicies', externalClientApplication, appEnabled: off, pluginEnabled: off },
  });

  for (const [named, count] of [
    ['NS__Sync', 1],
    ['Sync', 0],
  ] as const)
    it(`is ${count === 1 ? 'its own' : 'perhaps another app’s'} where it names ${named}`, () => {
      const apps = new EcaRegistry();
      const entry = apps.add({ type: APP, name: 'Sync', namespace: 'NS', managed: true }, ID);
      linkPlugin(plugin(named), apps);
      expect(entry.plugins).to.have.length(count);
    });
});
