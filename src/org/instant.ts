/** A moment as the org writes it, in one spelling. Undefined: it is none. */
export const instantOf = (text: unknown): string | undefined => {
  const [, date, zone = ''] =
    (typeof text === 'string' && /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[+-]\d\d:?\d\d)$/.exec(text)) || [];
  const time = date === undefined ? NaN : Date.parse(date + zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
};
