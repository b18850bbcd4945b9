import type { FlagState } from '../../../src/metadata/facts.js';
import type { EditProblem } from '../../../src/metadata/edit/proven.js';
import type { EditableType } from '../../../src/metadata/switches.js';
import { FLAG_FORMS, type FlagForm } from './hostileForms.js';
import type { Item, Layout } from './hostileXml.js';

/** What must come of a file, told from what it was made of. */

export function stateOf(type: EditableType, items: readonly Item[]): FlagState {
  // A connected app's flag that is on inside another element.
  const isAstray = type === 'ConnectedApp' && items.some(({ form }) => form === 'nested');
  const states = [...flagForms(items).map(({ state }) => state), ...(isAstray ? (['unreadable'] as const) : [])];
  return (['on', 'unreadable', 'off'] as const).find((state) => states.includes(state)) ?? 'absent';
}

export function refusalOf(items: readonly Item[]): EditProblem | undefined {
  if (flagForms(items).some(({ state }) => state === 'unreadable')) return 'unreadable-flag';
  const split = flagForms(items).find(({ refusal }) => refusal !== undefined);
  const hazard = items.find((item) => item.form === 'clears-assignments' || item.form === 'rotates-consumer');
  return split?.refusal ?? (hazard?.form as 'clears-assignments' | 'rotates-consumer' | undefined);
}

const flagForms = (items: readonly Item[]): FlagForm[] =>
  items.flatMap((item) => (item.kind === 'flag' ? [FLAG_FORMS[item.form]] : []));

export function shapesOf(type: EditableType, items: readonly Item[], layout: Layout): string[] {
  const count = (kind: Item['kind']): number => items.filter((item) => item.kind === kind).length;
  const line = { '\n': 'lf', '\r\n': 'crlf', '\r': 'cr' }[layout.lineEnd];
  const indentation = { '': 'not-indented', '    ': 'spaces', '\t': 'tabs' }[layout.indentation];
  return [
    type,
    layout.prefix === '' ? 'default-namespace' : 'prefixed',
    line,
    indentation,
    layout.head,
    layout.rootTag,
    layout.foot,
    ...items.flatMap(({ form, tail }) => [form, `tail-${tail}`]),
    ...(count('flag') > 1 ? ['flag-twice'] : []),
    ...(count('user') > 1 ? ['user-twice'] : []),
    ...(count('flag') === 0 ? ['no-flag'] : []),
    ...(type === 'ConnectedApp' && layout.copies === 2 ? ['oauth-config-twice'] : []),
  ];
}
