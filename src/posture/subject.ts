import type { ConnectedAppFacts, EcaPluginFacts, EcaPolicyFacts, IpRange, Unparsable } from '../metadata/facts.js';
import type { Known } from './known.js';
import type { App, BroadPermission, Usage } from './model.js';

/** What is judged: one app with everything that is known of it. Inventory builds it, controls read it. */

/** A metadata component that was listed (or found) and what became of reading it. */
export type Component<F> = {
  type: string;
  fullName: string;
  facts: F | Unparsable | 'not-returned';
  /** Source trees only. */
  file?: string;
  line?: number;
};

export type Origin = 'org' | 'source';

export type ConnectedAppSubject = {
  kind: 'ConnectedApp';
  origin: Origin;
  app: App;
  metadata: Component<ConnectedAppFacts>;
  /** Source trees: every API version found is at least 56. Orgs: always true, older ones are refused. */
  versionShowsFlag: boolean;
  /** Orgs: it has a namespace, and the list does not say whether it is installed. */
  mayBeInstalled?: boolean;
  /** Orgs: SOQL knows it, and the list does not. */
  isUnlisted?: true;
};

/** One policy row of the cross-check. `enabled` null: the field came back empty. */
export type PolicyRow = {
  developerName: string;
  enabled: boolean | null;
  executionUser?: string;
  /** SOQL gives a number, metadata a word. */
  ipRelaxation: string | number | null;
};

/** What SOQL says of an app's own switches. Undefined: something that is neither on nor off. */
export type AppPolicyRow = { developerName: string; appEnabled?: boolean; pluginEnabled?: boolean };

export type EcaSubject = {
  kind: 'ExternalClientApplication';
  origin: Origin;
  app: App;
  /** OAuth policies linked by their `externalClientApplication` element. Empty: none in the metadata. */
  policies: Component<EcaPolicyFacts>[];
  plugins: Component<EcaPluginFacts>[];
  /** Orgs: rows of the cross-check for this app. Source trees: not known. */
  crossCheck: Known<PolicyRow[]>;
  /** Orgs: the cross-check of the app's own switches, where it was read. */
  appPolicyRows?: readonly AppPolicyRow[];
  /** Policies listed in the org whose parent could not be read, so that "no policy" is not certain for any app. */
  unlinkedPolicies: string[];
  /** Source trees: an API version of 60 or later was found, and none below, in whose files the flag does not show. */
  versionShowsFlag?: boolean;
  /** Source trees: the file of global settings that holds this app's secret. Null: none does. */
  secretInSource?: Known<string | null>;
};

export type Subject = ConnectedAppSubject | EcaSubject;

/** All that is kept of a file of settings, which also holds an app's key, certificate and perhaps its secret. */
export type EcaSettingsFlag = {
  fullName: string;
  flow: 'on' | 'off' | 'absent' | 'unreadable' | 'too-large';
};

/** The settings of an external client app, which the app's developer sets. Only read where somebody asked for it by name. */
export type EcaSettingsSubject = {
  kind: 'EcaSettings';
  origin: Origin;
  app: App;
  /** Not known: they weren't read. Empty: none came that belong to this app. */
  settings: Known<EcaSettingsFlag[]>;
  /** Source trees: as for a policy. */
  versionShowsFlag?: boolean;
  /** Source trees: the file that holds this app's secret. */
  secretInSource?: Known<string | null>;
  /** Orgs: the same app as its policies show it. */
  client?: EcaSubject;
};

export type AnySubject = Subject | EcaSettingsSubject;

/** The execution user of one policy or app, as far as it could be read. */
export type ExecutionUser = {
  username: string;
  state: 'active' | 'inactive' | 'not-found' | 'unknown';
  userId?: string;
  userType?: string;
  licence?: string;
  /** `fullName`: of its metadata. */
  profile?: { id: string; name: string; fullName?: string };
  /** The profile's metadata name is `Admin`. */
  adminProfile: Known<boolean>;
  /** Broad permissions granted, each with where it comes from; `unread` names those that could not be read. */
  permissions: Known<{ granted: BroadPermission[]; unread: string[] }>;
  /** Objects with Modify All, each with where it comes from. */
  modifyAllObjects: Known<BroadPermission[]>;
  /** Login IP ranges of the user's own profile. */
  loginIpRanges: Known<IpRange[]>;
  /** An interactive person rather than an integration: standard licence and no API-only permission. */
  person: Known<boolean>;
  /** It may log in by API alone. */
  apiOnly?: Known<boolean>;
  /** Names of its permission sets, and of its profile besides `profile.name`. */
  assigned?: Known<string[]>;
};

/** An entry of the org's audit trail about an execution user. */
export type UserSetBy = { when: string; by: string; said: string };

/** `certain`: log-ins by this flow. `doubtful`: log-ins that may be the app's, and may be by another flow. */
export type FlowAddresses = { certain: string[]; doubtful: string[] };

/** What is known around one app whose flow is on. */
export type Context = {
  /** By `userKey` of the name that an app gives. */
  users: ReadonlyMap<string, ExecutionUser>;
  /** Apps with the flow on by `userKey`: `Type:NS__Name`, sorted, the app itself included. */
  appsByUser: ReadonlyMap<string, readonly string[]>;
  /** The same for apps that name the user and may have the flow on: their flag is not shown or cannot be read. */
  suspectsByUser: ReadonlyMap<string, readonly string[]>;
  /** False: a step failed that may have hidden apps, so "dedicated" is not certain. */
  allAppsRead: boolean;
  /** Single apps that were not read, `Type:NS__Name`: "dedicated" holds among the others, and they are told. */
  unreadApps: readonly string[];
  monitoring: Known<{ active: boolean; evidence: string[] }>;
  enforceIpRangesEveryRequest: Known<boolean>;
  /** By `Type:NS__Name` of the app, lower-cased. */
  usage: ReadonlyMap<string, Usage>;
  usageDays: number;
  /** Who last set an app's execution user, by the same key. Told as evidence, and only where it was found. */
  userSetBy?: ReadonlyMap<string, UserSetBy>;
  /** Whether the calling user is shown the sessions of others. */
  maySeeSessions?: Known<boolean>;
  /** From where each app's flow was used, by the same key. Only read where somebody wants to harden apps. */
  flowAddresses?: ReadonlyMap<string, Known<FlowAddresses>>;
};
