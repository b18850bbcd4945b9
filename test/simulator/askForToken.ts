import { post } from './ask.js';
import { clientCredentialsOf } from './deploy/keys.js';
import type { Simulator } from './simulator.js';

/** Asks for a token with an app's own key and secret, as its client would: `issued`, or why not. */
export const askForToken = async (
  org: Simulator,
  type: 'ConnectedApp' | 'ExternalClientApplication',
  fullName: string,
): Promise<string> => {
  const { clientId, clientSecret } = clientCredentialsOf(org.state, type, fullName);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { body } = await post(org, '/services/oauth2/token', form);
  const answer = JSON.parse(body) as { access_token?: string; error_description?: string };
  return answer.access_token === undefined ? (answer.error_description ?? body) : 'issued';
};
