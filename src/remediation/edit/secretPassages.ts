/** Start and end offset. */
export type Span = readonly [start: number, end: number];

const LONGEST_ATTRIBUTES = 2000;

/**
 * Passages with a key or secret: from one mention of the element to the next mention spelled the same, or a single
 * mention. Longer names such as `isConsumerSecretOptional` don't count. `gap` is what may be between two letters. With
 * a gap there are thousands of spellings, so the positions of each are collected first instead of being searched for
 * one by one.
 */
export const secretPassages = (gap: string): ((text: string) => Span[]) => {
  const spelled = (letters: string): string => [...letters].join(gap);
  const name = `${spelled('consumer')}${gap}(?:${spelled('Key')}|${spelled('Secret')})`;
  const anyMention = new RegExp(name, 'gi');
  const mention = new RegExp(`(?<![a-z]${gap})${name}(?!${gap}[a-z])`, 'gi');
  const closing = new RegExp(`[^<>]{0,${LONGEST_ATTRIBUTES}}/${gap}>`, 'y');
  return (text) => {
    const places = new Map<string, Places>();
    for (const { 0: found, index } of text.matchAll(anyMention)) placesOf(found, places).all.push(index);
    const spans: Span[] = [];
    let end = 0;
    for (const { 0: found, index } of text.matchAll(mention)) {
      if (index < end) continue;
      end = index + found.length;
      closing.lastIndex = end;
      if (closing.test(text)) end = closing.lastIndex;
      else end = (nextOf(placesOf(found, places), end) ?? index) + found.length;
      spans.push([index, end]);
    }
    return spans;
  };
};

/** The positions of one spelling, and how many of them have been passed. */
type Places = { all: number[]; passed: number };

const placesOf = (found: string, places: Map<string, Places>): Places => {
  const spelling = found.toLowerCase();
  const known = places.get(spelling) ?? { all: [], passed: 0 };
  places.set(spelling, known);
  return known;
};

/** Called with increasing offsets, so passed positions aren't looked at again. */
const nextOf = (places: Places, from: number): number | undefined => {
  while ((places.all[places.passed] ?? Infinity) < from) places.passed += 1;
  return places.all[places.passed];
};
