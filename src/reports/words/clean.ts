/** Text from an org is hostile: what comes out of here is one line that a terminal merely prints. */

const ESC = String.fromCharCode(0x1b);
const CSI = String.fromCharCode(0x9b);
const BEL = String.fromCharCode(0x07);
const ST = String.fromCharCode(0x9c);

/** Colours and cursor movements. */
const CONTROL_SEQUENCE = new RegExp(`(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]`, 'g');
/** Window titles, links and the like: hidden text up to its terminator. */
const CONTROL_STRING = new RegExp(`${ESC}[\\]PX^_][^${ESC}${BEL}${ST}]*(?:${BEL}|${ST}|${ESC}\\\\)`, 'g');
/** The byte order mark counts as a space in regular expressions, but shows none. */
const SPACE = /(?:[^\S\uFEFF]|\u0085)+/gu;
/** Line ends and tabs, which a line can't hold. Blanks of other widths are letters of a name. */
const OTHER_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]/gu;
/** Controls, lone surrogates, and whatever has no width or turns the reading direction. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Real scripts need two marks on a letter at most; a tower of them covers the lines above. */
const TOWER = /(\p{Mn}{2})\p{Mn}+/gu;
/** Marks are put in order by normalizing, which takes time by the square of their number: no letter has so many. */
const ENDLESS_TOWER = /(\p{M}{12})\p{M}+/gu;

const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * A path, or another word that somebody pastes where it has to be exact: what a terminal could take for more than text
 * goes, and every blank and every letter stays as it is written.
 */
export const cleanPath = (path: string): string =>
  path
    .replace(CONTROL_STRING, '')
    .replace(CONTROL_SEQUENCE, '')
    .replace(OTHER_SPACE, ' ')
    .replace(INVISIBLE, '')
    .replace(TOWER, '$1');

export const clean = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text
        .replace(CONTROL_STRING, '')
        .replace(CONTROL_SEQUENCE, '')
        .replace(SPACE, ' ')
        .replace(INVISIBLE, '')
        .replace(SPACE, ' ')
        .replace(ENDLESS_TOWER, '$1')
        .normalize('NFC')
        .replace(TOWER, '$1')
        .trim();
