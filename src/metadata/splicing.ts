import type { Unparsable } from './facts.js';
import { type Hazard, hazardOf } from './hazards.js';
import { parseMetadata } from './parse.js';
import { type Patch, applyPatches } from './patch.js';
import { type Comparison, sameBut } from './proof.js';
import type { MetadataDocument } from './tree.js';

/** What happens to one element. `before` null: it was not there; `after` null: it is taken out. */
export type Edit = { path: string; before: string | null; after: string | null };

export type Refusal =
  | Unparsable['problem']
  | Hazard
  /** A copy of the flag is no boolean, empty or nil. */
  | 'unreadable-flag'
  /** A value is broken up by comments or CDATA sections. */
  | 'split-value'
  | 'duplicate-element'
  | 'nowhere-to-insert'
  /** Consumer key or secret where taking it out would change what the file says. */
  | 'secret-elsewhere'
  /** One flag and one user, which is what a snapshot has, would not make it again. */
  | 'not-restorable'
  | 'not-proven';

export type Refused = { ok: false; problem: Refusal };
export type Spliced = { ok: true; text: string; edits: Edit[] } | Refused;

export type Change = Edit & { patch: Patch };

export const refused = (problem: Refusal): Refused => ({ ok: false, problem });

/** Makes the changes, reads the result again and hands it out only where it is what was meant, and harmless. */
export function proven(
  before: MetadataDocument,
  changes: readonly Change[],
  compared: Comparison,
  isAsMeant: (after: MetadataDocument) => boolean,
): Spliced {
  const text = applyPatches(
    before.text,
    changes.map(({ patch }) => patch),
  );
  const parsed = parseMetadata(text);
  if (!parsed.ok) return refused('not-proven');
  const hazard = hazardOf(parsed.document);
  if (hazard !== undefined) return refused(hazard);
  if (!sameBut(before, parsed.document, compared) || !isAsMeant(parsed.document)) return refused('not-proven');
  return { ok: true, text, edits: changes.map(({ path, before: was, after }) => ({ path, before: was, after })) };
}
