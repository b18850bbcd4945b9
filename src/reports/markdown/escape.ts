/** Text from an org as Markdown that shows exactly this text: no markup, no link, and no mention. */

/** Characters that are markup only at the beginning of a text. */
const SPECIAL = /[\\`*_{}[\]<>|~$&]|^[-+#=]/g;
/** The longest number that starts a list. */
const NUMBERED = /^(\d{1,9})(?=[.)])/;
/** Text that GitHub turns into a link or a mention, even without markup. */
const ALIVE = /@|:\/\/|\bwww\./gi;
/** Invisible, and ends what would have become a link. */
const BREAK = '<!-- -->';

export const escaped = (text: string): string =>
  text
    .replaceAll(SPECIAL, (letter) => `\\${letter}`)
    .replace(NUMBERED, '$1\\')
    .replaceAll(ALIVE, (letter) => `${letter}${BREAK}`);

/** As code, in which only its end and the end of a table cell have a meaning. */
export const code = (text: string): string => {
  if (text.trim() === '') return '';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const isFenced = text.startsWith('`') || text.endsWith('`');
  return `${fence}${isFenced ? ` ${text} ` : text}${fence}`.replaceAll('|', '\\|');
};
