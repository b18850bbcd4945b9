import type { ListedComponent, OrgDoor } from '../org/door.js';
import type { OrgProblem } from '../org/problem.js';
import { retrieveAll } from '../org/requests/retrieve/retrieveAll.js';
import { together } from '../org/requests/together.js';
import type { EcaSubject, Subject } from '../posture/subject.js';
import { componentKey } from '../values.js';
import { withQueriedIds } from './apps/appIds.js';
import { readCallerPermissions, type CallerPermissions } from './apps/callerPermissions.js';
import { connectedAppSubjects } from './apps/connectedApps.js';
import { readCrossCheck, skipCrossCheck, type CrossCheck } from './apps/crossCheck.js';
import { readEcaSettings } from './apps/ecaSettings.js';
import { externalClientAppSubjects } from './apps/externalClientApps.js';
import { flowApps } from './apps/flowApps.js';
import {
  CONNECTED_APP_TYPES,
  ECA_TYPES,
  lacksClientApps,
  list,
  recordList,
  type ListedType,
  type Listing,
} from './apps/listing.js';
import { queryConnectedApps, unlistedSubjects } from './apps/unlistedApps.js';
import { buildContext } from './context/context.js';
import { Coverage, why } from './coverage.js';
import type { Inventory, OrgScope } from './model.js';

export type OrgReading = { ok: true; inventory: Inventory } | { ok: false; problem: OrgProblem };

const NOT_ASKED: CrossCheck = {
  apps: { known: true, value: [] },
  policies: { known: true, value: [] },
  appPolicies: { known: true, value: [] },
};

/** Reads in two passes: first every app with its flag, then users, network, and use of the apps whose flow is on. */
export const readOrg = async (door: OrgDoor, scope: OrgScope, coverage: Coverage): Promise<OrgReading> => {
  // Types that not every org has share one call, so that asking for each of them again doesn't affect the other types.
  const types: ListedType[] = [...(scope.externalClientApps ? ECA_TYPES : []), ...CONNECTED_APP_TYPES, 'Profile'];
  const [caller, listing] = await together([readCallerPermissions(door, coverage), list(door, types)]);
  const unreachable = commonProblem(listing);
  if (unreachable) return { ok: false, problem: unreachable };

  const rows = (type: ListedType) => recordList(listing, type, caller, coverage);
  const listed = new Coverage();
  const connectedApps = recordList(listing, 'ConnectedApp', caller, listed);
  const listedPolicies = new Coverage();
  const policies = recordList(listing, 'ExtlClntAppOauthConfigurablePolicies', caller, listedPolicies);
  coverage.add(listedPolicies);
  const ecas = {
    apps: rows('ExternalClientApplication'),
    policies,
    arePoliciesListed: isListed(listedPolicies),
    plugins: rows('ExtlClntAppConfigurablePolicies'),
  };
  const [retrieved, crossCheck, queried] = await together([
    retrieveAll(door, eachOnce([...connectedApps, ...ecas.apps, ...ecas.policies, ...ecas.plugins])),
    readSecondSource(door, scope, listing, caller, coverage),
    isListed(listed) ? queryConnectedApps(door) : [],
  ]);
  if (retrieved.failure) coverage.failed('retrieve-apps', why(retrieved.failure));
  else coverage.ok('retrieve-apps', retrieved.files.size);

  const clientApps = externalClientAppSubjects(ecas, retrieved, crossCheck);
  // Even if connected apps aren't in scope, any of them may run as the user of an external client app whose flow is on.
  const isCompared = scope.connectedApps || flowApps(clientApps).length > 0;
  if (isCompared) coverage.add(listed);
  const now = new Date(door.orgTime() ?? Date.now());
  const ownApps = isCompared ? withQueriedIds(connectedAppSubjects(connectedApps, retrieved, now), queried) : [];
  const unlisted = isCompared ? unlistedSubjects(queried, connectedApps, ownApps) : [];
  const subjects: Subject[] = [...ownApps, ...unlisted, ...clientApps];
  const around = { door, subjects, profiles: rows('Profile'), caller, coverage };
  const { context, useAgain } = await buildContext({ ...around, ...scope, connectedApps: isCompared });
  const settings = await readSettings(door, scope, { listing, apps: clientApps, caller }, coverage);
  return { ok: true, inventory: { subjects, context, useAgain, files: retrieved.files, ...settings } };
};

/** Last, and only if a control needs it, because the response contains the keys of apps. */
const readSettings = async (
  door: OrgDoor,
  { ecaSettings }: OrgScope,
  { listing, apps, caller }: { listing: Listing; apps: readonly EcaSubject[]; caller: CallerPermissions },
  coverage: Coverage,
): Promise<Pick<Inventory, 'ecaSettings' | 'settingsNotices'>> => {
  if (!ecaSettings) return {};
  if (lacksClientApps(listing)) {
    coverage.skipped('retrieve-oauth-settings', 'type-not-available');
    return { ecaSettings: [] };
  }
  const { subjects, notices } = await readEcaSettings(door, { apps, caller, ...ecaSettings }, coverage);
  return { ecaSettings: subjects, settingsNotices: notices };
};

/** If the list itself failed, its step already covers all apps that it would have contained. */
const isListed = (listed: Coverage): boolean => listed.steps().every(({ status }) => status === 'ok');

/** Several rows of one component may differ, but it's retrieved once. */
const eachOnce = (rows: readonly ListedComponent[]): ListedComponent[] => [
  ...new Map(rows.map((row) => [componentKey(row), row])).values(),
];

const readSecondSource = (
  door: OrgDoor,
  scope: OrgScope,
  listing: Listing,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<CrossCheck> | CrossCheck => {
  if (!scope.externalClientApps) return NOT_ASKED;
  return lacksClientApps(listing)
    ? skipCrossCheck('type-not-available', coverage)
    : readCrossCheck(door, caller, coverage);
};

const OF_THE_WHOLE_RUN: readonly OrgProblem['code'][] = [
  'session-refused',
  'not-permitted',
  'request-limit',
  'network',
  'cut',
  'timeout',
  'interrupted',
];

/** If every list failed for a reason that isn't specific to one type, nothing could be audited. */
const commonProblem = (listing: Listing): OrgProblem | undefined => {
  const problems = [...listing.values()].map((answer) => (answer.ok ? undefined : answer.problem));
  return problems.every((problem) => problem && OF_THE_WHOLE_RUN.includes(problem.code)) ? problems[0] : undefined;
};
