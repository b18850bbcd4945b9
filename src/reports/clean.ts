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
/** Controls, lone surrogates, and whatever has no width or turns the reading direction. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Real scripts need two marks on a letter at most; a tower of them covers the lines above. */
const TOWER = /(\p{Mn}{2})\p{Mn}+/gu;

const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

export const clean = (text: string): string =>
  PLAIN.test(text)
    ? text
    : text
        .replace(CONTROL_STRING, '')
        .replace(CONTROL_SEQUENCE, '')
        .replace(SPACE, ' ')
        .replace(INVISIBLE, '')
        .normalize('NFC')
        .replace(TOWER, '$1')
        .trim();
