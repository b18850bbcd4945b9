import { json, type Answer } from '../answer.js';
import { knowsObject } from '../data/access.js';
import { rowsFor } from '../data/derived.js';
import { schemaOf, type Field } from '../data/schema.js';
import { to18 } from '../ids.js';
import { restRefusal } from '../refusals.js';
import type { OrgState, Row } from '../state.js';
import type { Context } from '../wire.js';

/** What the REST API has besides queries. */

export const versions = ({ settings }: OrgState): Answer =>
  json(
    200,
    Array.from({ length: settings.newestApiVersion - settings.oldestApiVersion + 1 }, (_, index) => {
      const version = `${String(settings.oldestApiVersion + index)}.0`;
      return { label: `Release ${version}`, url: `/services/data/v${version}`, version };
    }),
  );

export const resources = ({ apiVersion }: Context): Answer => {
  const base = `/services/data/v${apiVersion.toFixed(1)}`;
  return json(
    200,
    Object.fromEntries(['query', 'sobjects', 'tooling', 'limits'].map((name) => [name, `${base}/${name}`])),
  );
};

export function describe(object: string, { state, session, now }: Context): Answer {
  const schema = schemaOf(object, state.settings);
  if (!schema || !knowsObject(schema.object, state, { userId: session.userId, now: now() }))
    throw restRefusal('not-found');
  return json(200, { name: schema.object, queryable: true, fields: [...schema.fields.values()].map(described) });
}

const described = ({ name, type, relationship, filterable, groupable }: Field): Row => ({
  name,
  type,
  filterable,
  groupable,
  sortable: true,
  relationshipName: relationship?.name ?? null,
  referenceTo: relationship ? [relationship.object] : [],
});

export function record(object: string, id: string, { state, session, now, apiVersion }: Context): Answer {
  const schema = schemaOf(object, state.settings);
  const rows = schema ? rowsFor(schema.object, state, { userId: session.userId, now: now() }) : [];
  const row = rows.find((one) => one['Id'] === to18(id));
  if (!schema || !row) throw restRefusal('not-found');
  const fields = [...schema.fields.values()].map(({ name }) => [name, row[name] ?? null] as const);
  const url = `/services/data/v${apiVersion.toFixed(1)}/sobjects/${schema.object}/${to18(id)}`;
  return json(200, { attributes: { type: schema.object, url }, ...Object.fromEntries(fields) });
}
