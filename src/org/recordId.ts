const RECORD_ID = /^[A-Za-z\d]{15}(?:[A-Za-z\d]{3})?$/;

/** Ids become parts of file names, of queries and of what is shown: what merely stands in the place of one is none. */
export const isRecordId = (value: unknown): value is string => typeof value === 'string' && RECORD_ID.test(value);

export const isSameId = (one: string, other: string): boolean => one.slice(0, 15) === other.slice(0, 15);
