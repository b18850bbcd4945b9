/** Metadata types this org serves: where their files lie, and from which API version on. */
export type MetadataType = {
  name: string;
  folder: string;
  suffix: string;
  since: number;
};

const rows: readonly (readonly [string, string, string, number])[] = [
  ['ConnectedApp', 'connectedApps', 'connectedApp', 30],
  ['ExternalClientApplication', 'externalClientApps', 'eca', 59],
  ['ExtlClntAppConfigurablePolicies', 'extlClntAppPolicies', 'ecaPlcy', 59],
  ['ExtlClntAppGlobalOauthSettings', 'extlClntAppGlobalOauthSets', 'ecaGlblOauth', 59],
  ['ExtlClntAppOauthConfigurablePolicies', 'extlClntAppOauthPolicies', 'ecaOauthPlcy', 59],
  ['ExtlClntAppOauthSecuritySettings', 'extlClntAppOauthSecuritySettings', 'ecaOauthSecurity', 61],
  ['ExtlClntAppOauthSettings', 'extlClntAppOauthSettings', 'ecaOauth', 59],
  ['PermissionSet', 'permissionsets', 'permissionset', 22],
  ['Profile', 'profiles', 'profile', 10],
  ['Settings', 'settings', 'settings', 27],
];

export const metadataTypes: readonly MetadataType[] = rows.map(([name, folder, suffix, since]) => ({
  name,
  folder,
  suffix,
  since,
}));

export const typeNamed = (name: string): MetadataType | undefined => metadataTypes.find((type) => type.name === name);

/** Elements that a lower API version does not show, by type and path below the root. */
export const hiddenBelow: Readonly<Record<string, readonly { path: readonly string[]; since: number }[]>> = {
  ConnectedApp: [
    { path: ['oauthConfig', 'isClientCredentialEnabled'], since: 56 },
    { path: ['oauthConfig', 'oauthClientCredentialUser'], since: 56 },
    { path: ['oauthConfig', 'isCodeCredentialEnabled'], since: 57 },
    { path: ['oauthConfig', 'isPkceRequired'], since: 57 },
  ],
  ExtlClntAppOauthConfigurablePolicies: [
    { path: ['isClientCredentialsFlowEnabled'], since: 60 },
    { path: ['clientCredentialsFlowUser'], since: 60 },
  ],
  ExtlClntAppGlobalOauthSettings: [{ path: ['isClientCredentialsFlowEnabled'], since: 60 }],
};
