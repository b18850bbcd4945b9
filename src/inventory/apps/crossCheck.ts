import type { Answer, OrgDoor, Row } from '../../org/door.js';
import { text } from '../../org/requests/soql.js';
import { together } from '../../org/requests/together.js';
import { type Known, mapKnown, unknown } from '../../posture/known.js';
import type { StepName } from '../../posture/model.js';
import { fold, idOf } from '../../posture/names.js';
import type { AppPolicyRow, PolicyRow } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { mayNotSee, type Coverage } from '../coverage.js';
import type { CallerPermissions } from './callerPermissions.js';
import { mayBeBelieved } from './listing.js';

/** The second source for external client apps: what SOQL says of the apps and of their OAuth policies. */
export type CrossCheck = {
  apps: Known<QueriedApp[]>;
  policies: Known<QueriedPolicy[]>;
  /** The apps' own switches: reported if they were read, and not required for a verdict. */
  appPolicies: Known<QueriedAppPolicy[]>;
};
export type QueriedApp = { id?: string; name: string; label?: string; namespace?: string };
export type QueriedPolicy = PolicyRow & { appId?: string };
export type QueriedAppPolicy = AppPolicyRow & { appId?: string };

const APP_POLICIES_STEP = 'query-app-policies';

export const APPS = 'SELECT Id, DeveloperName, MasterLabel, NamespacePrefix FROM ExternalClientApplication';
const POLICY_COLUMNS = [
  'DeveloperName',
  'IsClientCredentialsFlowEnabled',
  'ClientCredentialsFlowUser',
  'IpRelaxationPolicyType',
  'ExternalClientApplicationId',
];
export const POLICIES = `SELECT ${POLICY_COLUMNS.join(', ')} FROM ExtlClntAppOauthPlcyCnfg`;
const APP_POLICIES =
  'SELECT DeveloperName, IsEnabled, OauthPluginStatus, ExternalClientApplicationId FROM ExtlClntAppPlcyCnfg';

export const readCrossCheck = async (
  door: OrgDoor,
  caller: CallerPermissions,
  coverage: Coverage,
): Promise<CrossCheck> => {
  const [apps, policies, appPolicies] = await together([
    door.query(APPS),
    door.query(POLICIES),
    readAppPolicies(door, caller, coverage),
  ]);
  return {
    appPolicies,
    apps: mapKnown(believed('query-external-client-apps', apps, caller, coverage), (rows) => rows.map(toApp)),
    policies: mapKnown(believed('query-oauth-policies', whole(policies), caller, coverage), (rows) =>
      rows.map(toPolicy),
    ),
  };
};

/** Like an empty list, an empty answer counts only if the caller could see its rows. */
const believed = (
  step: StepName,
  answer: Answer<Row[]>,
  { maySeeExternalClientApps: maySee, missingForExternalClientApps: missing }: CallerPermissions,
  coverage: Coverage,
): Known<Row[]> => {
  if (!answer.ok || mayBeBelieved(answer.value, maySee)) return coverage.record(step, answer);
  coverage.failed(step, mayNotSee(maySee, missing));
  return unknown('not-shown');
};

/**
 * An org returns every column, with null for an empty one. A row without a column would look like one with an empty
 * value, so the answer is rejected.
 */
const whole = (answer: Answer<Row[]>): Answer<Row[]> => {
  const isWhole = (row: Row): boolean => POLICY_COLUMNS.every((column) => row[column] !== undefined);
  if (!answer.ok || answer.value.every(isWhole)) return answer;
  return { ok: false, problem: { code: 'unexpected-answer', errorCode: 'NO_COLUMN', detail: '' } };
};

/** Queried only if the caller can see these objects. Skipping it isn't a failure. */
const readAppPolicies = async (
  door: OrgDoor,
  { maySeeExternalClientApps, missingForExternalClientApps: missing }: CallerPermissions,
  coverage: Coverage,
): Promise<CrossCheck['appPolicies']> => {
  if (maySeeExternalClientApps.known && maySeeExternalClientApps.value) {
    const rows = coverage.record(APP_POLICIES_STEP, await door.query(APP_POLICIES));
    return mapKnown(rows, (found) => found.map(toAppPolicy));
  }
  const unseen = mayNotSee(maySeeExternalClientApps, missing);
  coverage.skipped(APP_POLICIES_STEP, unseen);
  return unknown(unseen);
};

/** Skipped if the org has no external client apps. */
export const skipCrossCheck = (why: string, coverage: Coverage): CrossCheck => {
  coverage.skipped('query-external-client-apps', why);
  coverage.skipped('query-oauth-policies', why);
  coverage.skipped(APP_POLICIES_STEP, why);
  return { apps: unknown(why), policies: unknown(why), appPolicies: unknown(why) };
};

const UNNAMED = '?';

export const toApp = (row: Row): QueriedApp => {
  const id = idOf(text(row.Id));
  return {
    name: text(row.DeveloperName) ?? id ?? UNNAMED,
    ...defined({ id, label: text(row.MasterLabel), namespace: text(row.NamespacePrefix) }),
  };
};

export const toPolicy = (row: Row): QueriedPolicy => {
  return {
    developerName: text(row.DeveloperName) ?? UNNAMED,
    enabled: switchOf(row.IsClientCredentialsFlowEnabled),
    ipRelaxation: relaxationOf(row.IpRelaxationPolicyType),
    ...defined({
      appId: idOf(text(row.ExternalClientApplicationId)),
      executionUser: userIn(row.ClientCredentialsFlowUser),
    }),
  };
};

/** Only an empty value means "not set". A value of an undocumented type isn't a word of the platform. */
const relaxationOf = (value: unknown): PolicyRow['ipRelaxation'] =>
  isEmpty(value) ? null : typeof value === 'number' ? value : spelledOut(value);

const userIn = (value: unknown): string | undefined => (isEmpty(value) ? undefined : spelledOut(value));

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

const spelledOut = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const toAppPolicy = (row: Row): QueriedAppPolicy => ({
  developerName: text(row.DeveloperName) ?? UNNAMED,
  ...defined({
    appId: idOf(text(row.ExternalClientApplicationId)),
    appEnabled: switchOf(row.IsEnabled) ?? undefined,
    pluginEnabled: switchOf(row.OauthPluginStatus) ?? undefined,
  }),
});

const ON: readonly string[] = ['true', '1', 'enabled', 'active', 'on', 'yes'];
const OFF: readonly string[] = ['false', '0', 'disabled', 'inactive', 'off', 'no'];

/**
 * The objects are undocumented, so other spellings of a boolean are accepted. Any other value means neither on nor off.
 */
const switchOf = (value: unknown): boolean | null => {
  const spelled = fold(String(value).trim());
  if (ON.includes(spelled)) return true;
  return OFF.includes(spelled) ? false : null;
};
