import { readsOff, readsOn } from './read/values.js';
import type { EditableType } from './switches.js';
import { trimBlanks } from './xml/characters.js';

/**
 * The values that the platform writes in more than one way with the same meaning, by their path below the root. All
 * other values are compared character by character.
 */

/** Converts a written value to its meaning. Undefined: it means the same as an absent element. */
type Meaning = (value: string) => string | undefined;

/** Names in any order, with any white space. A repeated name has no effect. */
const list: Meaning = (value) => {
  const names = value.split(',').map(trimBlanks);
  const sorted = [...new Set(names)].filter((name) => name !== '').sort();
  return sorted.length === 0 ? undefined : sorted.join(',');
};

/** A word that the platform writes in more than one case. */
const word: Meaning = (value) => trimBlanks(value).toLowerCase();

/** Usernames aren't case-sensitive. An empty name means no user. */
const user: Meaning = (value) => word(value) || undefined;

/** The documented default is false, and an org may show it or leave it out. Any other word is compared as written. */
const offByDefault: Meaning = (value) => {
  if (readsOff(value)) return undefined;
  return readsOn(value) ? 'true' : value;
};

const MEANINGS: Readonly<Record<EditableType | 'ExtlClntAppOauthSettings', Readonly<Record<string, Meaning>>>> = {
  ConnectedApp: {
    'oauthConfig.isAdminApproved': offByDefault,
    'oauthConfig.isClientCredentialEnabled': offByDefault,
    'oauthConfig.isCodeCredentialEnabled': offByDefault,
    'oauthConfig.isCodeCredentialPostOnly': offByDefault,
    'oauthConfig.isConsumerSecretOptional': offByDefault,
    'oauthConfig.isIntrospectAllTokens': offByDefault,
    'oauthConfig.isPkceRequired': offByDefault,
    'oauthConfig.oauthClientCredentialUser': user,
    'oauthPolicy.ipRelaxation': word,
  },
  ExtlClntAppOauthConfigurablePolicies: {
    clientCredentialsFlowUser: user,
    commaSeparatedCustomScopes: list,
    commaSeparatedPermissionSet: list,
    commaSeparatedProfile: list,
    ipRelaxationPolicyType: word,
    isClientCredentialsFlowEnabled: offByDefault,
    isGuestCodeCredFlowEnabled: offByDefault,
    isNamedUserJwtEnabled: offByDefault,
    isTokenExchangeFlowEnabled: offByDefault,
  },
  ExtlClntAppOauthSettings: { commaSeparatedOauthScopes: list },
};

const byType = new Map(Object.entries(MEANINGS).map(([type, paths]) => [type, new Map(Object.entries(paths))]));

export const meaningAt = (type: string, path: string): Meaning | undefined => byType.get(type)?.get(path);
