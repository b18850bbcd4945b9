import type { XmlElement } from '@rgrove/parse-xml';
import type { Settings } from '../settings.js';
import type { StoredComponent } from '../state.js';
import { childrenOf, rootOf } from '../xml.js';
import { hiddenBelow } from './types.js';

/**
 * The file as a caller of this API version sees it: secrets and later elements are not in it.
 * One that is not well-formed is handed over as the org holds it.
 */
export function visibleText(
  component: StoredComponent,
  apiVersion: number,
  settings: Settings,
  showsSecrets = false,
): string {
  const { type, text } = component;
  const paths = [
    ...hiddenOfManaged(component, settings),
    ...(hiddenBelow[type] ?? []).filter(({ since }) => apiVersion < since).map(({ path }) => path),
    ['oauthConfig', 'consumerSecret'],
    ...(showsSecrets && type === 'ExtlClntAppGlobalOauthSettings' ? [] : [['consumerSecret']]),
  ];
  if (!paths.some((path) => text.includes(path.at(-1) ?? ''))) return text;
  const root = rootOf(text);
  const spans = root ? paths.flatMap((path) => find(root, path)) : [];
  return spans.sort((a, b) => b.start - a.start).reduce((rest, span) => cut(rest, span), text);
}

/** What an org may keep to itself of an app that a package brought. */
function hiddenOfManaged({ type, manageableState }: StoredComponent, settings: Settings): readonly string[][] {
  if (type !== 'ConnectedApp' || manageableState !== 'installed') return [];
  return {
    whole: [],
    'without-run-as': [['oauthConfig', 'oauthClientCredentialUser']],
    'without-flag': [['oauthConfig', 'isClientCredentialEnabled']],
    'without-oauth': [['oauthConfig']],
  }[settings.managedConnectedApps];
}

function find(element: XmlElement, [name, ...rest]: readonly string[]): XmlElement[] {
  const found = childrenOf(element, name);
  return rest.length === 0 ? found : found.flatMap((child) => find(child, rest));
}

function cut(text: string, { start, end }: XmlElement): string {
  const after = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0;
  const before = after > 0 ? (/[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0;
  return text.slice(0, start - before) + text.slice(end + after);
}
