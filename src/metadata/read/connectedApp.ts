import { defined } from '../../values.js';
import type { ConnectedAppFacts, FlagFact, Unparsable } from '../facts.js';
import { plainSecretIn } from '../secrets.js';
import { SWITCHES } from '../switches.js';
import { type Element, elementsAt, type MetadataDocument } from '../xml/tree.js';
import { flagAt, differingValues, firstValue, readAs, strayCopies, valuesAt, wordAt } from './values.js';

/**
 * Elements that a retrieve always writes from API 57 on. If one is present, the flag, which exists since API 56, would
 * be too.
 */
const NEWER_ELEMENTS = [
  'isCodeCredentialEnabled',
  'isCodeCredentialPostOnly',
  'isNamedUserJwtEnabled',
  'isPkceRequired',
  'isRefreshTokenRotationEnabled',
  'isSecretRequiredForTokenExchange',
  'isTokenExchangeEnabled',
] as const;

export const connectedAppFacts = (text: string): ConnectedAppFacts | Unparsable =>
  readAs('ConnectedApp', text, factsOf);

function factsOf(root: Element, document: MetadataDocument): ConnectedAppFacts {
  const { flag, user } = SWITCHES.ConnectedApp;
  return {
    kind: 'ConnectedApp',
    hasOauthConfig: elementsAt(root, ['oauthConfig']).length > 0,
    flow: flowIn(root, flag),
    ipRelaxation: wordAt(root, 'oauthPolicy', 'ipRelaxation'),
    hasOauthPolicy: elementsAt(root, ['oauthPolicy']).length > 0,
    scopes: valuesAt(root, 'oauthConfig', 'scopes'),
    hasCertificate: firstValue(root, 'oauthConfig', 'certificate') !== undefined,
    showsNewerElements: NEWER_ELEMENTS.some((name) => elementsAt(root, ['oauthConfig', name]).length > 0),
    ...defined({
      label: firstValue(root, 'label'),
      contact: firstValue(root, 'contactEmail'),
      executionUser: firstValue(root, ...user),
      userCopies: differingValues(root, user),
      consumerKey: firstValue(root, 'oauthConfig', 'consumerKey'),
      secretOffset: plainSecretIn(document),
    }),
  };
}

const OAUTH = ['oauthConfig'];

/** OAuth settings in another place, case, or namespace have an unknown effect: the app can't be said to have none. */
function flowIn(root: Element, flag: readonly string[]): FlagFact {
  const fact = flagAt(root, flag);
  if (fact.state !== 'absent' || elementsAt(root, OAUTH).length > 0) return fact;
  const [stray] = strayCopies(root, OAUTH, []);
  return stray ? { ...fact, state: 'unreadable', offset: stray.start } : fact;
}
