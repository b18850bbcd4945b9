import { visibleJson } from '../../../values.js';

const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** For strict JSON readers: lone surrogates are replaced, and invisible characters are escaped. */
export const jsonText = (value: unknown, indent = 2): string => visibleJson(JSON.stringify(value, wellFormed, indent));
