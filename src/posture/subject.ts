import type { ConnectedAppFacts, EcaPluginFacts, EcaPolicyFacts, IpRange, Unparsable } from '../metadata/facts.js';
import type { Known } from './known.js';
import type { App, BroadPermission, Usage } from './model.js';

/** One app with everything that is known about it. The inventory builds it, and the controls evaluate it. */

/** A metadata component that was listed or found, and the result of reading it. */
export type Component<F> = {
  type: string;
  fullName: string;
  facts: F | Unparsable | 'not-returned';
  /** Only in source trees. */
  file?: string;
  line?: number;
};

export type Origin = 'org' | 'source';

/** `date`: when it ends or ended or, if it isn't valid yet, begins. */
export type AppCertificate = { state: 'valid' | 'expired' | 'not-yet-valid'; date: string } | { state: 'unreadable' };

export type ConnectedAppSubject = {
  kind: 'ConnectedApp';
  origin: Origin;
  app: App;
  /** Orgs: the app's ID, if the sources agree on it. */
  id?: string;
  metadata: Component<ConnectedAppFacts>;
  /**
   * Source trees: every API version for the file is at least 56. Orgs: always true, because lower versions are
   * rejected.
   */
  versionShowsFlag: boolean;
  /** Orgs: the app has a namespace, and the list doesn't say whether it's installed. */
  mayBeInstalled?: boolean;
  /** The app's certificate when it was read. Absent: it has none, or none was shown. */
  certificate?: AppCertificate;
  /** Orgs: SOQL returns it, but the list doesn't contain it. */
  isUnlisted?: true;
};

/** One policy row of the cross-check. `enabled` null: the field was empty. */
export type PolicyRow = {
  developerName: string;
  enabled: boolean | null;
  executionUser?: string;
  /** SOQL returns a number, metadata a word. */
  ipRelaxation: string | number | null;
};

/** What SOQL says about an app's own switches. Undefined: the value means neither on nor off. */
export type AppPolicyRow = { developerName: string; appEnabled?: boolean; pluginEnabled?: boolean };

export type EcaSubject = {
  kind: 'ExternalClientApplication';
  origin: Origin;
  app: App;
  /** Orgs: the app's ID, if the sources agree on it. */
  id?: string;
  /** The contact email in the app's header. */
  contact?: string;
  /** OAuth policies that name this app in `externalClientApplication`. Empty: the metadata has none. */
  policies: Component<EcaPolicyFacts>[];
  plugins: Component<EcaPluginFacts>[];
  /** Orgs: rows of the cross-check for this app. Source trees: unknown. */
  crossCheck: Known<PolicyRow[]>;
  /** Orgs: the app's own switches by SOQL, if they were read. */
  appPolicyRows?: readonly AppPolicyRow[];
  /** Listed policies whose app couldn't be read. While there is one, "no policy" isn't certain for any app. */
  unlinkedPolicies: string[];
  /** The subject is one of these policies by itself. */
  isPolicyAlone?: true;
  /** For orgs: the source that doesn't show the app itself, so that the policies that it doesn't show either may exist. */
  missingFrom?: 'listing' | 'query';
  /** For orgs: the list of policies couldn't be read, so there may be one that isn't known. */
  arePoliciesUnlisted?: true;
  /**
   * Source trees: the files have an API version of 60 or later, and none has an earlier one that could hide the flag.
   */
  versionShowsFlag?: boolean;
  /** Source trees: the file of global settings that contains this app's secret. Null: no file does. */
  secretInSource?: Known<string | null>;
};

export type Subject = ConnectedAppSubject | EcaSubject;

/** All that is kept of a file of settings, which also holds an app's key, certificate and perhaps its secret. */
export type EcaSettingsFlag = {
  fullName: string;
  flow: 'on' | 'off' | 'absent' | 'unreadable' | 'too-large';
};

/**
 * The settings of an external client app, which the app's developer sets. Only read if a control asks for them by name.
 */
export type EcaSettingsSubject = {
  kind: 'EcaSettings';
  origin: Origin;
  app: App;
  /** Orgs: the app's ID, if the sources agree on it. */
  id?: string;
  /** Not known: they weren't read. Empty: none came that belong to this app. */
  settings: Known<EcaSettingsFlag[]>;
  /** Source trees: as for a policy. */
  versionShowsFlag?: boolean;
  /** Source trees: a file of settings that doesn't say whose it is. */
  isFileAlone?: true;
  /** Source trees: the file that holds this app's secret. */
  secretInSource?: Known<string | null>;
  /** Orgs: the same app as its policies show it. */
  client?: EcaSubject;
};

export type AnySubject = Subject | EcaSettingsSubject;

/** The Run As user of one policy or app, as far as it could be read. */
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
  /** The broad permissions that the user has, with their sources. `unread` names those that couldn't be read. */
  permissions: Known<{ granted: BroadPermission[]; unread: string[] }>;
  /** The objects with Modify All, with their sources. */
  modifyAllObjects: Known<BroadPermission[]>;
  /** Login IP ranges of the user's own profile. */
  loginIpRanges: Known<IpRange[]>;
  /** True for a person instead of an integration: a standard license, and no API-only permission. */
  person: Known<boolean>;
  /** Whether it may log in only through the API. */
  apiOnly?: Known<boolean>;
  /** Names of its permission sets, and of its profile besides `profile.name`. */
  assigned?: Known<string[]>;
};

/** An audit trail entry about a Run As user. */
export type UserSetBy = { when: string; by: string; said: string };

/** `certain`: logins through this flow. `doubtful`: logins that may belong to the app, but may use another flow. */
export type FlowAddresses = { certain: string[]; doubtful: string[] };

/** What is known around one app whose flow is on. */
export type Context = {
  /** By `userKey` of the user name in the app. */
  users: ReadonlyMap<string, ExecutionUser>;
  /** Apps with the flow on, including the app itself, by `userKey`. Names are `Type:NS__Name`, sorted. */
  appsByUser: ReadonlyMap<string, readonly string[]>;
  /** The same for apps that name the user and may have the flow on, because their flag isn't shown or can't be read. */
  suspectsByUser: ReadonlyMap<string, readonly string[]>;
  /** False: a failed step may have hidden apps, so "dedicated" isn't certain. */
  allAppsRead: boolean;
  /**
   * Single apps that weren't read, `Type:NS__Name`. "Dedicated" applies to all other apps, and the report names these.
   */
  unreadApps: readonly string[];
  monitoring: Known<{ active: boolean; evidence: string[] }>;
  enforceIpRangesEveryRequest: Known<boolean>;
  /** By `Type:NS__Name` of the app, in lower case. */
  usage: ReadonlyMap<string, Usage>;
  usageDays: number;
  /** Who last set an app's Run As user, by the same key. Shown as evidence if it was found. */
  userSetBy?: ReadonlyMap<string, UserSetBy>;
  /** Whether the calling user is shown the sessions of others. */
  maySeeSessions?: Known<boolean>;
  /** The addresses that each app's flow was used from, by the same key. Only read to harden apps. */
  flowAddresses?: ReadonlyMap<string, Known<FlowAddresses>>;
};
