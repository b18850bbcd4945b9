import type { OrgDoor, Row } from '../../org/door.js';
import { text } from '../../org/requests/soql.js';
import { type Known, known, mapKnown, unknown } from '../../posture/known.js';
import { fold } from '../../posture/names.js';
import type { Context } from '../../posture/subject.js';
import type { Coverage } from '../coverage.js';

const REAL_TIME_EVENTS: readonly string[] = ['apievent', 'apieventstream'];
const POLICY_EVENTS: readonly string[] = ['apievent', 'apianomalyeventstore', 'bulkapiresulteventstore'];

const STEP = 'query-transaction-security';
const POLICIES = 'SELECT DeveloperName, EventName, State FROM TransactionSecurityPolicy';

/** Names of the active policies that monitor API requests. */
export const readApiPolicies = async (
  door: OrgDoor,
  isNeeded: boolean,
  coverage: Coverage,
): Promise<Known<string[]>> => {
  if (!isNeeded) {
    coverage.skipped(STEP, 'no-flow-on');
    return unknown('no-flow-on');
  }
  return mapKnown(coverage.record(STEP, await door.query(POLICIES)), (rows) =>
    rows.filter(watchesApi).map((row) => text(row.DeveloperName) ?? ''),
  );
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
