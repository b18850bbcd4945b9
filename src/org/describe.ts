import { isFields, isListOf, isText } from '../shape.js';
import type { Answer } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { getObject } from './rest.js';
import type { Session } from './session.js';

export const describeFields = (session: Session, sobject: string): Promise<Answer<ReadonlySet<string>>> =>
  session.read(async () => {
    const path = `/sobjects/${encodeURIComponent(sobject)}/describe`;
    const { name, fields } = await getObject(session.connection, path);
    if (!isText(name) || name.toLowerCase() !== sobject.toLowerCase())
      throw new OrgFault(problemOf('unexpected-answer', '', 'OTHER_OBJECT'));
    if (!isListOf(fields, isField) || (fields as Field[]).length === 0)
      throw new OrgFault(problemOf('unexpected-answer', '', 'NO_FIELDS'));
    return new Set((fields as Field[]).map((field) => field.name.toLowerCase()));
  });

type Field = { name: string };

const isField = (item: unknown): item is Field => isFields(item) && isText(item['name']);
