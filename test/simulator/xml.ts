import { parseXml, XmlElement } from '@rgrove/parse-xml';

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** One element a key, in order; a list repeats its element; what is undefined is left out. */
export function elements(
  values: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>,
): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one: unknown) => [name, one] as const))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`)
    .join('');
}

/** Undefined: not well-formed, as a file of an org may be. */
export function rootOf(text: string): XmlElement | undefined {
  try {
    return parseXml(text, { includeOffsets: true }).root ?? undefined;
  } catch {
    return undefined;
  }
}

export const localName = (element: XmlElement): string => element.name.replace(/^.*:/, '');

export const childrenOf = (element: XmlElement, name?: string): XmlElement[] =>
  element.children.filter(
    (child): child is XmlElement => child instanceof XmlElement && (name === undefined || localName(child) === name),
  );

export const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element && childrenOf(element, name)[0];

export const textOf = (element: XmlElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text.trim();
