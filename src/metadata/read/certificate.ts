import { parseAs } from '../xml/parse.js';
import { elementsAt, valueOf } from '../xml/tree.js';

/** The certificate that a connected app checks signatures with, as its file holds it. It is public. */
export const certificateIn = (text: string): string | undefined => {
  const parsed = parseAs('ConnectedApp', text);
  if (!parsed.ok) return undefined;
  const found = elementsAt(parsed.document.root, ['oauthConfig', 'certificate']).map(valueOf);
  return found.find((value) => value !== '');
};
