import type { Row } from '../org/door.js';

/** What a query gave is not trusted to have the shape that was asked for. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

export const object = (value: unknown): Row => (typeof value === 'object' && value !== null ? (value as Row) : {});
