/** Text from an org is hostile. The result is one line that a terminal only prints. */

const ESC = String.fromCharCode(0x1b);
const CSI = String.fromCharCode(0x9b);
const BEL = String.fromCharCode(0x07);
const ST = String.fromCharCode(0x9c);

/** Colors and cursor movements. */
const CONTROL_SEQUENCE = new RegExp(`(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]`, 'g');
/** Window titles, links, and the like: hidden text up to its terminator. */
const CONTROL_STRING = new RegExp(`${ESC}[\\]PX^_][^${ESC}${BEL}${ST}]*(?:${BEL}|${ST}|${ESC}\\\\)`, 'g');
/** In a regular expression, the byte order mark counts as a space, but it's invisible. */
const SPACE = /(?:[^\S\uFEFF]|\u0085)+/gu;
/** Line ends and tabs, which one line can't contain. Spaces of other widths are part of a name. */
const OTHER_SPACE = /[\t\n\v\f\r\u0085\u2028\u2029]/gu;
/** Controls, lone surrogates, and characters without width or that change the reading direction. */
const INVISIBLE = /[\p{Cc}\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Real scripts need at most two marks on a letter. More of them would cover the lines above. */
const TOWER = /(\p{Mn}{2})\p{Mn}+/gu;
/** Normalizing sorts marks, which takes quadratic time. No letter has this many. */
const ENDLESS_TOWER = /(\p{M}{12})\p{M}+/gu;

const PLAIN = /^(?!.*(?:##|::))[!-~]+(?: [!-~]+)*$/;

/** What the agent of a pipeline reads as a command, anywhere in a line of a log. */
const TO_AN_AGENT = /##(?=\w*\[)/g;
/** The same at the beginning of a line, which any part of a text can become. */
const TO_A_RUNNER =
  /::(?=(?:set-env|set-output|save-state|add-path|add-mask|add-matcher|remove-matcher|stop-commands|(?:end)?group|echo|debug|notice|warning|error)(?:\s|::))/gi;

/**
 * A log is read by the agent that runs the pipeline, and commands in it set variables and paths for all that runs later:
 * the name of an app must not be one.
 */
export const withoutCommands = (text: string): string => text.replace(TO_AN_AGENT, '# #');

const withoutAnyCommands = (text: string): string => withoutCommands(text).replace(TO_A_RUNNER, ': :');

/**
 * A path, or other text to paste that must stay exact: removes what a terminal could interpret, and keeps every space
 * and letter.
 */
export const cleanPath = (path: string): string =>
  withoutAnyCommands(
    path
      .replace(CONTROL_STRING, '')
      .replace(CONTROL_SEQUENCE, '')
      .replace(OTHER_SPACE, ' ')
      .replace(INVISIBLE, '')
      .replace(TOWER, '$1'),
  );

export const clean = (text: string): string =>
  PLAIN.test(text)
    ? text
    : withoutAnyCommands(
        text
          .replace(CONTROL_STRING, '')
          .replace(CONTROL_SEQUENCE, '')
          .replace(SPACE, ' ')
          .replace(INVISIBLE, '')
          .replace(SPACE, ' ')
          .replace(ENDLESS_TOWER, '$1')
          .normalize('NFC')
          .replace(TOWER, '$1')
          .trim(),
      );
