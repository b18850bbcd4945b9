import type { OrgDoor, Row } from '../../org/door.js';
import { inChunks, number, queryEach, text } from '../../org/requests/soql.js';
import { type Known, known, unknown } from '../../posture/known.js';
import { shortId } from '../../posture/names.js';
import { defined } from '../../values.js';
import { why } from '../coverage.js';

/** The open sessions of a user. `ofFlow`: those that began with this flow, if the org shows how each began. */
export type OpenSessions = { count: number; oldest?: string; ofFlow?: number };

const OBJECT = 'AuthSession';

/**
 * By the short ID of each user. The plugin ends no session, because a person has to decide what else runs as that user.
 * A user without permission to see other users' sessions gets only their own, and no error.
 */
export const readSessions = async (
  door: OrgDoor,
  userIds: readonly string[],
  maySee: Known<boolean>,
): Promise<Known<ReadonlyMap<string, OpenSessions>>> => {
  if (!maySee.known) return unknown(`caller-permissions-unknown: ${maySee.why}`);
  if (!maySee.value) return unknown('not-permitted: ManageUsers');
  const fields = await door.describeFields(OBJECT);
  if (!fields.ok) return unknown(why(fields.problem));
  const hasSubType = fields.value.has('loginsubtype');
  const columns = ['UsersId', 'CreatedDate', 'NumSecondsValid', ...(hasSubType ? ['LoginSubType'] : [])].join(', ');
  const queries = inChunks(userIds, (list) => `SELECT ${columns} FROM ${OBJECT} WHERE UsersId IN (${list})`);
  const rows = await queryEach(door, queries);
  if (!rows.ok) return unknown(why(rows.problem));
  const byUser = Map.groupBy(rows.value.filter(isOpen), (row) => shortId(text(row.UsersId) ?? ''));
  return known(new Map(userIds.map(shortId).map((id) => [id, sessionsIn(byUser.get(id) ?? [], hasSubType)])));
};

/** A session that has no time left is over, whether the org still shows it or not. What doesn't say counts as open. */
const isOpen = (row: Row): boolean => (number(row.NumSecondsValid) ?? 1) > 0;

const sessionsIn = (rows: readonly Row[], hasSubType: boolean): OpenSessions => ({
  count: rows.length,
  ...defined({
    oldest: rows
      .flatMap((row) => text(row.CreatedDate) ?? [])
      .sort()
      .at(0),
    ofFlow: hasSubType ? rows.filter((row) => isOfFlow(text(row.LoginSubType) ?? '')).length : undefined,
  }),
});

const isOfFlow = (subType: string): boolean =>
  subType
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .includes('clientcredential');
