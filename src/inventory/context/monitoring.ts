import type { OrgDoor, Row } from '../../org/door.js';
import { text } from '../../org/requests/soql.js';
import { type Known, known, mapKnown, unknown } from '../../posture/known.js';
import { fold } from '../../posture/names.js';
import type { Context } from '../../posture/subject.js';
import type { CallerPermissions } from '../apps/callerPermissions.js';
import type { Coverage } from '../coverage.js';

const REAL_TIME_EVENTS: readonly string[] = ['apievent', 'apieventstream'];
const POLICY_EVENTS: readonly string[] = ['apievent', 'apianomalyeventstore', 'bulkapiresulteventstore'];

const STEP = 'query-transaction-security';
const POLICIES = 'SELECT DeveloperName, EventName, State FROM TransactionSecurityPolicy';

/** Names of the active policies that monitor API requests. */
export const readApiPolicies = async (
  door: OrgDoor,
  isNeeded: boolean,
  { maySeeApiPolicies }: Pick<CallerPermissions, 'maySeeApiPolicies'>,
  coverage: Coverage,
): Promise<Known<string[]>> => {
  if (!isNeeded) return skip('no-flow-on', coverage);
  const answer = await door.query(POLICIES);
  // Like its settings, the policies of event monitoring exist in some editions only. What isn't there can't be read.
  const isOffered = answer.ok || answer.problem.code !== 'type-not-available';
  if (!isOffered && maySeeApiPolicies.known && maySeeApiPolicies.value) return skip('type-not-available', coverage);
  return mapKnown(coverage.record(STEP, answer), (rows) =>
    rows.filter(watchesApi).map((row) => text(row.DeveloperName) ?? ''),
  );
};

const skip = (why: string, coverage: Coverage): Known<never> => {
  coverage.skipped(STEP, why);
  return unknown(why);
};

const watchesApi = (row: Row): boolean =>
  fold(text(row.State) ?? '') === 'enabled' && POLICY_EVENTS.includes(fold(text(row.EventName) ?? ''));

/** One source is enough to prove "active". "Not active" requires all sources. */
export const monitoringOf = (events: Known<string[]>, policies: Known<string[]>): Context['monitoring'] => {
  const evidence = [
    ...listed(events)
      .filter((event) => REAL_TIME_EVENTS.includes(fold(event)))
      .map((event) => `RealTimeEventSettings:${event}`),
    ...listed(policies).map((policy) => `TransactionSecurityPolicy:${policy}`),
  ].sort();
  if (evidence.length > 0) return known({ active: true, evidence });
  if (!events.known) return events;
  return policies.known ? known({ active: false, evidence }) : policies;
};

const listed = (names: Known<string[]>): string[] => (names.known ? names.value : []);
