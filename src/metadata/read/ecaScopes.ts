import { parseAs } from '../xml/parse.js';
import { defined } from '../../values.js';
import { firstValue } from './values.js';

export type EcaScopeFacts = { externalClientApplication?: string; scopes: string[] };

export const ecaScopeFacts = (text: string): EcaScopeFacts => {
  const parsed = parseAs('ExtlClntAppOauthSettings', text);
  if (!parsed.ok) return { scopes: [] };
  const { root } = parsed.document;
  const list = firstValue(root, 'commaSeparatedOauthScopes') ?? '';
  return {
    scopes: list
      .split(',')
      .map((scope) => scope.trim())
      .filter((scope) => scope !== ''),
    ...defined({ externalClientApplication: firstValue(root, 'externalClientApplication') }),
  };
};
