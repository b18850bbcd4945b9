import type { Tree } from './tree.js';

/** What an org may write otherwise than it was sent without meaning another thing. */

const SHOWN: Readonly<Record<string, readonly (readonly [name: string, text: string])[]>> = {
  oauthConfig: [
    ['isIntrospectAllTokens', 'false'],
    ['oauthClientCredentialUser', ''],
  ],
  ExtlClntAppOauthConfigurablePolicies: [
    ['clientCredentialsFlowUser', ''],
    ['isTokenExchangeFlowEnabled', 'false'],
  ],
};

export function respelled(tree: Tree): Tree {
  const missing = (SHOWN[tree.name] ?? []).filter(([name]) => !tree.children.some((child) => child.name === name));
  const children = [...tree.children.map(respelled), ...missing.map(([name, text]) => ({ name, text, children: [] }))];
  return {
    ...tree,
    text: textOf(tree),
    children: children.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0)),
  };
}

function textOf({ name, text }: Tree): string {
  if (name.startsWith('commaSeparated'))
    return text
      .split(/\s*,\s*/)
      .toReversed()
      .join(',');
  return name.startsWith('ipRelaxation') ? `${text.slice(0, 1).toUpperCase()}${text.slice(1).toLowerCase()}` : text;
}
