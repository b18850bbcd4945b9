/** What a metadata file says. Facts only: no control, no verdict. Offsets are UTF-16 indices into the file's text. */

/**
 * `on`: true or 1 in any copy. `unreadable`: any copy that is no boolean, empty or nil, or an element of the flag's name
 * in another place or case that does not read false.
 */
export type FlagState = 'on' | 'off' | 'absent' | 'unreadable';
/**
 * `value` is the first deciding copy's raw text (null when absent); `offset` is where its element starts. `stray` is the
 * text of an element in another place or case, where that is what makes the flag unreadable, and `offset` is then its.
 */
export type FlagFact = { state: FlagState; value: string | null; stray?: string; offset?: number };

export type ConnectedAppFacts = {
  kind: 'ConnectedApp';
  label?: string;
  hasOauthConfig: boolean;
  /** isClientCredentialEnabled */
  flow: FlagFact;
  /** oauthClientCredentialUser, trimmed, the first copy that names one; missing when absent or empty. */
  executionUser?: string;
  /** Every value of that element, where its copies differ: the platform may take any of them. */
  userCopies?: readonly string[];
  /** The raw word; null when `oauthPolicy` or the element is absent. Copies that disagree come as words in a row. */
  ipRelaxation: string | null;
  hasOauthPolicy: boolean;
  scopes: string[];
  hasCertificate: boolean;
  /** Only for comparing with the running session's client id, in memory. Never reported. */
  consumerKey?: string;
  /** Where a consumer secret that is no placeholder stands. Its value is never kept. */
  secretOffset?: number;
  /** Carries an element that only API 57+ writes, so an absent flag really means off. */
  showsNewerElements: boolean;
};

export type EcaHeaderFacts = { kind: 'ExternalClientApplication'; label?: string; distributionState?: string };

export type EcaPolicyFacts = {
  kind: 'ExtlClntAppOauthConfigurablePolicies';
  externalClientApplication?: string;
  /** isClientCredentialsFlowEnabled */
  flow: FlagFact;
  /** clientCredentialsFlowUser */
  executionUser?: string;
  /** Every value of that element, where its copies differ: the platform may take any of them. */
  userCopies?: readonly string[];
  ipRelaxation: string | null;
  sessionTimeoutInMinutes?: string;
  /** Who may log in: the raw word. */
  permittedUsers?: string;
  /** Profiles and permission sets whose users were let in beforehand. */
  admitted?: { profiles: string[]; permissionSets: string[] };
};

export type EcaPluginFacts = {
  kind: 'ExtlClntAppConfigurablePolicies';
  externalClientApplication?: string;
  appEnabled: FlagFact;
  pluginEnabled: FlagFact;
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

/** A part of an app that is not judged. Whose it is tells of an app that nothing else here names. */
export type EcaSatelliteFacts = {
  kind: 'ExtlClntAppOauthSettings' | 'ExtlClntAppOauthSecuritySettings';
  externalClientApplication?: string;
};

export type IpRange = { start: string; end: string };
export type ProfileFacts = { kind: 'Profile'; loginIpRanges: IpRange[]; custom?: boolean };
export type SecuritySettingsFacts = { kind: 'SecuritySettings'; enforceIpRangesEveryRequest: FlagFact };
/** enableConsumerSecretApiAccess: whether secrets come back when settings are retrieved. */
export type ExternalClientAppSettingsFacts = { kind: 'ExternalClientAppSettings'; secretAccess: FlagFact };
export type RealTimeEventFacts = { kind: 'RealTimeEventSettings'; enabledEvents: string[] };

/** A file that cannot be used as metadata of its type. Line and column count from 1. */
export type Unparsable = {
  kind: 'unparsable';
  problem:
    'not-well-formed' | 'conflict-markers' | 'wrong-root' | 'too-large' | 'not-utf-8' | 'two-files' | 'copies-differ';
  line?: number;
  column?: number;
};
