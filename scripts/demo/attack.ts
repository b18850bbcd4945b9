import { ask, post } from '../../test/simulator/ask.js';
import { clientCredentialsOf } from '../../test/simulator/deploy/keys.js';
import type { Simulator } from '../../test/simulator/simulator.js';
import { say } from './stage.js';

/** What somebody can do who found an app's client ID and secret in a repository: nothing else is needed. */

const SOQL = 'SELECT Username FROM User';

/** The request that every client of the app makes. Shows it and its answer; the token, where one is issued. */
export const askForToken = async (org: Simulator, app: string): Promise<string | undefined> => {
  const { clientId, clientSecret } = clientCredentialsOf(org.state, 'ConnectedApp', app);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const { status, body } = await post(org, '/services/oauth2/token', form);
  const answer = JSON.parse(body) as { access_token?: string; error?: string; error_description?: string };
  say(`  POST /services/oauth2/token  grant_type=client_credentials&client_id=${clientId}&client_secret=...`);
  say(
    answer.access_token === undefined
      ? `  ${status}  ${answer.error}: ${answer.error_description}`
      : `  ${status}  access token issued`,
  );
  return answer.access_token;
};

/** Whether a token opens the org's data. */
export const readUsers = async (org: Simulator, token: string): Promise<boolean> => {
  const { status, body } = await ask(org, `/services/data/v68.0/query?q=${encodeURIComponent(SOQL)}`, token);
  say(`  GET  /services/data/v68.0/query?q=${SOQL}`);
  const { totalSize } = JSON.parse(body) as { totalSize?: number };
  say(status === 200 ? `  ${status}  ${totalSize} usernames read` : `  ${status}  refused`);
  return status === 200;
};
