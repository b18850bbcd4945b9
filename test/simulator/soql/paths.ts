import type { Field, Schema } from '../data/schema.js';
import { restRefusal } from '../refusals.js';
import type { Comparable } from './condition.js';
import type { Row } from '../state.js';

/** Where a dotted path of a query leads, and what stands there in a row. */

export type World = {
  schema: (object: string) => Schema | undefined;
  /** A record of an object by its id. */
  record: (object: string, id: unknown) => Row | undefined;
};

export type Path = { steps: { reference: string; relationship: string; object: string }[]; field: Field; text: string };

export function resolvePath(text: string, from: Schema, alias: string | undefined, world: World): Path {
  const parts = text.split('.');
  if (parts.length > 1 && parts[0]?.toLowerCase() === (alias ?? from.object).toLowerCase()) parts.shift();
  const steps: Path['steps'] = [];
  let schema = from;
  for (const name of parts.slice(0, -1)) {
    const reference = [...schema.fields.values()].find(
      (field) => field.relationship?.name.toLowerCase() === name.toLowerCase(),
    );
    const next = reference?.relationship && world.schema(reference.relationship.object);
    if (!reference?.relationship || !next) throw restRefusal('unknown-relationship', { name });
    steps.push({ reference: reference.name, relationship: reference.relationship.name, object: next.object });
    schema = next;
  }
  const last = parts.at(-1) ?? '';
  const field = schema.fields.get(last.toLowerCase());
  if (!field) throw restRefusal('unknown-column', { name: last, object: schema.object });
  return { steps, field, text };
}

export function valueAt(row: Row, path: Path, world: World): Comparable {
  let current: Row | undefined = row;
  for (const step of path.steps) current = current && world.record(step.object, current[step.reference]);
  const value = current?.[path.field.name];
  if (value === undefined || value === null) return path.field.type === 'boolean' && current ? false : null;
  return value as Comparable;
}
