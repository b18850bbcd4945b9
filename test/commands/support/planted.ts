import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CliOrg } from './cliOrg.js';

/** Secrets of an org that must not turn up anywhere, and the places to look. */

const KEY = '3MVG9.planted.key';
export const SECRET = 'planted5ecret0fTheConsumer';

/** The command line writes down as much as it can. */
export const TO_FILE = { SF_DISABLE_LOG_FILE: 'false', SF_LOG_LEVEL: 'trace' };

/** Of all that are good at this moment the secret part, which stands after the org's id. */
export const tokensOf = ({ simulator: { state } }: CliOrg): string[] =>
  [...state.sessions.keys(), ...state.refreshTokens.keys()].map((token) => token.split('!').at(-1) ?? '');

/** As an org might put them into an error. */
export const toldBy = ({ simulator: { state } }: CliOrg): string => {
  const [session = '', ...others] = [...state.sessions.keys(), ...state.refreshTokens.keys()];
  return `Sent: sessionId=${session} refresh_token=${others.at(-1)} client_secret=${SECRET} client_id=${KEY}`;
};

export const logsOf = ({ home }: CliOrg): string[] => {
  const folder = join(home.folder, '.sf');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
};

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

/** Each place where a secret stands, with what stands around it. */
export const findings = (secrets: Iterable<string>, texts: readonly string[]): string[] =>
  [...secrets].flatMap((secret) =>
    texts.filter((text) => text.includes(secret)).map((text) => `${secret}: ${around(text, secret)}`),
  );

const around = (text: string, secret: string): string => {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 150), at + secret.length + 50);
};

export const connectedAppOf = (label: string, user: string, ...config: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@example.com</contactEmail>
    <label>${escaped(label)}</label>
    <oauthConfig>
        <callbackUrl>https://app.example.com/callback</callbackUrl>
        ${config.join('\n        ')}
        <isClientCredentialEnabled>true</isClientCredentialEnabled>
        <oauthClientCredentialUser>${escaped(user)}</oauthClientCredentialUser>
    </oauthConfig>
</ConnectedApp>
`;

const escaped = (text: string): string => text.replaceAll(/[<&]/g, (letter) => `&#${letter.charCodeAt(0)};`);

export const PLANTED = connectedAppOf(
  'Planted',
  'deploy.admin@example.com',
  `<consumerKey>${KEY}</consumerKey>`,
  `<consumerSecret>${SECRET}</consumerSecret>`,
);
