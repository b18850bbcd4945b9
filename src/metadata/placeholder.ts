/** What people commit where a deployment puts the real value. A real secret is digits or hexadecimal throughout. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^$/,
  /^\$?\{.*\}$/s,
  /^\$\(.*\)$/s,
  /^%.+%$/s,
  /^@.+@$/s,
  /^#\{?.+\}?#$/s,
  /^<.+>$/s,
  /^\[.+\]$/s,
  /^__.+__$/s,
  /^(?:replace|change|insert|enter|set|add|put|fill)[ _-]?(?:me|this|here)$/i,
  /^(?:your|my|the)[ _-](?:[a-z]+[ _-])*(?:key|secret|value)(?:[ _-]here)?$/i,
  /^(?:consumer|client)?[ _-]?secret$/i,
  /^(?:todo|tbd|placeholder|redacted|removed|dummy|none|null|n\/a)$/i,
  /^(?:x{3,}|\*{3,}|\.{3,}|-{3,}|0+)$/i,
];

/** Whether a value is a whole placeholder; anything that only contains one is not. */
export function isPlaceholder(value: string): boolean {
  const trimmed = value.trim();
  return PLACEHOLDERS.some((shape) => shape.test(trimmed));
}
