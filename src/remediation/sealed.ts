import { sha256 } from './hash.js';

/** Files that come back to this tool later. The seal tells accidents and well-meant edits; it is no signature. */

export type Opened<T> = { ok: true; value: T } | { ok: false; problem: 'damaged' | 'edited' };

export const seal = (content: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify({ ...content, seal: sealOf(content) }, null, 2)}\n`;

/** `kind` says what was sealed: a plan is no snapshot. What carries a valid seal is as this tool wrote it. */
export const open = <T extends { kind: string }>(text: string, kind: T['kind']): Opened<T> => {
  const parsed = parse(text);
  if (parsed === undefined || parsed['kind'] !== kind) return { ok: false, problem: 'damaged' };
  const { seal: found, ...content } = parsed;
  return found === sealOf(content) ? { ok: true, value: content as T } : { ok: false, problem: 'edited' };
};

const sealOf = (content: Readonly<Record<string, unknown>>): string => sha256(JSON.stringify(content));

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};
