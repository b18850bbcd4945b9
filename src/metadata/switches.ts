/** The two types whose client credentials flow this tool reads and edits, and where their switch stands. */

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
