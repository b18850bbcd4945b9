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

/** Finds consumer keys and secrets in a file: in their own elements, in comments, and in unusual places. */

const OWN_ELEMENT = /^consumer(?:Key|Secret)$/;
/**
 * An element of this name in another namespace or case, or an attribute, isn't part of the platform's format. Its
 * effect is unknown.
 */
const NAMESAKE = /^(?:\{.*\})?(?:[^{}:]*:)?consumer(?:Key|Secret)$/is;
const MENTION = /consumer(?:Key|Secret)/i;
/** The element, written as text inside a value. */
const MARKUP = /<(?:[^<>\s:]*:)?consumer(?:Key|Secret)[\s/>]/i;

/**
 * An app has one key and one secret. A file with thousands isn't an app, and searching every text for each of them
 * would take too long.
 */
const MOST_VALUES = 50;

export type Secrets = {
  /** It can be removed without changing the app. */
  isSecret: (node: Node) => boolean;
  /** It's in a place where removing it would change what the file says. */
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
const SECRET_ATTRIBUTE = /^(?:[^:]*:)?consumerSecret$/is;
/** The value ends at the next tag, so each text is searched only once, however often it names the element. */
const COMMENTED_OUT = /consumerSecret\s*>([^<>]+)</gi;

/** Written as in a note, where only the form of a real secret tells it from a word. The comment can end right after it. */
const NOTED = /consumerSecret["']?\s*[:=]\s*["']?([0-9a-f]{16,})(?!\w|-(?!->))/i;

/**
 * Position of a consumer secret that isn't a placeholder: in its element, in an element or attribute of that name in
 * another place or case, or in a comment. Anyone who reads the file can use it, whatever the platform does with it.
 */
export const plainSecretIn = ({ root, nodes }: MetadataDocument): number | undefined => {
  const elements = [...elementsWithin(root)];
  const isPlain = (value: string): boolean => !isPlaceholder(value);
  const named = elements.find(
    (element) =>
      (SECRET_NAME.test(element.name) && isPlain(valueOf(element))) ||
      Object.entries(element.attributes).some(([name, value]) => SECRET_ATTRIBUTE.test(name) && isPlain(value)),
  );
  if (named) return named.start;
  const silent = [...nodes, ...elements.flatMap((element) => element.nodes)].filter((node) => node.kind === 'silent');
  const isTold = (text: string): boolean =>
    NOTED.test(text) || [...text.matchAll(COMMENTED_OUT)].some(([, value = '']) => isPlain(value));
  return silent.find(({ text }) => isTold(text))?.start;
};

/** All values of elements and attributes with such a name. */
const valuesOf = (root: Element): string[] => {
  const values = [...elementsWithin(root)].flatMap((element) => [
    ...(NAMESAKE.test(element.name) ? [valueOf(element)] : []),
    ...Object.entries(element.attributes).flatMap(([name, value]) => (NAMESAKE.test(name) ? [trimBlanks(value)] : [])),
  ]);
  return [...new Set(values)].filter((value) => !isPlaceholder(value));
};

/** The distinct consumer keys of a file, in no particular order. They must never leave memory. */
export function consumerKeysOf(text: string): string[] {
  const parsed = parseMetadata(text);
  if (!parsed.ok) return [];
  const named = [...elementsWithin(parsed.document.root)].filter(({ name }) => name === 'consumerKey').map(valueOf);
  return [...new Set(named)].filter((value) => value !== '').sort();
}

/**
 * What people commit in place of a value that a deployment fills in. A real secret consists only of digits or
 * hexadecimal characters.
 */
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

/** Whether the whole value is a placeholder. A value that only contains one isn't. */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  return PLACEHOLDERS.some((shape) => shape.test(trimmed));
}
