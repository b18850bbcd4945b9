import { request } from 'node:http';
import { post } from './ask.js';
import { clientCredentialsOf } from './deploy/keys.js';
import type { Simulator } from './simulator.js';

const TOKEN = '/services/oauth2/token';

/** All of 127.0.0.0/8 is this machine: a client can stand at any address in it. */
const postFrom = (localAddress: string, org: Simulator, form: Record<string, string>): Promise<{ body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const sent = request(org.url + TOKEN, { method: 'POST', localAddress, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ body: Buffer.concat(chunks).toString('utf8') }));
    });
    sent.on('error', reject);
    sent.end(new URLSearchParams(form).toString());
  });

/** Asks for a token with an app's own key and secret, as its client would: `issued`, or why not. */
export const askForToken = async (
  org: Simulator,
  type: 'ConnectedApp' | 'ExternalClientApplication',
  fullName: string,
  from?: string,
): Promise<string> => {
  const { clientId, clientSecret } = clientCredentialsOf(org.state, type, fullName);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  const body = await (from === undefined ? post(org, TOKEN, form) : postFrom(from, org, form)).then(
    (reply) => reply.body,
  );
  const answer = JSON.parse(body) as { access_token?: string; error_description?: string };
  return answer.access_token === undefined ? (answer.error_description ?? body) : 'issued';
};
