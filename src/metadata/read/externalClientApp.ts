import { defined } from '../../values.js';
import type {
  EcaGlobalSettingsFacts,
  EcaHeaderFacts,
  EcaPluginFacts,
  EcaPolicyFacts,
  EcaSatelliteFacts,
  Unparsable,
} from '../facts.js';
import { isPlaceholder, plainSecretIn } from '../secrets.js';
import { SWITCHES } from '../switches.js';
import { elementsAt, valueOf, type Element } from '../xml/tree.js';
import { flagAt, differingValues, firstValue, onlyValue, readAs, valuesAt, wordAt } from './values.js';

export const ecaHeaderFacts = (text: string): EcaHeaderFacts | Unparsable =>
  readAs('ExternalClientApplication', text, (root, document) => ({
    kind: 'ExternalClientApplication',
    ...defined({
      label: firstValue(root, 'label'),
      contact: firstValue(root, 'contactEmail'),
      distributionState: firstValue(root, 'distributionState'),
      secretOffset: plainSecretIn(document),
    }),
  }));

export const ecaPolicyFacts = (text: string): EcaPolicyFacts | Unparsable =>
  readAs('ExtlClntAppOauthConfigurablePolicies', text, (root, document) => {
    const { flag, user } = SWITCHES.ExtlClntAppOauthConfigurablePolicies;
    return {
      kind: 'ExtlClntAppOauthConfigurablePolicies',
      flow: flagAt(root, flag),
      ipRelaxation: wordAt(root, 'ipRelaxationPolicyType'),
      ...defined({
        externalClientApplication: onlyValue(root, 'externalClientApplication'),
        executionUser: firstValue(root, ...user),
        userCopies: differingValues(root, user),
        sessionTimeoutInMinutes: firstValue(root, 'sessionTimeoutInMinutes'),
        permittedUsers: wordAt(root, 'permittedUsersPolicyType') ?? undefined,
        admitted: admittedIn(root),
        secretOffset: plainSecretIn(document),
      }),
    };
  });

export const ecaPluginFacts = (text: string): EcaPluginFacts | Unparsable =>
  readAs('ExtlClntAppConfigurablePolicies', text, (root, document) => ({
    kind: 'ExtlClntAppConfigurablePolicies',
    appEnabled: flagAt(root, ['isEnabled']),
    pluginEnabled: flagAt(root, ['isOauthPluginEnabled']),
    ...parentIn(root),
    ...defined({ secretOffset: plainSecretIn(document) }),
  }));

export const ecaGlobalSettingsFacts = (text: string): EcaGlobalSettingsFacts | Unparsable =>
  readAs('ExtlClntAppGlobalOauthSettings', text, (root, document) => ({
    kind: 'ExtlClntAppGlobalOauthSettings',
    enablement: flagAt(root, ['isClientCredentialsFlowEnabled']),
    hasSecretElement: elementsAt(root, ['consumerSecret']).length > 0,
    ...parentIn(root),
    ...defined({ keyOffset: realValueAt(root, 'consumerKey'), secretOffset: plainSecretIn(document) }),
  }));

export const ecaSatelliteFacts =
  (kind: EcaSatelliteFacts['kind']) =>
  (text: string): EcaSatelliteFacts | Unparsable =>
    readAs(kind, text, (root, document) => ({
      kind,
      ...parentIn(root),
      ...defined({ secretOffset: plainSecretIn(document) }),
    }));

const parentIn = (root: Element): { externalClientApplication?: string } =>
  defined({ externalClientApplication: onlyValue(root, 'externalClientApplication') });

const admittedIn = (root: Element): EcaPolicyFacts['admitted'] => {
  const profiles = namesAt(root, 'commaSeparatedProfile');
  const permissionSets = namesAt(root, 'commaSeparatedPermissionSet');
  return profiles.length + permissionSets.length === 0 ? undefined : { profiles, permissionSets };
};

const namesAt = (root: Element, name: string): string[] =>
  valuesAt(root, name)
    .flatMap((value) => value.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '');

const realValueAt = (root: Element, name: string): number | undefined =>
  elementsAt(root, [name]).find((element) => !isPlaceholder(valueOf(element)))?.start;
