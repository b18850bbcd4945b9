import { defined } from '../defined.js';
import type { OrgDoor, Row } from '../org/door.js';
import type { Known, PolicyRow } from '../posture/subject.js';
import type { Coverage } from './coverage.js';
import { shortId } from './names.js';

/** The second source for external client apps: what SOQL says of the apps and of their OAuth policies. */
export type CrossCheck = { apps: Known<QueriedApp[]>; policies: Known<QueriedPolicy[]> };
export type QueriedApp = { id: string; name: string; label?: string; namespace?: string };
export type QueriedPolicy = PolicyRow & { appId: string };

const APPS = 'SELECT Id, DeveloperName, MasterLabel, NamespacePrefix FROM ExternalClientApplication';
const POLICIES =
  'SELECT DeveloperName, IsClientCredentialsFlowEnabled, ClientCredentialsFlowUser, IpRelaxationPolicyType, ' +
  'ExternalClientApplicationId FROM ExtlClntAppOauthPlcyCnfg';

export const readCrossCheck = async (door: OrgDoor, coverage: Coverage): Promise<CrossCheck> => {
  const [apps, policies] = await Promise.all([door.query(APPS), door.query(POLICIES)]);
  return {
    apps: map(coverage.record('query-external-client-apps', apps), toApp),
    policies: map(coverage.record('query-oauth-policies', policies), toPolicy),
  };
};

const map = <T>(rows: Known<Row[]>, convert: (row: Row) => T): Known<T[]> =>
  rows.known ? { known: true, value: rows.value.map(convert) } : rows;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const toApp = (row: Row): QueriedApp => ({
  id: shortId(text(row.Id) ?? ''),
  name: text(row.DeveloperName) ?? '',
  ...defined({ label: text(row.MasterLabel), namespace: text(row.NamespacePrefix) }),
});

const toPolicy = (row: Row): QueriedPolicy => {
  const relaxation = row.IpRelaxationPolicyType;
  return {
    appId: shortId(text(row.ExternalClientApplicationId) ?? ''),
    developerName: text(row.DeveloperName) ?? '',
    enabled: typeof row.IsClientCredentialsFlowEnabled === 'boolean' ? row.IsClientCredentialsFlowEnabled : null,
    ipRelaxation: typeof relaxation === 'string' || typeof relaxation === 'number' ? relaxation : null,
    ...defined({ executionUser: text(row.ClientCredentialsFlowUser) }),
  };
};
