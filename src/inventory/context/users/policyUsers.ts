import type { Answer, Member, OrgDoor } from '../../../org/door.js';
import { chunkForIn, queryEach, soqlString, text } from '../../../org/requests/soql.js';
import { together } from '../../../org/requests/together.js';
import type { App } from '../../../posture/model.js';
import { appKey, fold, isUserId, userKey } from '../../../posture/names.js';
import { componentKey } from '../../../values.js';
import { APPS, POLICIES, type QueriedApp, type QueriedPolicy, toApp, toPolicy } from '../../apps/crossCheck.js';

type PolicyOfApp = { app: App; component: Member };

/** The Run As users that SOQL shows now, by the `Type:fullName` of the policy. By username, if the org shows it. */
export const readPolicyUsers = async (
  door: OrgDoor,
  policies: readonly PolicyOfApp[],
): Promise<Answer<ReadonlyMap<string, string>>> => {
  const [apps, rows] = await together([door.query(APPS), door.query(POLICIES)]);
  if (!apps.ok) return apps;
  if (!rows.ok) return rows;
  const rowOf = finder(apps.value.map(toApp), rows.value.map(toPolicy));
  const named = policies.flatMap((policy): [string, string][] => {
    const user = rowOf(policy)?.executionUser;
    return user === undefined ? [] : [[componentKey(policy.component), user]];
  });
  const usernames = await usernamesOf(
    door,
    named.map(([, user]) => user),
  );
  if (!usernames.ok) return usernames;
  return { ok: true, value: new Map(named.map(([key, user]) => [key, usernames.value.get(userKey(user)) ?? user])) };
};

/** Each source may give the policy of an app another name. Only if the app has several do the names decide. */
const finder = (
  apps: readonly QueriedApp[],
  rows: readonly QueriedPolicy[],
): ((policy: PolicyOfApp) => QueriedPolicy | undefined) => {
  const byId = new Map(apps.flatMap(({ id, ...app }) => (id === undefined ? [] : [[id, app] as const])));
  const ownersOf = Map.groupBy(rows, ({ appId }) => {
    const app = appId === undefined ? undefined : byId.get(appId);
    return app && appKey({ type: 'ExternalClientApplication', ...app });
  });
  return ({ app, component }) => {
    const own = ownersOf.get(appKey(app)) ?? [];
    const isNamed = ({ developerName }: QueriedPolicy): boolean => fold(developerName) === fold(component.fullName);
    return (own.length > 0 ? own : rows).find(isNamed) ?? (own.length === 1 ? own[0] : undefined);
  };
};

/** A policy can name its user by ID. */
const usernamesOf = async (door: OrgDoor, users: readonly string[]): Promise<Answer<ReadonlyMap<string, string>>> => {
  const ids = [...new Set(users.filter(isUserId).map(userKey))].sort();
  const among = (part: readonly string[]): string =>
    `SELECT Id, Username FROM User WHERE Id IN (${part.map(soqlString).join(',')})`;
  const found = await queryEach(door, chunkForIn(ids, among).map(among));
  if (!found.ok) return found;
  return {
    ok: true,
    value: new Map(
      found.value.flatMap((row): [string, string][] => {
        const [id, username] = [text(row.Id), text(row.Username)];
        return id === undefined || username === undefined ? [] : [[userKey(id), username]];
      }),
    ),
  };
};
