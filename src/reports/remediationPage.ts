import { paintFor } from './terminal/paint.js';
import type { Page } from './terminal/page.js';
import type { RenderOptions } from './render-options.js';
import type { Texts } from './texts-type.js';

/** Narrower than this no table is readable: the terminal's own line breaks do better. */
const NARROWEST = 40;

export const pageOf = (texts: Texts, { width, color }: RenderOptions): Page => ({
  texts,
  width: Math.max(NARROWEST, width),
  paint: paintFor(color),
});

export const joined = (sections: readonly (readonly string[])[]): string =>
  `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
