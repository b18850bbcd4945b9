import { trimBlanks } from './xml/characters.js';
import { parseMetadata } from './xml/parse.js';
import {
  childElements,
  type Element,
  elementsWithin,
  isElement,
  type MetadataDocument,
  type Node,
  ownText,
  valueOf,
} from './xml/tree.js';

/** Where a file holds consumer key and secret: their own elements, comments, and unusual places. */

const OWN_ELEMENT = /^consumer(?:Key|Secret)$/;
/** In another namespace, another case, or as an attribute it is no element of the platform, and nobody knows what it does. */
const NAMESAKE = /^(?:\{.*\})?(?:[^{}:]*:)?consumer(?:Key|Secret)$/is;
const MENTION = /consumer(?:Key|Secret)/i;
/** The element itself, written as text. */
const MARKUP = /<(?:[^<>\s:]*:)?consumer(?:Key|Secret)[\s/>]/i;

/** An app has one key and one secret. Thousands are no app, and each would be looked for in every text of the file. */
const MOST_VALUES = 50;

export type Secrets = {
  /** Can be taken out, and nothing of the app goes with it. */
  isSecret: (node: Node) => boolean;
  /** Somewhere else, where taking it out would change what the file says. */
  isElsewhere: boolean;
};

export const secretsOf = ({ root, nodes }: MetadataDocument): Secrets => {
  const values = valuesOf(root);
  const areTooMany = values.length > MOST_VALUES;
  const tells = (text: string): boolean =>
    areTooMany || MARKUP.test(text) || values.some((value) => text.includes(value));
  const isSecret = (node: Node): boolean =>
    isElement(node)
      ? OWN_ELEMENT.test(node.name)
      : node.kind === 'silent' && (MENTION.test(node.text) || tells(node.text));
  const isElsewhereIn = (element: Element): boolean =>
    !isSecret(element) &&
    (NAMESAKE.test(element.name) ||
      Object.entries(element.attributes).some(([name, value]) => NAMESAKE.test(name) || tells(value)) ||
      tells(ownText(element)) ||
      childElements(element).some(isElsewhereIn));
  return { isSecret, isElsewhere: nodes.filter(isElement).some(isElsewhereIn) };
};

const SECRET_NAME = /^(?:\{.*\})?consumerSecret$/is;
/** The value ends where another tag begins, so that a text is gone through once, however often it names the element. */
const COMMENTED_OUT = /consumerSecret\s*>([^<>]+)</gi;

/**
 * Where a consumer secret stands that is no placeholder: in its element, in one that goes by its name in another place or
 * case, or commented out. Whoever reads the file can use it, whatever the platform makes of it.
 */
export const plainSecretIn = ({ root, nodes }: MetadataDocument): number | undefined => {
  const elements = [...elementsWithin(root)];
  const isPlain = (value: string): boolean => !isPlaceholder(value);
  const named = elements.find((element) => SECRET_NAME.test(element.name) && isPlain(valueOf(element)));
  if (named) return named.start;
  const silent = [...nodes, ...elements.flatMap((element) => element.nodes)].filter((node) => node.kind === 'silent');
  return silent.find(({ text }) => [...text.matchAll(COMMENTED_OUT)].some(([, value = '']) => isPlain(value)))?.start;
};

/** What is known to be one, from whatever carries the name. */
const valuesOf = (root: Element): string[] => {
  const values = [...elementsWithin(root)].flatMap((element) => [
    ...(NAMESAKE.test(element.name) ? [valueOf(element)] : []),
    ...Object.entries(element.attributes).flatMap(([name, value]) => (NAMESAKE.test(name) ? [trimBlanks(value)] : [])),
  ]);
  return [...new Set(values)].filter((value) => !isPlaceholder(value));
};

/** The consumer keys that a file names, each once and in no order that means anything. They must not leave the memory. */
export function consumerKeysOf(text: string): string[] {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return [];
  const named = [...elementsWithin(parsed.document.root)].filter(({ name }) => name === 'consumerKey').map(valueOf);
  return [...new Set(named)].filter((value) => value !== '').sort();
}

/** What people commit where a deployment puts the real value. A real secret is digits or hexadecimal throughout. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^$/,
  /^\$?\{.*\}$/s,
  /^\$\(.*\)$/s,
  /^%.+%$/s,
  /^@.+@$/s,
  /^#\{?.+\}?#$/s,
  /^<.+>$/s,
  /^\[.+\]$/s,
  /^__.+__$/s,
  /^(?:replace|change|insert|enter|set|add|put|fill)[ _-]?(?:me|this|here)$/i,
  /^(?:your|my|the)[ _-](?:[a-z]+[ _-])*(?:key|secret|value)(?:[ _-]here)?$/i,
  /^(?:consumer|client)?[ _-]?secret$/i,
  /^(?:todo|tbd|placeholder|redacted|removed|dummy|none|null|n\/a)$/i,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|0+)$/i,
];

/** Whether a value is a whole placeholder; anything that only contains one is not. */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  return PLACEHOLDERS.some((shape) => shape.test(trimmed));
}
