import type { ConnectedAppFacts } from '../../../src/metadata/facts.js';
import type { Row } from '../../../src/org/door.js';
import type { OrgProblem } from '../../../src/org/problem.js';
import { BROAD_PERMISSIONS } from '../../../src/posture/factors/broadPermissions.js';
import type { ConnectedAppSubject, Context, ExecutionUser } from '../../../src/posture/subject.js';
import type { Step } from '../../../src/posture/model.js';
import { buildContext, type ContextRequest } from '../../../src/inventory/context/context.js';
import { Coverage } from '../../../src/inventory/coverage.js';
import type { CallerPermissions } from '../../../src/inventory/apps/callerPermissions.js';
import { fakeDoor, type Script } from './fakeDoor.js';

/** A small org around one app that runs as one narrow integration user. Each test says what is different in its own. */

export const NOW = new Date('2026-11-20T12:00:00Z');
export const USERNAME = 'Integration.User@example.com';
export const USER_ID = '005Ws0000000001AAA';
export const PROFILE_ID = '00eWs0000000001AAA';

export const REFUSED: OrgProblem = { code: 'not-permitted', detail: 'refused' };

export const connectedApp = (name: string, facts: Partial<ConnectedAppFacts> = {}): ConnectedAppSubject => ({
  kind: 'ConnectedApp',
  origin: 'org',
  app: { type: 'ConnectedApp', name, label: name, managed: false },
  metadata: {
    type: 'ConnectedApp',
    fullName: name,
    facts: {
      kind: 'ConnectedApp',
      label: name,
      hasOauthConfig: true,
      flow: { state: 'on', value: 'true' },
      executionUser: USERNAME,
      ipRelaxation: 'ENFORCE',
      hasOauthPolicy: true,
      scopes: ['Api'],
      hasCertificate: false,
      showsNewerElements: true,
      ...facts,
    },
  },
  versionShowsFlag: true,
});

export const user = (fields: Row = {}): Row => ({
  Id: USER_ID,
  Username: USERNAME.toLowerCase(),
  IsActive: true,
  UserType: 'Standard',
  ProfileId: PROFILE_ID,
  Profile: { Name: 'Integration', UserLicense: { Name: 'Salesforce Integration' } },
  ...fields,
});

const PERMISSION_COLUMNS = [...BROAD_PERMISSIONS, 'ApiUserOnly'].map((name) => `Permissions${name}`);

const permissionSet = (granted: readonly string[], fields: Row): Row => ({
  Type: 'Regular',
  HasActivationRequired: false,
  IsOwnedByProfile: false,
  ...Object.fromEntries(PERMISSION_COLUMNS.map((column) => [column, granted.includes(column.slice(11))])),
  ...fields,
});

export type Assigned = { granted?: readonly string[]; set?: Row; assignment?: Row };

export const assigned = (name: string, { granted = [], set = {}, assignment = {} }: Assigned = {}): Row => ({
  AssigneeId: USER_ID,
  PermissionSetId: `0PS${name.padEnd(12, '0').slice(0, 12)}`,
  PermissionSet: permissionSet(granted, { Name: name, ...set }),
  PermissionSetGroupId: null,
  PermissionSetGroup: null,
  ExpirationDate: null,
  IsActive: true,
  IsRevoked: false,
  ...assignment,
});

export const ofProfile = (granted: readonly string[] = ['ApiUserOnly']): Row =>
  assigned('OfProfile', { granted, set: { IsOwnedByProfile: true, Type: 'Profile', Name: 'X00e' } });

export const ofGroup = (name: string, status: string, { granted = [], assignment = {} }: Assigned = {}): Row =>
  assigned(name, {
    granted,
    set: { Type: 'Group' },
    assignment: {
      PermissionSetGroupId: '0PG000000000001',
      PermissionSetGroup: { DeveloperName: name, Status: status, HasActivationRequired: false },
      ...assignment,
    },
  });

export const profileFile = (...ranges: Array<[string, string]>): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Profile xmlns="http://soap.sforce.com/2006/04/metadata">${ranges
    .map(
      ([start, end]) =>
        `<loginIpRanges><endAddress>${end}</endAddress><startAddress>${start}</startAddress></loginIpRanges>`,
    )
    .join('')}</Profile>`;

export const securityFile = (every: string): string =>
  `<SecuritySettings xmlns="http://soap.sforce.com/2006/04/metadata"><sessionSettings>${every}</sessionSettings></SecuritySettings>`;

export const eventsFile = (...events: Array<[string, boolean]>): string =>
  `<RealTimeEventSettings xmlns="http://soap.sforce.com/2006/04/metadata">${events
    .map(
      ([name, isOn]) =>
        `<realTimeEvents><entityName>${name}</entityName><isEnabled>${isOn}</isEnabled></realTimeEvents>`,
    )
    .join('')}</RealTimeEventSettings>`;

export const files = (): Record<string, string> => ({
  'Profile:Integration': profileFile(['192.0.2.0', '192.0.2.15']),
  'Settings:Security': securityFile('<enforceIpRangesEveryRequest>true</enforceIpRangesEveryRequest>'),
  'Settings:RealTimeEvent': eventsFile(['ApiEvent', false]),
});

export const script = (): Script => ({
  fields: {
    PermissionSet: ['Name', 'Type', 'HasActivationRequired', 'IsOwnedByProfile', ...PERMISSION_COLUMNS],
    PermissionSetAssignment: ['AssigneeId', 'PermissionSetGroupId', 'ExpirationDate', 'IsActive', 'IsRevoked'],
  },
  rows: { User: [user()], PermissionSetAssignment: [ofProfile()] },
  files: files(),
});

export const ALL_SEEING: CallerPermissions = {
  maySeeConnectedApps: { known: true, value: true },
  maySeeExternalClientApps: { known: true, value: true },
  maySeeLoginHistory: { known: true, value: true },
  missingForConnectedApps: '',
  missingForExternalClientApps: '',
  missingForLoginHistory: '',
  maySeeUsers: { known: true, value: true },
  missingForUsers: '',
  maySeeGrants: { known: true, value: true },
  missingForGrants: '',
  maySeeAssignments: { known: true, value: true },
  missingForAssignments: '',
  missingForProfiles: '',
  maySeeAuditTrail: { known: true, value: true },
  maySeeApiPolicies: { known: true, value: true },
  maySeeSessions: { known: true, value: true },
};

export type World = { context: Context; user: ExecutionUser; steps: Step[]; asked: string[]; pages: number[] };

export const read = async (
  change: (org: Script) => void = () => undefined,
  request: Partial<ContextRequest> = {},
): Promise<World> => {
  const org = script();
  change(org);
  const { door, asked, pages } = fakeDoor(org);
  const coverage = new Coverage();
  const { context } = await buildContext({
    door,
    subjects: [connectedApp('Billing')],
    profiles: [{ type: 'Profile', fullName: 'Integration', fileName: 'profiles/Integration.profile', id: PROFILE_ID }],
    caller: ALL_SEEING,
    connectedApps: true,
    externalClientApps: true,
    usageDays: 90,
    coverage,
    now: NOW,
    ...request,
  });
  return {
    context,
    user: context.users.get(USERNAME.toLowerCase()) as ExecutionUser,
    steps: coverage.steps(),
    asked,
    pages,
  };
};

export const failedSteps = (steps: readonly Step[]): string[] =>
  steps.filter(({ status }) => status === 'failed').map(({ step }) => step);
