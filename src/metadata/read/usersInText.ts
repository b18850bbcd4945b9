import { parseMetadata } from '../xml/parse.js';
import { valueOf } from '../xml/tree.js';

/** With its text up to the next tag. Everything is limited, because the text can be anything. */
const USER_ELEMENT =
  /<(?:[\w.-]{1,80}:)?(?:oauthClientCredentialUser|clientCredentialsFlowUser)(?:\s[^<>]{0,1000})?>((?:[^<]{1,1000}|<!\[CDATA\[|<!--[^<>]{0,1000}-->){0,20})/gi;

/** The Run As users in a file that can't be read as metadata, from its text alone. */
export const usersInText = (text: string): string[] => {
  const names = [...text.matchAll(USER_ELEMENT)].map(([, written = '']) => nameIn(written));
  return [...new Set(names)].filter((name) => name !== '');
};

const nameIn = (written: string): string => {
  const parsed = parseMetadata(`<user>${written}</user>`);
  return (parsed.ok ? valueOf(parsed.document.root) : written).trim();
};
