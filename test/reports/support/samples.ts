import type { AuditReport, Finding, RiskLevel, Target } from '../../../src/posture/model.js';
import { finding, ORG, orgTarget, reportOf } from './builders.js';

/** The situations whose reports are kept as golden files. */

const WAIVER = {
  reason: 'Vendor has no JWT support yet',
  owner: 'integration-team',
  ticket: 'SEC-1234',
  expires: '2026-12-01',
};

const USAGE = {
  status: 'seen',
  windowDays: 90,
  logins: 1204,
  addresses: 3,
  lastLogin: '2026-11-19T23:02:10.000Z',
} as const;

const ECA = 'ExternalClientApplication';

const NO_EVIDENCE = { status: 'no-evidence', windowDays: 90 } as const;

const integrationUser = { username: 'integration.user@example.com', state: 'active' } as const;

const NO_USER = {
  'admin-profile': ['unknown', 'no-execution-user'],
  'modify-all-data': ['unknown', 'no-execution-user'],
  'broad-permissions': ['unknown', 'no-execution-user'],
  'user-dedicated': ['unknown', 'no-execution-user'],
  person: ['unknown', 'no-execution-user'],
} as const;

export const BUSY_FINDINGS: Finding[] = [
  finding({
    name: 'Warehouse_Sync_Nightly_Batch_Europe',
    app: { label: 'Warehouse sync (nightly)' },
    reason: 'flow-enabled',
    risk: 'higher',
    factors: {
      'admin-profile': ['present', 'Admin'],
      'modify-all-data': ['present', 'profile Admin'],
      'broad-permissions': ['present', 'AuthorApex, ModifyAllData, ViewAllData'],
      'user-active': 'present',
      'network-restricted': ['absent', 'relaxation=BYPASS'],
      'user-dedicated': ['absent', 'ExternalClientApplication:Ticket_Bridge'],
      monitoring: 'present',
      person: ['present', 'Salesforce'],
      'full-scope': 'present',
      certificate: 'absent',
      'recent-use': ['present', '2026-11-19'],
    },
    executionUser: {
      ...integrationUser,
      profile: 'System Administrator',
      licence: 'Salesforce',
      broadPermissions: [
        { permission: 'ModifyAllData', via: 'profile Admin' },
        { permission: 'ViewAllData', via: 'profile Admin' },
        { permission: 'AuthorApex', via: 'permission set Deploy_Helpers' },
      ],
      loginIpRanges: { count: 2, addresses: '16777216' },
    },
    usage: USAGE,
    evidence: [
      {
        source: 'metadata',
        component: 'ConnectedApp:Warehouse_Sync_Nightly_Batch_Europe',
        path: 'oauthConfig.isClientCredentialEnabled',
        value: 'true',
      },
      {
        source: 'metadata',
        component: 'ConnectedApp:Warehouse_Sync_Nightly_Batch_Europe',
        path: 'oauthPolicy.ipRelaxation',
        value: 'BYPASS',
      },
      {
        source: 'metadata',
        component: 'ConnectedApp:Warehouse_Sync_Nightly_Batch_Europe',
        path: 'oauthConfig.certificate',
        value: null,
      },
    ],
  }),
  finding({
    name: 'Legacy',
    reason: 'flow-enabled',
    risk: 'lower',
    factors: {
      'admin-profile': 'absent',
      'modify-all-data': 'absent',
      'broad-permissions': 'absent',
      'user-active': ['absent', 'inactive'],
      'network-restricted': ['present', 'relaxation=ENFORCE, ranges=1, addresses=16, every-request=true'],
      'user-dedicated': 'present',
      monitoring: 'present',
      'recent-use': 'absent',
    },
    executionUser: { username: 'integration.legacy@example.com', state: 'inactive' },
    usage: NO_EVIDENCE,
  }),
  finding({
    name: 'VendorTool',
    app: { namespace: 'vend', managed: true },
    reason: 'flow-enabled',
    factors: { 'user-active': 'present', 'recent-use': 'absent' },
    executionUser: { username: 'vendor.sync@example.com', state: 'active' },
    usage: NO_EVIDENCE,
  }),
  finding({
    name: 'Billing',
    type: ECA,
    reason: 'not-hardened',
    risk: 'higher',
    factors: {
      'user-active': ['absent', 'inactive'],
      'network-restricted': ['absent', 'relaxation=Bypass'],
      'recent-use': ['present', '2026-11-19'],
    },
    executionUser: { username: 'integration.billing@example.com', state: 'inactive' },
    usage: USAGE,
  }),
  finding({
    name: 'Portal',
    type: ECA,
    reason: 'hardening-unknown',
    executionUser: { username: 'portal@example.com', state: 'unknown' },
    usage: { status: 'unknown', windowDays: 90 },
  }),
  finding({
    name: 'Shadow',
    type: ECA,
    reason: 'enabled-by-query',
    factors: {
      ...NO_USER,
      'user-active': ['absent', 'no-execution-user'],
      'network-restricted': ['absent', 'relaxation=Enforce, no-execution-user'],
      'recent-use': 'absent',
    },
    usage: NO_EVIDENCE,
  }),
  finding({
    name: 'Archive',
    type: ECA,
    reason: 'not-hardened',
    status: 'waived',
    waiver: WAIVER,
    factors: {
      ...NO_USER,
      'user-active': ['absent', 'no-execution-user'],
      'network-restricted': ['absent', 'relaxation=Enforce, no-execution-user'],
      'recent-use': 'absent',
    },
    usage: NO_EVIDENCE,
  }),
  ...['Fleet', 'Fuel', 'Fares'].map((name) =>
    finding({ name, app: { namespace: 'trvl', managed: true }, reason: 'managed-not-shown' }),
  ),
  finding({ name: 'DevOps_Center', reason: 'not-returned' }),
  finding({
    name: 'Checked_By_Hand',
    reason: 'not-returned',
    manualCheck: {
      reason: 'Publisher confirmed in writing',
      owner: 'integration-team',
      checked: '2026-11-01',
      expires: '2027-03-31',
    },
  }),
  finding({
    name: 'Catalogue_Publisher',
    type: ECA,
    reason: 'hardened',
    executionUser: { username: 'integration.catalogue@example.com', state: 'active' },
  }),
  finding({ name: 'Ticket_Bridge', type: ECA, reason: 'app-disabled', executionUser: integrationUser }),
  finding({ name: 'Chatter_Mobile', reason: 'flow-disabled' }),
  finding({ name: 'Intranet', reason: 'no-oauth' }),
];

const FAILED_STEP = {
  step: 'query-users',
  status: 'failed',
  detail: 'not-permitted: ViewAllUsers|ManageUsers',
} as const;

const busy = reportOf([orgTarget(BUSY_FINDINGS, { coverage: [FAILED_STEP] })], {
  notices: [
    {
      code: 'waiver-expiring',
      target: 'production',
      app: 'ExternalClientApplication:Archive',
      file: 'oauth-posture.yml',
      line: 12,
      column: 5,
      data: {
        owner: 'integration-team',
        expires: '2026-12-01',
        days: 11,
        control: 'eca-client-credentials-policy',
      },
    },
  ],
  gate: { waiverFile: 'oauth-posture.yml' },
});

/** As large as orgs are, with all that an audit may say of an app. */
const manyFindings = (): Finding[] =>
  Array.from({ length: 431 }, (_, at) => {
    const isConnected = at % 3 > 0;
    const name = `Integration_${String(at).padStart(3, '0')}`;
    const username = `integration.user.${at}@acme-production.example.com`;
    const usage = [USAGE, NO_EVIDENCE, { status: 'unknown', windowDays: 90 }] as const;
    const common = {
      name,
      executionUser: { username, state: 'active' },
      usage: usage[at % usage.length] ?? USAGE,
    } as const;
    const level = at % 20 === 0 ? 'higher' : at % 7 === 0 ? 'lower' : 'baseline';
    const known = { 'admin-profile': 'absent', 'modify-all-data': 'absent', 'broad-permissions': 'absent' } as const;
    const factors = { ...known, 'network-restricted': at % 2 === 0 ? 'absent' : 'present' } as const;
    return isConnected
      ? finding({ ...common, reason: 'flow-enabled', risk: level, factors })
      : finding({ ...common, type: ECA, reason: 'not-hardened', risk: level, factors });
  });

const many = reportOf([
  orgTarget(
    [
      ...manyFindings(),
      ...Array.from({ length: 40 }, (_, at) =>
        finding({ name: `Managed_${at}`, app: { namespace: 'trvl', managed: true }, reason: 'managed-not-shown' }),
      ),
      ...Array.from({ length: 900 }, (_, at) => finding({ name: `Closed_${at}`, reason: 'flow-disabled' })),
    ],
    { coverage: [FAILED_STEP], requests: 18 },
  ),
]);

const CLEAN = [finding({ name: 'A', reason: 'flow-disabled' }), finding({ name: 'B', type: ECA, reason: 'hardened' })];

const CLEAN_BILLING = CLEAN.map((one) => ({
  ...one,
  id: `${one.control}/Billing_${one.app.name}`,
  app: { ...one.app, name: `Billing_${one.app.name}` },
}));

const REFUSED = {
  name: 'SessionRefusedError',
  message: 'training no longer accepts this login.',
  actions: ['Log in again with "sf org login web" and repeat the command.'],
};

const UNOPENED: Target = {
  ...orgTarget([]),
  org: { ...ORG, alias: 'training', username: 'trainer@example.com', isSandbox: true },
  error: REFUSED,
};

const SOURCE: Target = {
  kind: 'source',
  source: { directories: ['force-app', 'packages/billing'], apiVersion: '66.0' },
  findings: [
    finding({
      name: 'Billing',
      app: { file: 'force-app/main/default/connectedApps/Billing.connectedApp-meta.xml', line: 12 },
      reason: 'flow-enabled',
      risk: 'higher',
      factors: { 'secret-in-source': 'present' },
      executionUser: { ...integrationUser, state: 'unknown' },
    }),
    finding({
      name: 'Billing_Old',
      app: { file: 'force-app/main/default/connectedApps/Billing_Old.connectedApp-meta.xml' },
      reason: 'flag-not-visible',
    }),
  ],
  summary: { pass: 0, fail: 1, waived: 0, notEvaluated: 1, notApplicable: 0 },
  coverage: [],
};

const HOSTILE = [
  '=HYPERLINK("https://evil.example","x")',
  '\u001b[2J\u001b[31mred\u0007',
  '\u001b]0;title\u0007plain\u009b2K',
  'txet \u202E desrever',
  'two\r\nlines\ttab\u2028third',
  '\u{1F680}'.repeat(255),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(85),
  `z${'\u0301'.repeat(200)}algo`,
  '漢字'.repeat(80),
  'PASS\u0000\u200b%s%d\ud800',
];

const hostile = HOSTILE.map((text, at) =>
  finding({
    name: `App_${at}`,
    app: { label: text, file: text },
    reason: 'flow-enabled',
    factors: { 'network-restricted': ['absent', text] },
    executionUser: { username: text, state: 'active', profile: text, licence: text },
    evidence: [{ source: 'metadata', component: text, path: text, value: text }],
  }),
);

/** What a report may hold, but seldom does: results of an older version, orgs that keep things to themselves. */
const without = <T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => name !== key)) as Omit<T, K>;

const unusual = (): AuditReport => {
  const unrated = without(finding({ name: 'Unrated', reason: 'flow-enabled' }), 'risk');
  const compared = finding({ name: 'Compared', reason: 'flow-enabled', change: 'new' });
  const packaged = finding({
    name: 'Packaged',
    type: ECA,
    app: { namespace: 'pkg', managed: true },
    reason: 'not-hardened',
    factors: { 'recent-use': 'present' },
    executionUser: { ...integrationUser, broadPermissions: [] },
    usage: { status: 'seen', windowDays: 90 },
  });
  const narrow = (name: string, loginIpRanges: { count: number; addresses: string }, risk?: RiskLevel): Finding =>
    finding({
      ...{ name, reason: 'flow-enabled', executionUser: { ...integrationUser, loginIpRanges } },
      ...(risk && { risk }),
    });
  const foreign = (name: string, why: 'not-evaluated'): Finding => ({
    ...finding({ name, reason: 'flow-enabled' }),
    remediation: { automatic: false, why },
  });
  const failures: Finding[] = [
    unrated,
    { ...compared, cvss: without(compared.cvss, 'estimate') },
    packaged,
    narrow('Open', { count: 0, addresses: '0' }),
    // Lower although not all of its conditions are proven, as no run of this version rates it.
    narrow('Pinned', { count: 1, addresses: '1' }, 'lower'),
    foreign('Foreign', 'not-evaluated'),
  ];
  const searched = (one: Finding): Finding => ({ usage: { status: 'unknown', windowDays: 90 }, ...one });
  const managed = Array.from({ length: 60 }, (_, at) =>
    finding({ name: `Managed_${at}`, app: { namespace: 'trvl', managed: true }, reason: 'managed-not-shown' }),
  );
  return reportOf(
    [
      {
        ...without(UNOPENED, 'org'),
        name: 'nobody',
        error: { ...REFUSED, message: 'nobody no longer accepts this login.' },
      },
      // As versions before 0.2 kept it.
      without(UNOPENED, 'org'),
      orgTarget(failures.map(searched), {
        org: { ...without(ORG, 'isSandbox'), alias: 'unclear' },
        coverage: [
          { step: 'query-users', status: 'failed', detail: 'Something New' },
          { step: 'read-the-stars', status: 'failed' },
        ],
      }),
      orgTarget([...managed, finding({ name: 'Fine', reason: 'flow-disabled' })]),
    ],
    {
      gate: { failOn: 'never', exitCode: 31 },
      notices: [
        {
          code: 'waiver-expired',
          target: 'unclear',
          app: 'ConnectedApp:Unrated',
          data: { owner: 'integration-team', expires: '2026-11-01', control: 'connected-app-client-credentials' },
        },
      ],
    },
  );
};

const keptBack = orgTarget(
  ['Kept_Back', 'Kept_Back_Too'].map((name) => finding({ name, reason: 'not-returned' })),
  { coverage: [{ step: 'retrieve-apps', status: 'failed', detail: 'wait-ended' }] },
);

const source = reportOf(
  [
    {
      ...SOURCE,
      findings: [
        ...SOURCE.findings,
        finding({
          name: 'Warehouse',
          type: ECA,
          app: { file: 'packages/billing/extlClntAppOauthPolicies/Warehouse_oauthPlcy.ecaOauthPlcy-meta.xml', line: 4 },
          reason: 'hardening-unknown',
          executionUser: { username: 'integration.warehouse@example.com', state: 'unknown' },
        }),
        ...Array.from({ length: 11 }, (_, at) =>
          finding({
            name: `Hidden_${at}`,
            app: { file: `packages/billing/Hidden_${at}.connectedApp-meta.xml` },
            reason: 'flag-not-visible',
          }),
        ),
        finding({ name: 'Closed', app: { file: 'force-app/main/Closed.connectedApp' }, reason: 'flow-disabled' }),
      ],
      summary: { pass: 1, fail: 2, waived: 0, notEvaluated: 12, notApplicable: 0 },
    },
  ],
  { scope: { usageDays: 0 } },
);

const SOURCE_EMPTY: Target = { ...SOURCE, findings: [], summary: { ...SOURCE.summary, fail: 0, notEvaluated: 0 } };
const SOURCE_CLEAN: Target = {
  ...SOURCE,
  findings: [finding({ name: 'A', app: { file: 'force-app/A.connectedApp' }, reason: 'flow-disabled' })],
  summary: { ...SOURCE.summary, pass: 1, fail: 0, notEvaluated: 0 },
};

export const SAMPLES = {
  busy,
  clean: reportOf([orgTarget(CLEAN)], { gate: { exitCode: 0 } }),
  many,
  source,
  'source-empty': reportOf([SOURCE_EMPTY], { gate: { exitCode: 0 } }),
  'source-clean': reportOf([SOURCE_CLEAN], { gate: { exitCode: 0 } }),
  empty: reportOf([orgTarget([])], { gate: { exitCode: 0 } }),
  'nothing-evaluated': reportOf([orgTarget([finding({ name: 'A', reason: 'unreadable' })])], {
    gate: { exitCode: 31 },
  }),
  'list-refused': reportOf(
    [
      orgTarget([], {
        coverage: [{ step: 'list-connected-apps', status: 'failed', detail: 'not-permitted: CustomizeApplication' }],
      }),
    ],
    { gate: { exitCode: 31 } },
  ),
  excused: reportOf(
    [
      orgTarget(
        [
          finding({ name: 'Accepted', status: 'waived', reason: 'flow-enabled', waiver: WAIVER }),
          finding({ name: 'Closed', reason: 'flow-disabled' }),
        ],
        { coverage: [{ step: 'query-audit-trail', status: 'failed', detail: 'cut' }] },
      ),
    ],
    { gate: { exitCode: 0 } },
  ),
  'retrieve-failed': reportOf([keptBack], { gate: { exitCode: 31 } }),
  'several-targets': reportOf([orgTarget(CLEAN_BILLING), UNOPENED, SOURCE], {
    scope: { apps: ['Bil*'], usageDays: 0 },
  }),
  baseline: reportOf(
    [
      orgTarget([
        finding({
          name: 'Old',
          reason: 'flow-enabled',
          change: 'unchanged',
          factors: { 'user-active': ['absent', 'not-found'] },
          executionUser: { username: 'gone@example.com', state: 'not-found' },
        }),
        finding({ name: 'New', type: ECA, reason: 'not-hardened', change: 'new' }),
      ]),
    ],
    {
      scope: { usageDays: 0 },
      gate: { baseline: 'baseline.json', failOn: 'critical', allowIncomplete: true, exitCode: 0 },
    },
  ),
  hostile: reportOf([orgTarget(hostile)], { scope: { usageDays: 0 } }),
  unusual: unusual(),
} satisfies Record<string, AuditReport>;
