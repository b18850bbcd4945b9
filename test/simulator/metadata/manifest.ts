import type { XmlElement } from '@rgrove/parse-xml';
import { refusalText } from '../refusals.js';
import { OrgState, type StoredComponent } from '../state.js';
import type { Context } from '../wire.js';
import { childOf, childrenOf, elements, textOf } from '../xml.js';
import { canSee, refusalOfType, shownComponents } from './list.js';

/** What a retrieve asks for, and what of it the org can give. */

export type Wanted = { type: string; member: string };
export type Found = { components: StoredComponent[]; messages: string[] };

export function wantedIn(request: XmlElement): Wanted[] {
  const types = childrenOf(childOf(request, 'unpackaged') ?? request, 'types');
  return types.flatMap((wanted) => {
    const type = textOf(wanted, 'name') ?? '';
    return childrenOf(wanted, 'members').map((member) => ({ type, member: member.text.trim() }));
  });
}

export function find(wanted: readonly Wanted[], version: number, context: Context): Found {
  const components = new Map<string, StoredComponent>();
  const messages: string[] = [];
  const visible = visibility(context);
  for (const { type, member } of wanted) {
    const unavailable = refusalOfType(type, version, context.state);
    const found = unavailable === undefined && visible(type) ? matching(type, member, context) : [];
    for (const component of found) components.set(OrgState.key(type, component.fullName), component);
    if (unavailable !== undefined) messages.push(refusalText('type-not-retrieved', { type }));
    else if (found.length === 0 && member !== '*') {
      messages.push(refusalText('not-retrieved', { type, name: member }));
    }
  }
  const all = [...components.values()];
  messages.push(...all.flatMap(({ unretrievable }) => unretrievable ?? []));
  return { components: all.filter(({ unretrievable }) => unretrievable === undefined), messages };
}

function visibility(context: Context): (type: string) => boolean {
  const known = new Map<string, boolean>();
  return (type) => {
    const visible = known.get(type) ?? canSee(type, context);
    known.set(type, visible);
    return visible;
  };
}

/** A wildcard leaves out what was installed by a package; a name does not. */
function matching(type: string, member: string, context: Context): StoredComponent[] {
  const shown = (): StoredComponent[] => shownComponents(type, context);
  if (member === '*') return shown().filter(({ manageableState }) => manageableState !== 'installed');
  const named = context.state.component(type, member);
  return named && (type !== 'Profile' || shown().includes(named)) ? [named] : [];
}

export function packageXml(components: readonly StoredComponent[], version: number): string {
  const types = new Map<string, string[]>();
  for (const { type, fullName } of components) {
    const members = types.get(type) ?? [];
    members.push(fullName);
    types.set(type, members);
  }
  const lines = [...types].map(([name, members]) => `    <types>${elements({ members, name })}</types>\n`);
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n' +
    `${lines.join('')}    <version>${version.toFixed(1)}</version>\n</Package>\n`
  );
}
