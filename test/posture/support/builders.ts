import type {
  ConnectedAppFacts,
  EcaPluginFacts,
  EcaPolicyFacts,
  FlagFact,
  IpRange,
  Unparsable,
} from '../../../src/metadata/facts.js';
import type { BroadPermission } from '../../../src/posture/model.js';
import { appName, fold } from '../../../src/posture/names.js';
import type {
  AnySubject,
  Component,
  ConnectedAppSubject,
  Context,
  EcaSettingsFlag,
  EcaSettingsSubject,
  EcaSubject,
  ExecutionUser,
  PolicyRow,
} from '../../../src/posture/subject.js';
import type { Known } from '../../../src/posture/known.js';

/** Subjects and contexts as plain data: each builder gives the harmless case, and a test says what differs. */

export const USERNAME = 'integration.user@example.com';

export const known = <T>(value: T): Known<T> => ({ known: true, value });
export const notKnown = (why = 'not-permitted'): { known: false; why: string } => ({ known: false, why });

export const ON: FlagFact = { state: 'on', value: 'true', offset: 100 };
export const OFF: FlagFact = { state: 'off', value: 'false', offset: 100 };
export const ABSENT: FlagFact = { state: 'absent', value: null };
/** Nothing in its place, and on somewhere else. */
export const STRAY: FlagFact = { state: 'unreadable', value: null, stray: 'true', offset: 100 };
export const GARBLED: FlagFact = { state: 'unreadable', value: 'maybe', offset: 100 };

export const NARROW: IpRange = { start: '203.0.113.0', end: '203.0.113.255' };
export const EVERYWHERE: IpRange = { start: '0.0.0.0', end: '255.255.255.255' };
export const WIDE: IpRange = { start: '10.0.0.0', end: '10.255.255.255' };

export const unparsable = (problem: Unparsable['problem'] = 'conflict-markers'): Unparsable =>
  problem === 'too-large' ? { kind: 'unparsable', problem } : { kind: 'unparsable', problem, line: 3, column: 1 };

export const connectedAppFacts = (differing: Partial<ConnectedAppFacts> = {}): ConnectedAppFacts => ({
  kind: 'ConnectedApp',
  hasOauthConfig: true,
  flow: OFF,
  ipRelaxation: 'ENFORCE',
  hasOauthPolicy: true,
  scopes: ['Api'],
  hasCertificate: false,
  showsNewerElements: true,
  ...differing,
});

type ConnectedAppShape = Partial<ConnectedAppFacts> & {
  read?: ConnectedAppSubject['metadata']['facts'];
  managed?: boolean;
  inSource?: boolean;
  versionShowsFlag?: boolean;
};

export const connectedApp = (shape: ConnectedAppShape = {}): ConnectedAppSubject => {
  const { read, managed = false, inSource = false, versionShowsFlag = true, ...facts } = shape;
  const file = 'force-app/connectedApps/Billing.connectedApp-meta.xml';
  return {
    kind: 'ConnectedApp',
    origin: inSource ? 'source' : 'org',
    app: {
      type: 'ConnectedApp',
      name: 'Billing',
      managed,
      ...(managed ? { namespace: 'NS' } : {}),
      ...(inSource ? { file } : {}),
    },
    metadata: {
      type: 'ConnectedApp',
      fullName: managed ? 'NS__Billing' : 'Billing',
      facts: read ?? connectedAppFacts(facts),
    },
    versionShowsFlag,
  };
};

export const openConnectedApp = (shape: ConnectedAppShape = {}): ConnectedAppSubject =>
  connectedApp({ flow: ON, executionUser: USERNAME, ...shape });

export const policy = (
  differing: Partial<EcaPolicyFacts> = {},
  fullName = 'Billing_oauthPlcy',
): Component<EcaPolicyFacts> => ({
  type: 'ExtlClntAppOauthConfigurablePolicies',
  fullName,
  facts: {
    kind: 'ExtlClntAppOauthConfigurablePolicies',
    externalClientApplication: 'Billing',
    flow: OFF,
    ipRelaxation: 'Enforce',
    ...differing,
  },
});

export const openPolicy = (differing: Partial<EcaPolicyFacts> = {}, fullName?: string): Component<EcaPolicyFacts> =>
  policy({ flow: ON, executionUser: USERNAME, ...differing }, fullName);

export const unreadPolicy = (
  facts: Unparsable | 'not-returned' = 'not-returned',
  fullName = 'Billing_oauthPlcy',
): Component<EcaPolicyFacts> => ({ ...policy({}, fullName), facts });

export const plugin = (
  differing: Partial<EcaPluginFacts> | 'not-returned' = {},
  fullName = 'Billing_plcy',
): Component<EcaPluginFacts> => ({
  type: 'ExtlClntAppConfigurablePolicies',
  fullName,
  facts:
    differing === 'not-returned'
      ? differing
      : { kind: 'ExtlClntAppConfigurablePolicies', appEnabled: ON, pluginEnabled: ON, ...differing },
});

export const row = (differing: Partial<PolicyRow> = {}): PolicyRow => ({
  developerName: 'Billing_oauthPlcy',
  enabled: false,
  ipRelaxation: 0,
  ...differing,
});

export const openRow = (differing: Partial<PolicyRow> = {}): PolicyRow =>
  row({ enabled: true, executionUser: USERNAME, ...differing });

export const externalClientApp = (differing: Partial<EcaSubject> = {}): EcaSubject => ({
  kind: 'ExternalClientApplication',
  origin: 'org',
  app: { type: 'ExternalClientApplication', name: 'Billing', managed: false },
  policies: [],
  plugins: [],
  crossCheck: known([]),
  unlinkedPolicies: [],
  ...differing,
});

/** On by metadata and SOQL alike, so that hardening decides. */
export const openExternalClientApp = (differing: Partial<EcaPolicyFacts> = {}): EcaSubject =>
  externalClientApp({ policies: [openPolicy(differing)], crossCheck: known([openRow()]) });

export const inSource = (differing: Partial<EcaSubject> = {}): EcaSubject =>
  externalClientApp({ origin: 'source', crossCheck: notKnown('source'), ...differing });

/** A user that hardening has nothing against. */
export const flagFile = (flow: EcaSettingsFlag['flow'], fullName = 'Billing_glbloauth'): EcaSettingsFlag => ({
  fullName,
  flow,
});

export const settings = (differing: Partial<EcaSettingsSubject> = {}): EcaSettingsSubject => ({
  kind: 'EcaSettings',
  origin: 'org',
  app: externalClientApp().app,
  settings: known([flagFile('off')]),
  ...differing,
});

export const executionUser = (differing: Partial<ExecutionUser> = {}): ExecutionUser => ({
  username: USERNAME,
  state: 'active',
  userId: '005000000000001AAA',
  userType: 'Standard',
  licence: 'Salesforce Integration',
  profile: { id: '00e000000000001AAA', name: 'Minimum Access - API Only Integrations' },
  adminProfile: known(false),
  permissions: known({ granted: [], unread: [] }),
  modifyAllObjects: known([]),
  loginIpRanges: known([NARROW]),
  person: known(false),
  ...differing,
});

export const granted = (permission: string, via = 'PermissionSet:Integration'): BroadPermission => ({
  permission,
  via,
});

export const userWith = (...permissions: BroadPermission[]): ExecutionUser =>
  executionUser({ permissions: known({ granted: permissions, unread: [] }) });

/** Everything around the app is known and good, but for monitoring, which is known to be off. */
export const contextOf = (
  { app }: Pick<AnySubject, 'app'>,
  differing: Partial<Context> = {},
  user: ExecutionUser = executionUser(),
): Context => ({
  users: new Map([[fold(user.username), user]]),
  appsByUser: new Map([[fold(user.username), [appName(app)]]]),
  suspectsByUser: new Map(),
  allAppsRead: true,
  unreadApps: [],
  monitoring: known({ active: false, evidence: [] }),
  enforceIpRangesEveryRequest: known(true),
  usage: new Map(),
  usageDays: 90,
  ...differing,
});

/** Nothing of the surroundings could be read, or there is no org to read them from. */
export const NOTHING_KNOWN: Partial<Context> = {
  users: new Map(),
  appsByUser: new Map(),
  suspectsByUser: new Map(),
  allAppsRead: false,
  unreadApps: [],
  monitoring: notKnown(),
  enforceIpRangesEveryRequest: notKnown(),
};

export const MONITORED: Partial<Context> = {
  monitoring: known({ active: true, evidence: ['RealTimeEventSettings ApiEvent'] }),
};
