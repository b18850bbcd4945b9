import { readsOff, readsOn } from './read/values.js';
import type { EditableType } from './switches.js';
import { trimBlanks } from './xml/characters.js';

/**
 * What the platform writes in more than one way without meaning another thing, by its path below the root. Whatever is
 * not named here means what it says, character by character.
 */

/** Takes a value as written. Undefined: the same as if it were not there. */
type Meaning = (value: string) => string | undefined;

/** Names, in any order and with any blanks between them; naming one twice grants nothing more. */
const list: Meaning = (value) => {
  const names = value.split(',').map(trimBlanks);
  const sorted = [...new Set(names)].filter((name) => name !== '').sort();
  return sorted.length === 0 ? undefined : sorted.join(',');
};

/** A word that is known in more than one case. */
const word: Meaning = (value) => trimBlanks(value).toLowerCase();

/** Usernames compare without case. No name is no user. */
const user: Meaning = (value) => word(value) || undefined;

/** Its documented default is false, and an org may show that or leave it out. Any other word stands for itself. */
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
