/** What elements a type knows, which may repeat, which it insists on, and since when. */

export type Shape = {
  /** The name that the platform's parser uses for it in its complaints. */
  typeName: string;
  flags: readonly string[];
  texts: readonly string[];
  /** May stand more than once. */
  lists: readonly string[];
  blocks: Readonly<Record<string, Shape>>;
  /** Known, but of no interest here: whatever stands inside is taken. */
  opaque: readonly string[];
  required: readonly string[];
  /** First API version that knows the element; without an entry any version does. */
  since: Readonly<Record<string, number>>;
  /** What an element falls back to when a deploy leaves it out. A flag without an entry falls back to false. */
  defaults: Readonly<Record<string, string>>;
};

const NO_DETAILS = { flags: [], texts: [], lists: [], blocks: {}, opaque: [], required: [], since: {}, defaults: {} };

function shape(typeName: string, details: Partial<Shape>): Shape {
  return { ...NO_DETAILS, ...details, typeName };
}

function sameSince(version: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, version]));
}

const FLAGS_OF_57 = [
  'isCodeCredentialEnabled',
  'isCodeCredentialPostOnly',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForTokenExchange',
  'isTokenExchangeEnabled',
];

const oauthConfig = shape('ConnectedAppOauthConfig', {
  flags: [
    ...FLAGS_OF_57,
    'isAdminApproved',
    'isClientCredentialEnabled',
    'isConsumerSecretOptional',
    'isIntrospectAllTokens',
    'isSecretRequiredForRefreshToken',
  ],
  texts: [
    'callbackUrl',
    'certificate',
    'consumerKey',
    'consumerSecret',
    'oauthClientCredentialUser',
    'sessionTimeout',
    'singleLogoutUrl',
  ],
  lists: ['scopes'],
  opaque: ['assetTokenConfig', 'idTokenConfig'],
  required: ['callbackUrl'],
  since: { ...sameSince(57, FLAGS_OF_57), isClientCredentialEnabled: 56, oauthClientCredentialUser: 56 },
});

const oauthPolicy = shape('ConnectedAppOauthPolicy', {
  flags: ['isTokenExchangeFlowEnabled'],
  texts: ['ipRelaxation', 'refreshTokenPolicy', 'singleLogoutUrl'],
  required: ['ipRelaxation', 'refreshTokenPolicy'],
  since: { isTokenExchangeFlowEnabled: 57 },
});

const ecaSatellite = { required: ['externalClientApplication', 'label'] };

const GLOBAL_FLAGS = [
  'isClientCredentialsFlowEnabled',
  'isCodeCredFlowEnabled',
  'isCodeCredPostOnly',
  'isConsumerSecretOptional',
  'isDeviceFlowEnabled',
  'isEnforceRefreshTokenTTL',
  'isIntrospectAllTokens',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForRefreshToken',
  'isSecretRequiredForTokenExchange',
  'isTokenExchangeEnabled',
  'shouldRotateConsumerKey',
  'shouldRotateConsumerSecret',
];

/** Types without an entry are stored as they come. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  ConnectedApp: shape('ConnectedApp', {
    texts: [
      'contactEmail',
      'contactPhone',
      'description',
      'iconUrl',
      'infoUrl',
      'label',
      'logoUrl',
      'mobileStartUrl',
      'plugin',
      'pluginExecutionUser',
      'startUrl',
    ],
    lists: ['permissionSetName', 'profileName'],
    blocks: { oauthConfig, oauthPolicy },
    opaque: ['attributes', 'canvas', 'canvasConfig', 'ipRanges', 'mobileAppConfig', 'samlConfig', 'sessionPolicy'],
    required: ['contactEmail', 'label'],
  }),
  ExtlClntAppOauthConfigurablePolicies: shape('ExtlClntAppOauthConfigurablePolicies', {
    ...ecaSatellite,
    flags: ['isClientCredentialsFlowEnabled', 'isGuestCodeCredFlowEnabled', 'isTokenExchangeFlowEnabled'],
    texts: [
      'apexHandler',
      'clientCredentialsFlowUser',
      'commaSeparatedCustomScopes',
      'commaSeparatedPermissionSet',
      'commaSeparatedProfile',
      'executeHandlerAs',
      'externalClientApplication',
      'guestJwtSessionTimeoutType',
      'guestJwtTimeout',
      'ipRelaxationPolicyType',
      'label',
      'namedUserJwtSessionTimeoutType',
      'namedUserJwtTimeout',
      'permittedUsersPolicyType',
      'policyAction',
      'refreshTokenPolicyType',
      'refreshTokenValidityPeriod',
      'refreshTokenValidityUnit',
      'requiredSessionLevel',
      'sessionTimeoutInMinutes',
      'singleLogoutUrl',
      'startUrl',
    ],
    opaque: ['customAttributes'],
    since: sameSince(60, ['clientCredentialsFlowUser', 'isClientCredentialsFlowEnabled']),
    defaults: {
      ipRelaxationPolicyType: 'Enforce',
      permittedUsersPolicyType: 'AllSelfAuthorized',
      refreshTokenPolicyType: 'Infinite',
      requiredSessionLevel: 'STANDARD',
    },
  }),
  ExtlClntAppConfigurablePolicies: shape('ExtlClntAppConfigurablePolicies', {
    ...ecaSatellite,
    flags: ['isEnabled', 'isOauthPluginEnabled', 'isPushPluginEnabled'],
    texts: ['externalClientApplication', 'label', 'startPage', 'startUrl'],
    defaults: { isEnabled: 'true', isOauthPluginEnabled: 'true' },
  }),
  ExtlClntAppGlobalOauthSettings: shape('ExtlClntAppGlobalOauthSettings', {
    ...ecaSatellite,
    flags: GLOBAL_FLAGS,
    texts: ['callbackUrl', 'certificate', 'consumerKey', 'consumerSecret', 'externalClientApplication', 'label'],
    opaque: ['idTokenConfig'],
  }),
};
