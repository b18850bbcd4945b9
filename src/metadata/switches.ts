/** The two types whose client credentials flow this plugin reads and edits, and the paths of the flag and the user. */

export type EditableType = 'ConnectedApp' | 'ExtlClntAppOauthConfigurablePolicies';

/** Paths below the root. */
type Switch = {
  flag: readonly string[];
  user: readonly string[];
  /** Where this tool sets it, too. */
  relaxation?: readonly string[];
};

export const SWITCHES: Readonly<Record<EditableType, Switch>> = {
  ConnectedApp: {
    flag: ['oauthConfig', 'isClientCredentialEnabled'],
    user: ['oauthConfig', 'oauthClientCredentialUser'],
  },
  ExtlClntAppOauthConfigurablePolicies: {
    flag: ['isClientCredentialsFlowEnabled'],
    user: ['clientCredentialsFlowUser'],
    relaxation: ['ipRelaxationPolicyType'],
  },
};
