import type { EcaPluginFacts, EcaPolicyFacts } from '../../metadata/facts.js';
import { componentKey } from '../../values.js';
import { shownUsers } from '../factors/usersOf.js';
import type { Evidence } from '../model.js';
import type { AppPolicyRow, Component, EcaSubject, Origin, PolicyRow } from '../subject.js';
import { appName } from '../names.js';
import { rowsOf, sourceOf, unreadRows } from './evidence.js';

/** The object of policies in SOQL, as evidence spells it. */
export const POLICY_OBJECT = 'ExtlClntAppOauthPlcyCnfg';

const POLICY_TYPE = 'ExtlClntAppOauthConfigurablePolicies';

/** All evidence for the verdict about an external client app, from both sources, including where they disagree. */
export const policyEvidence = (subject: EcaSubject): Evidence[] => [
  ...countRows(subject),
  ...subject.policies.flatMap((policy) => policyRows(subject.origin, policy, isOnByQuery(subject))),
  ...subject.plugins.flatMap((plugin) => pluginRows(subject.origin, plugin)),
  ...(subject.crossCheck.known ? subject.crossCheck.value.flatMap((row) => queryRows(row, isOnAnywhere(subject))) : []),
  ...(subject.plugins.length > 0 ? (subject.appPolicyRows ?? []).flatMap(appPolicyEvidence) : []),
];

/** The user and IP relaxation in SOQL count if either source says that the flow is on. */
const isOnAnywhere = ({ policies }: EcaSubject): boolean =>
  policies.some(({ facts }) => facts !== 'not-returned' && facts.kind !== 'unparsable' && facts.flow.state === 'on');

const isOnByQuery = ({ crossCheck }: EcaSubject): boolean =>
  crossCheck.known && crossCheck.value.some(({ enabled }) => enabled === true);

/** The object of an app's own switches in SOQL. */
export const APP_POLICY_OBJECT = 'ExtlClntAppPlcyCnfg';

const appPolicyEvidence = ({ developerName, appEnabled, pluginEnabled }: AppPolicyRow): Evidence[] =>
  rowsOf('query', `${APP_POLICY_OBJECT}:${developerName}`, {
    IsEnabled: shown(appEnabled),
    OauthPluginStatus: shown(pluginEnabled),
  });

const shown = (value: boolean | undefined): string | null => (value === undefined ? null : String(value));

/** The absence of a policy is evidence as well. Null: the source doesn't show it. */
const countRows = (subject: EcaSubject): Evidence[] => {
  const { origin, app, policies, crossCheck, unlinkedPolicies, arePoliciesUnlisted, missingFrom } = subject;
  const source = sourceOf(origin);
  const noPolicy =
    policies.length === 0 ? rowsOf(source, POLICY_TYPE, { count: arePoliciesUnlisted ? null : '0' }) : [];
  const unlinked = policies.length > 0 ? [] : unlinkedPolicies;
  const queried = crossCheck.known ? String(crossCheck.value.length) : null;
  const unseen =
    missingFrom !== undefined && policies.length === 0 ? rowsOf(missingFrom, appName(app), { count: '0' }) : [];
  return [
    ...noPolicy,
    ...unseen,
    ...unlinked.flatMap((name) => rowsOf(source, `${POLICY_TYPE}:${name}`, { externalClientApplication: null })),
    ...(origin === 'source' ? [] : rowsOf('query', POLICY_OBJECT, { count: queried })),
  ];
};

const policyRows = (origin: Origin, policy: Component<EcaPolicyFacts>, isOnElsewhere: boolean): Evidence[] => {
  const { facts } = policy;
  if (facts === 'not-returned' || facts.kind === 'unparsable') return unreadRows(origin, policy, facts);
  return rowsOf(sourceOf(origin), componentKey(policy), {
    isClientCredentialsFlowEnabled: facts.flow.value,
    ...(facts.flow.stray === undefined ? {} : { '*.isClientCredentialsFlowEnabled': facts.flow.stray }),
    ...(facts.flow.state === 'on' || isOnElsewhere
      ? { clientCredentialsFlowUser: shownUsers(facts), ipRelaxationPolicyType: facts.ipRelaxation }
      : {}),
  });
};

const pluginRows = (origin: Origin, plugin: Component<EcaPluginFacts>): Evidence[] => {
  const { facts } = plugin;
  if (facts === 'not-returned' || facts.kind === 'unparsable') return unreadRows(origin, plugin, facts);
  return rowsOf(sourceOf(origin), componentKey(plugin), {
    isEnabled: facts.appEnabled.value,
    isOauthPluginEnabled: facts.pluginEnabled.value,
  });
};

const queryRows = ({ developerName, enabled, executionUser, ipRelaxation }: PolicyRow, isOn: boolean): Evidence[] =>
  rowsOf('query', `${POLICY_OBJECT}:${developerName}`, {
    IsClientCredentialsFlowEnabled: enabled === null ? null : String(enabled),
    ...(enabled || isOn
      ? {
          ClientCredentialsFlowUser: executionUser ?? null,
          IpRelaxationPolicyType: ipRelaxation === null ? null : String(ipRelaxation),
        }
      : {}),
  });
