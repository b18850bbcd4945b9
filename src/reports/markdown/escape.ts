/** Text from an org, as Markdown that shows just that: no markup, no link, nobody mentioned. */

/** Some of it means something only where a text begins. */
const SPECIAL = /[\\`*_{}[\]<>|~$&]|^[-+#=]/g;
/** The longest number of a list. */
const NUMBERED = /^(\d{1,9})(?=[.)])/;
/** What GitHub makes a link or a mention of, even where nothing marks it as one. */
const ALIVE = /@|:\/\/|\bwww\./gi;
/** Shows nothing, and ends what would have become a link. */
const BREAK = '<!-- -->';

export const escaped = (text: string): string =>
  text
    .replaceAll(SPECIAL, (letter) => `\\${letter}`)
    .replace(NUMBERED, '$1\\')
    .replaceAll(ALIVE, (letter) => `${letter}${BREAK}`);

/** As code, in which only its own end and the end of a table's cell mean something. */
export const code = (text: string): string => {
  if (text.trim() === '') return '';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const isFenced = text.startsWith('`') || text.endsWith('`');
  return `${fence}${isFenced ? ` ${text} ` : text}${fence}`.replaceAll('|', '\\|');
};
