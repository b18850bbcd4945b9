import type { Row } from './state.js';

/** How this org behaves where orgs differ, or where nobody knows and a caller must live with either. */
export type Settings = {
  /** Milliseconds before each answer. */
  latency: number;
  /** Rows of one query page. */
  pageSize: number;
  /** How many groups a grouped query may give. */
  maxGroups: number;
  /** How often a job answers "not yet" before it is done. */
  pollsUntilDone: number;
  /** Files that one retrieve may hold. */
  maxRetrieveFiles: number;
  /** Bytes of a retrieve's zip. */
  maxZipBytes: number;
  tokenLifetimeMs: number;
  oldestApiVersion: number;
  /** The org's release: 66 is Spring '26, 67 Summer '26, 68 Winter '27. */
  newestApiVersion: number;
  /** A JWT of a client that registered no certificate: accepted unseen, or refused. */
  acceptUnsignedClients: boolean;
  /** Whom a JWT of an app has to be addressed to. By kind: a connected app documented hosts, an external client app My Domain. */
  jwtAudience: 'by-kind' | 'documented' | 'my-domain';
  /** How many log-ins by JWT are refused before a change of their app has arrived everywhere. */
  jwtLag: number;
  /** With which words: as if nobody had let the user in, or as if there were no such client. */
  jwtLagSays: 'user-not-approved' | 'client-unknown';
  /** What somebody who may not see a metadata type is told. */
  listWithoutPermission: 'empty' | 'fault';
  /** Somebody without View All Profiles sees the name of their own profile alone. */
  profileFiltering: boolean;
  /** Whether profile filtering takes the permission sets that profiles own, and what they grant, away as well. */
  profileRowsHidden: boolean;
  /** Whom somebody without View All Users and Manage Users finds. */
  usersFound: 'all' | 'own';
  /** What a retrieve shows of an installed connected app. */
  managedConnectedApps: 'whole' | 'without-run-as' | 'without-flag' | 'without-oauth';
  /** When the settings of an external client app come with their consumer secret. */
  consumerSecrets: 'never' | 'if-allowed' | 'always';
  /** From Spring '27 on View Setup alone does not show the audit trail. */
  auditTrailNeedsOwnPermission: boolean;
  /** Salesforce's documents contradict each other. */
  loginSubTypeFilterable: boolean;
  /** `DeployRequest` of the Tooling API for somebody who may deploy. Nobody else is shown any. */
  deployRequests: 'shown' | 'refused' | 'empty';
  /** Fields this org lacks: `PermissionSet.PermissionsViewClientSecret`. */
  missingFields: readonly string[];
  /** Whether answers have a `Date`. */
  dated: boolean;
  /** API requests of the last 24 hours, of how many. */
  apiUsage: readonly [used: number, limit: number];
  /** Objects and metadata types this org lacks. */
  missingTypes: readonly string[];
  /** Fields laid over a row that is derived from metadata, by `Object:DeveloperName`; `absent` takes the row away. */
  overrides: Readonly<Record<string, Row | 'absent'>>;
};

export const defaults: Settings = {
  latency: 0,
  pageSize: 2000,
  maxGroups: 2000,
  pollsUntilDone: 2,
  maxRetrieveFiles: 10_000,
  maxZipBytes: 39 * 1024 * 1024,
  tokenLifetimeMs: 2 * 60 * 60 * 1000,
  oldestApiVersion: 50,
  newestApiVersion: 68,
  acceptUnsignedClients: false,
  jwtAudience: 'by-kind',
  jwtLag: 0,
  jwtLagSays: 'user-not-approved',
  listWithoutPermission: 'empty',
  profileFiltering: true,
  profileRowsHidden: true,
  usersFound: 'all',
  managedConnectedApps: 'whole',
  consumerSecrets: 'if-allowed',
  auditTrailNeedsOwnPermission: false,
  loginSubTypeFilterable: false,
  deployRequests: 'shown',
  dated: true,
  apiUsage: [18, 15_000],
  missingFields: [],
  missingTypes: [],
  overrides: {},
};
