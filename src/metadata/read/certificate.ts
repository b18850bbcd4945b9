import { parseAs } from '../xml/parse.js';
import { elementsAt, valueOf } from '../xml/tree.js';

/** The certificate with which a connected app checks signatures, as in its file. It's public. */
export const certificateIn = (text: string): string | undefined => {
  const parsed = parseAs('ConnectedApp', text);
  if (!parsed.ok) return undefined;
  const found = elementsAt(parsed.document.root, ['oauthConfig', 'certificate']).map(valueOf);
  return found.find((value) => value !== '');
};
