/** Color only repeats what a word already says. */

export type Ink = (text: string) => string;
export type Paint = { bold: Ink; dim: Ink; red: Ink; yellow: Ink; green: Ink; cyan: Ink };

const ESC = String.fromCharCode(0x1b);
const plain: Ink = (text) => text;
const sgr =
  (code: number): Ink =>
  (text) =>
    text.trim() === '' ? text : `${ESC}[${code}m${text}${ESC}[0m`;

const COLOURED: Paint = { bold: sgr(1), dim: sgr(2), red: sgr(31), yellow: sgr(33), green: sgr(32), cyan: sgr(36) };
const PLAIN: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain };

export const paintFor = (color: boolean): Paint => (color ? COLOURED : PLAIN);
