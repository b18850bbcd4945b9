/** What a metadata file contains, without any judgment. Offsets are UTF-16 indexes into the file's text. */

/**
 * `on`: any copy is true or 1. `unreadable`: any copy is empty, nil, or not a boolean, or an element with the flag's
 * name in another place or case isn't false.
 */
export type FlagState = 'on' | 'off' | 'absent' | 'unreadable';
/**
 * `value` is the raw text of the copy that decides (null if absent), and `offset` is the start of that element. If an
 * element in another place or case makes the flag unreadable, `stray` is its text and `offset` its start.
 */
export type FlagFact = { state: FlagState; value: string | null; stray?: string; offset?: number };

export type ConnectedAppFacts = {
  kind: 'ConnectedApp';
  label?: string;
  contact?: string;
  hasOauthConfig: boolean;
  /** isClientCredentialEnabled */
  flow: FlagFact;
  /**
   * oauthClientCredentialUser, trimmed, from the first copy that names one. Absent if the element is absent or empty.
   */
  executionUser?: string;
  /** All values of that element if its copies differ, because the platform may use any of them. */
  userCopies?: readonly string[];
  /**
   * The raw word. Null if `oauthPolicy` or the element is absent. If copies differ, all their words, separated by
   * spaces.
   */
  ipRelaxation: string | null;
  hasOauthPolicy: boolean;
  scopes: string[];
  hasCertificate: boolean;
  /** Compared with the client ID of the running session, in memory only. Never reported. */
  consumerKey?: string;
  /** Position of a consumer secret that isn't a placeholder. Its value is never kept. */
  secretOffset?: number;
  /** Has an element that only API 57+ writes, so an absent flag really means off. */
  showsNewerElements: boolean;
};

export type EcaHeaderFacts = {
  kind: 'ExternalClientApplication';
  label?: string;
  contact?: string;
  distributionState?: string;
  /** As of a connected app. None belongs here, but a comment can hold one. */
  secretOffset?: number;
};

export type EcaPolicyFacts = {
  kind: 'ExtlClntAppOauthConfigurablePolicies';
  externalClientApplication?: string;
  /** isClientCredentialsFlowEnabled */
  flow: FlagFact;
  /** clientCredentialsFlowUser */
  executionUser?: string;
  /** All values of that element if its copies differ, because the platform may use any of them. */
  userCopies?: readonly string[];
  ipRelaxation: string | null;
  sessionTimeoutInMinutes?: string;
  /** Who may log in: the raw word. */
  permittedUsers?: string;
  /** Profiles and permission sets whose users were let in beforehand. */
  admitted?: { profiles: string[]; permissionSets: string[] };
  secretOffset?: number;
};

export type EcaPluginFacts = {
  kind: 'ExtlClntAppConfigurablePolicies';
  externalClientApplication?: string;
  appEnabled: FlagFact;
  pluginEnabled: FlagFact;
  secretOffset?: number;
};

/** Key, secret and certificate of an app. Only their presence is reported; their values are never kept. */
export type EcaGlobalSettingsFacts = {
  kind: 'ExtlClntAppGlobalOauthSettings';
  externalClientApplication?: string;
  /** isClientCredentialsFlowEnabled, as the app's developer sets it. */
  enablement: FlagFact;
  /** There is an element for the secret, whatever it holds. */
  hasSecretElement: boolean;
  /** Where a consumer key that is no placeholder stands. */
  keyOffset?: number;
  secretOffset?: number;
};

/** Another file of an app that isn't evaluated. The app that it names may appear nowhere else. */
export type EcaSatelliteFacts = {
  kind: 'ExtlClntAppOauthSettings' | 'ExtlClntAppOauthSecuritySettings';
  externalClientApplication?: string;
  secretOffset?: number;
};

export type IpRange = { start: string; end: string };
export type ProfileFacts = { kind: 'Profile'; loginIpRanges: IpRange[]; custom?: boolean };
export type SecuritySettingsFacts = { kind: 'SecuritySettings'; enforceIpRangesEveryRequest: FlagFact };
/** enableConsumerSecretApiAccess: whether secrets come back when settings are retrieved. */
export type ExternalClientAppSettingsFacts = { kind: 'ExternalClientAppSettings'; secretAccess: FlagFact };
export type RealTimeEventFacts = { kind: 'RealTimeEventSettings'; enabledEvents: string[] };

/** A file that can't be used as metadata of its type. Line and column start at 1. */
export type Unparsable = {
  kind: 'unparsable';
  problem:
    | 'not-well-formed'
    | 'conflict-markers'
    | 'wrong-root'
    | 'too-large'
    | 'not-utf-8'
    | 'document-type'
    | 'two-files'
    | 'one-file-for-two'
    | 'copies-differ';
  line?: number;
  column?: number;
  /** In orgs, if its text names any: the Run As users. The app may run as each of them. */
  users?: string[];
};
