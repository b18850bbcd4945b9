import { clean } from '../../words/safe/clean.js';

/** HTML that is known to be safe. Only `html` and the few functions below make it. */
export type Html = { readonly html: string };
export type Part = Html | string | number | undefined | false | readonly Part[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that are invisible or change the reading direction. Names are cleaned before; this is a second guard. */
const HIDDEN = /(?![\n\t])[\p{Cc}\p{Cs}\p{Cf}]/gu;
const PLAIN = /^[ -~]*$/;

/** Escapes everything that a parser could read as a tag, the end of an attribute, or an entity. */
export const escaped = (text: string): string =>
  (PLAIN.test(text) ? text : text.replace(HIDDEN, '')).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const written = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return (part as readonly Part[]).map(written).join('');
  return typeof part === 'object' ? (part as Html).html : escaped(String(part));
};

/** Templates are indented for people who read the source. A page with thousands of cards is smaller without it. */
const literals = new WeakMap<TemplateStringsArray, string[]>();

/** The text directly beside a value isn't changed. */
const withoutIndent = (text: string): string => {
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === last ? line : line.trimEnd()))
    .map((line, at) => (at === 0 ? line : line.trimStart()))
    .filter((line, at) => line !== '' || at === 0 || at === last)
    .join('\n');
};

const onOneLine = (literal: TemplateStringsArray): string[] => {
  const known = literals.get(literal);
  if (known) return known;
  const lines = literal.map(withoutIndent);
  literals.set(literal, lines);
  return lines;
};

/** Escapes every value in the template, unless it's already HTML. */
export const html = (literal: TemplateStringsArray, ...parts: Part[]): Html => ({
  html: onOneLine(literal)
    .map((text, at) => text + written(parts[at]))
    .join(''),
});

export const joinHtml = (parts: readonly Part[], separator: string): Html => ({
  html: parts.map(written).filter(Boolean).join(separator),
});

export const bytesOf = (part: Part): number => Buffer.byteLength(written(part));

/** Only for the page's own style and script, which contain no text from outside. */
export const verbatim = (text: string): Html => ({ html: text });

const LEFT_TO_RIGHT = /^[ -~]*$/;

/** A name from an org, isolated, so that a name written from right to left doesn't change its surroundings. */
export const named = (name: string): Part => {
  const cleaned = clean(name);
  return LEFT_TO_RIGHT.test(cleaned) ? cleaned : html`<bdi>${cleaned}</bdi>`;
};

export const when = (condition: boolean, part: () => Part): Part => (condition ? part() : undefined);

/**
 * A command or an entry to copy as a whole. The script adds a button. It can have the focus, for scrolling by keyboard.
 */
export const toCopy = (text: string): Html => html`<pre class="copy" tabindex="0"><code>${text}</code></pre>`;
