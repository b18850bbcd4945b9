import { defined } from '../defined.js';
import type { OrgDoor, Row } from '../org/door.js';
import { fold } from '../posture/names.js';
import type { Known, PolicyRow } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
import { mapKnown, unknown } from './known.js';
import { idOf } from './names.js';
import { text } from './rows.js';
import { together } from './together.js';

/** The second source for external client apps: what SOQL says of the apps and of their OAuth policies. */
export type CrossCheck = { apps: Known<QueriedApp[]>; policies: Known<QueriedPolicy[]> };
export type QueriedApp = { id?: string; name: string; label?: string; namespace?: string };
export type QueriedPolicy = PolicyRow & { appId?: string };

/** Its steps. */
export const CROSS_CHECK: readonly string[] = ['query-external-client-apps', 'query-oauth-policies'];

const APPS = 'SELECT Id, DeveloperName, MasterLabel, NamespacePrefix FROM ExternalClientApplication';
const POLICIES =
  'SELECT DeveloperName, IsClientCredentialsFlowEnabled, ClientCredentialsFlowUser, IpRelaxationPolicyType, ' +
  'ExternalClientApplicationId FROM ExtlClntAppOauthPlcyCnfg';

export const readCrossCheck = async (door: OrgDoor, coverage: Coverage): Promise<CrossCheck> => {
  const [apps, policies] = await together([door.query(APPS), door.query(POLICIES)]);
  return {
    apps: mapKnown(coverage.record('query-external-client-apps', apps), (rows) => rows.map(toApp)),
    policies: mapKnown(coverage.record('query-oauth-policies', policies), (rows) => rows.map(toPolicy)),
  };
};

/** Not asked for where the org has no such apps. */
export const skipCrossCheck = (why: string, coverage: Coverage): CrossCheck => {
  for (const step of CROSS_CHECK) coverage.skipped(step, why);
  return { apps: unknown(why), policies: unknown(why) };
};

const UNNAMED = '?';

const toApp = (row: Row): QueriedApp => {
  const id = idOf(text(row.Id));
  return {
    name: text(row.DeveloperName) ?? id ?? UNNAMED,
    ...defined({ id, label: text(row.MasterLabel), namespace: text(row.NamespacePrefix) }),
  };
};

const toPolicy = (row: Row): QueriedPolicy => {
  const relaxation = row.IpRelaxationPolicyType;
  return {
    developerName: text(row.DeveloperName) ?? UNNAMED,
    enabled: switchOf(row.IsClientCredentialsFlowEnabled),
    ipRelaxation: typeof relaxation === 'string' || typeof relaxation === 'number' ? relaxation : null,
    ...defined({
      appId: idOf(text(row.ExternalClientApplicationId)),
      executionUser: text(row.ClientCredentialsFlowUser),
    }),
  };
};

/** The object is undocumented, so other spellings of a boolean count. What is none of them confirms neither. */
const switchOf = (value: unknown): boolean | null => {
  const spelled = fold(String(value).trim());
  if (['true', '1'].includes(spelled)) return true;
  return ['false', '0'].includes(spelled) ? false : null;
};
