import { sameSince, shape, type Shape } from './shape.js';

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

export const ecaShapes: Readonly<Record<string, Shape>> = {
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
