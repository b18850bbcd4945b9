import type { Answer } from './door.js';
import { OrgFault, problemOf } from './errors.js';
import { getObject } from './rest.js';
import type { Session } from './session.js';

export const describeFields = (session: Session, sobject: string): Promise<Answer<ReadonlySet<string>>> =>
  session.read(async () => {
    const { fields } = await getObject(session.connection, `/sobjects/${encodeURIComponent(sobject)}/describe`);
    if (!Array.isArray(fields)) throw new OrgFault(problemOf('org-failed', '', 'NO_FIELDS'));
    return new Set(fields.map((field: { name: string }) => field.name.toLowerCase()));
  });
