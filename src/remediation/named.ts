/** A few of them by name, and how many more there are. */
export const named = (names: readonly string[], most: number): string => {
  const sorted = [...new Set(names)].sort();
  const more = sorted.length - most;
  return [...sorted.slice(0, most), ...(more > 0 ? [`+${more}`] : [])].join(', ');
};
