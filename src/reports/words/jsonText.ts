import { visibleJson } from '../../values.js';

const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** For readers that are stricter than JSON is: halves of characters are replaced, and whatever cannot be seen is escaped. */
export const jsonText = (value: unknown, indent = 2): string => visibleJson(JSON.stringify(value, wellFormed, indent));
