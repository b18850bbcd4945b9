import { sameSince, shape, type Shape } from './shape.js';

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

export const connectedAppShape: Shape = shape('ConnectedApp', {
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
});
