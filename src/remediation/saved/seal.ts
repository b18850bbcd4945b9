import { isFields, isText, jsonIn, unlessBroken, type Fields, visibleJson } from '../../values.js';
import { sha256 } from '../edit/fingerprint.js';

/**
 * Files that the plugin reads again later. The seal detects accidents and well-meant edits. It's no signature, because
 * anyone can create it again, so the content is checked as well.
 */

/** These members are the same in every version. */
type Envelope = { kind: string; schemaVersion: number; tool: { version: string } };

export type Unopened =
  | { ok: false; problem: 'damaged' | 'edited' }
  /** Nothing else in the file was interpreted. */
  | { ok: false; problem: 'other-schema'; writtenBy: string };

export type Opened<T> = { ok: true; value: T } | Unopened;

export type Expected<T> = {
  /** What was sealed, so that a plan isn't taken for a snapshot. */
  kind: string;
  schemaVersion: number;
  isWhole: (content: unknown) => content is T;
};

export const seal = (content: Fields): string =>
  `${visibleJson(JSON.stringify({ ...content, seal: sealOf(content) }, null, 2))}\n`;

export const open = <T>(text: string, { kind, schemaVersion, isWhole }: Expected<T>): Opened<T> => {
  const parsed = jsonIn(text);
  if (!isEnvelope(parsed) || parsed.kind !== kind) return { ok: false, problem: 'damaged' };
  if (parsed.schemaVersion !== schemaVersion)
    return { ok: false, problem: 'other-schema', writtenBy: parsed.tool.version };
  const { seal: found, ...content } = parsed;
  const expected = unlessBroken(() => sealOf(content));
  if (expected === undefined) return { ok: false, problem: 'damaged' };
  if (found !== expected) return { ok: false, problem: 'edited' };
  return isWhole(content) ? { ok: true, value: content } : { ok: false, problem: 'damaged' };
};

const sealOf = (content: Fields): string => sha256(JSON.stringify(content));

const isEnvelope = (value: unknown): value is Fields & Envelope =>
  isFields(value) &&
  isText(value.kind) &&
  Number.isInteger(value.schemaVersion) &&
  isFields(value.tool) &&
  isText(value.tool.version);
