import fc from 'fast-check';
import { FLAG_FORMS, NOISE, TAILS, USER_FORMS } from './hostileForms.js';
import { type Hostile, type Item, type Layout, render } from './hostileXml.js';

const keys = <T extends object>(table: T): (keyof T)[] => Object.keys(table) as (keyof T)[];

const DANGERS = ['clears-assignments', 'rotates-consumer'] as const;
const unhurtful = keys(NOISE).filter((form) => !DANGERS.some((danger) => danger === form));
const [switchable, otherFlags] = [true, false].map((wanted) =>
  keys(FLAG_FORMS).filter((form) => (FLAG_FORMS[form].state === 'on') === wanted),
) as [(keyof typeof FLAG_FORMS)[], (keyof typeof FLAG_FORMS)[]];

const tail = fc.oneof(
  { weight: 5, arbitrary: fc.constant('line' as const) },
  { weight: 2, arbitrary: fc.constantFrom(...TAILS) },
);

const flag = fc.record({
  kind: fc.constant('flag' as const),
  form: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...switchable) },
    { weight: 1, arbitrary: fc.constantFrom(...otherFlags) },
  ),
  tail,
});
const user = fc.record({ kind: fc.constant('user' as const), form: fc.constantFrom(...keys(USER_FORMS)), tail });
const noise = fc.record({
  kind: fc.constant('noise' as const),
  form: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(...unhurtful) },
    { weight: 1, arbitrary: fc.constantFrom(...DANGERS) },
  ),
  tail,
});

const items: fc.Arbitrary<Item[]> = fc
  .tuple(fc.array(flag, { maxLength: 2 }), fc.array(user, { maxLength: 2 }), fc.array(noise, { maxLength: 6 }))
  .chain(([flags, users, others]) => {
    const all: Item[] = [...flags, ...users, ...others];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });

const layout: fc.Arbitrary<Layout> = fc.record({
  prefix: fc.constantFrom('', '', 'md:'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  indentation: fc.constantFrom('', '    ', '\t'),
  head: fc.constantFrom('plain-head', 'byte-order-mark', 'spaced-declaration', 'no-declaration', 'comment-before-root'),
  rootTag: fc.constantFrom('one-line', 'newline-in-root'),
  foot: fc.constantFrom('line-end', 'no-final-newline', 'comment-after-root'),
  copies: fc.constantFrom(1, 1, 2),
});

/** Files of both editable types, in every shape, with what switching the flow off must make of them. */
export const hostileXml: fc.Arbitrary<Hostile> = fc
  .tuple(fc.constantFrom('ConnectedApp' as const, 'ExtlClntAppOauthConfigurablePolicies' as const), items, layout)
  .map(([type, elements, form]) => render(type, elements, form));

/** Every shape that a run must have met. */
export const SHAPES: readonly string[] = [
  'ConnectedApp',
  'ExtlClntAppOauthConfigurablePolicies',
  ...['default-namespace', 'prefixed', 'lf', 'crlf', 'cr', 'not-indented', 'spaces', 'tabs'],
  ...['plain-head', 'byte-order-mark', 'spaced-declaration', 'no-declaration', 'comment-before-root'],
  ...['one-line', 'newline-in-root', 'line-end', 'no-final-newline', 'comment-after-root'],
  ...[...keys(FLAG_FORMS), ...keys(USER_FORMS), ...keys(NOISE)],
  ...TAILS.map((form) => `tail-${form}`),
  ...['flag-twice', 'user-twice', 'no-flag', 'oauth-config-twice'],
];

/** Counts the shapes that a property has seen, so that a generator that stopped making one is noticed. */
export function shapeCounter(): { see(hostile: Hostile): void; missing(): string[]; table(): string } {
  const counts = new Map(SHAPES.map((shape) => [shape, 0]));
  return {
    see: ({ shapes }) => shapes.forEach((shape) => counts.set(shape, (counts.get(shape) ?? 0) + 1)),
    missing: () => [...counts].flatMap(([shape, count]) => (count === 0 ? [shape] : [])),
    table: () => [...counts].map(([shape, count]) => `${shape} ${count}`).join(', '),
  };
}
