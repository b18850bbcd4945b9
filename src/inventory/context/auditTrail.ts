import type { OrgDoor, Row } from '../../org/door.js';
import { object, text } from '../../org/requests/soql.js';
import { type Known, unknown } from '../../posture/known.js';
import type { App } from '../../posture/model.js';
import { appKey, fold, fullNameOf } from '../../posture/names.js';
import type { UserSetBy } from '../../posture/subject.js';
import type { CallerPermissions } from '../apps/callerPermissions.js';
import type { FlowApp } from '../apps/flowApps.js';
import type { Coverage } from '../coverage.js';

const STEP = 'query-audit-trail';

/** The newest entries are enough: only the last change of an app is reported. */
const ENTRIES =
  'SELECT CreatedDate, CreatedBy.Username, Display FROM SetupAuditTrail ' +
  "WHERE Action = 'addOauthClientCredentialUser' ORDER BY CreatedDate DESC LIMIT 200";

/** Who set Run As users, and when. Queried only if the caller can see it, because no verdict depends on it. */
export const readAuditTrail = async (
  door: OrgDoor,
  isNeeded: boolean,
  { maySeeAuditTrail }: CallerPermissions,
  coverage: Coverage,
): Promise<Known<Row[]>> => {
  if (!isNeeded) return skip('no-flow-on', coverage);
  if (!maySeeAuditTrail.known) return skip(`caller-permissions-unknown: ${maySeeAuditTrail.why}`, coverage);
  if (!maySeeAuditTrail.value) return skip('not-permitted: ViewSetup|ViewSetupAuditTrail', coverage);
  return coverage.record(STEP, await door.query(ENTRIES));
};

const skip = (why: string, coverage: Coverage): Known<never> => {
  coverage.skipped(STEP, why);
  return unknown(why);
};

/**
 * The last entry about each app. Entries have no app ID, so they are searched for the apps' names. If an entry contains
 * the full name of another app, a shorter name inside it doesn't count. If it contains the name of two apps, such as one
 * that exists as both types, it may be about either.
 */
export const usersSetBy = (
  apps: readonly FlowApp[],
  all: readonly App[],
  entries: Known<Row[]>,
): ReadonlyMap<string, UserSetBy> => {
  const byName = Map.groupBy(
    all.flatMap((app) => namesIn(app).map((name) => ({ name: fold(name), key: appKey(app) }))),
    ({ name }) => name,
  );
  const names = [...byName.keys()];
  const keysOf = (meant: readonly string[]): ReadonlySet<string> =>
    new Set(meant.flatMap((name) => byName.get(name) ?? []).map(({ key }) => key));
  const told = (entries.known ? entries.value : [])
    .flatMap(toEntry)
    .sort((a, b) => (a.when < b.when ? 1 : -1))
    .map((entry) => ({ entry, keys: keysOf(meantBy(fold(entry.said), names)) }));
  return new Map(
    apps.flatMap(({ app }): [string, UserSetBy][] => {
      const key = appKey(app);
      const found = told.find(({ keys }) => keys.has(key));
      return found?.keys.size === 1 ? [[key, found.entry]] : [];
    }),
  );
};

const namesIn = (app: App): string[] => [app.label, app.name, fullNameOf(app)].flatMap((name) => name ?? []);

/** Neither is case-sensitive. */
const meantBy = (said: string, names: readonly string[]): string[] => {
  const spoken = names.filter((name) => speaksOf(said, name));
  return spoken.filter((name) => !spoken.some((other) => other !== name && speaksOf(other, name)));
};

const toEntry = (row: Row): UserSetBy[] => {
  const [when, said] = [text(row.CreatedDate), text(row.Display)];
  return when && said ? [{ when, said, by: text(object(row.CreatedBy).Username) ?? '?' }] : [];
};

/** Matches whole words only, because one app's name can be part of another's. */
const speaksOf = (whole: string, part: string): boolean => {
  for (let at = whole.indexOf(part); at !== -1 && part !== ''; at = whole.indexOf(part, at + 1))
    if (!isWordAt(whole, at - 1) && !isWordAt(whole, at + part.length)) return true;
  return false;
};

const isWordAt = (whole: string, at: number): boolean => /[\p{L}\p{N}_]/u.test(whole.charAt(at));
