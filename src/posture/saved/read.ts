import { isFields, jsonIn } from '../../values.js';
import { cut, SCHEMA_VERSION, withoutEnvelope } from '../report/baselineRead.js';
import { failureIn, resultIn, type SavedFailure, type SavedResult } from './shape.js';

/** Each has its sentence in messages/saved.md; its values are those after `problem`, in order. */
export type Unusable =
  | { problem: 'not-json' }
  | { problem: 'not-a-result' }
  | { problem: 'other-schema'; found: string; expected: number }
  | { problem: 'not-as-written'; at: string };

export type ReadSaved =
  | { ok: true; result: SavedResult }
  /** The audit ended with an error, so the file shows only that error. */
  | { ok: true; failure: SavedFailure }
  | { ok: false; unusable: Unusable };

export const readSaved = (text: string): ReadSaved => {
  const parsed = jsonIn(text.replace(/^\uFEFF/, ''));
  if (parsed === undefined) return { ok: false, unusable: { problem: 'not-json' } };
  const failure = failureIn(parsed);
  if (failure) return { ok: true, failure };
  const saved = withoutEnvelope(parsed);
  if (!isFields(saved) || saved.schemaVersion === undefined || saved.targets === undefined)
    return { ok: false, unusable: { problem: 'not-a-result' } };
  if (saved.schemaVersion !== SCHEMA_VERSION) {
    const found = cut(JSON.stringify(saved.schemaVersion));
    return { ok: false, unusable: { problem: 'other-schema', found, expected: SCHEMA_VERSION } };
  }
  const read = resultIn(saved);
  return read.ok ? read : { ok: false, unusable: { problem: 'not-as-written', at: read.at } };
};
