import { defined } from '../defined.js';
import type { EcaHeaderFacts, EcaPluginFacts, EcaPolicyFacts, Unparsable } from './facts.js';
import { flagAt } from './flag.js';
import { differingValues, firstValue, readAs, wordAt } from './reading.js';
import { SWITCHES } from './switches.js';

export const ecaHeaderFacts = (text: string): EcaHeaderFacts | Unparsable =>
  readAs('ExternalClientApplication', text, (root) => ({
    kind: 'ExternalClientApplication',
    ...defined({ label: firstValue(root, 'label'), distributionState: firstValue(root, 'distributionState') }),
  }));

export const ecaPolicyFacts = (text: string): EcaPolicyFacts | Unparsable =>
  readAs('ExtlClntAppOauthConfigurablePolicies', text, (root) => {
    const { flag, user } = SWITCHES.ExtlClntAppOauthConfigurablePolicies;
    return {
      kind: 'ExtlClntAppOauthConfigurablePolicies',
      flow: flagAt(root, flag),
      ipRelaxation: wordAt(root, 'ipRelaxationPolicyType'),
      ...defined({
        externalClientApplication: firstValue(root, 'externalClientApplication'),
        executionUser: firstValue(root, ...user),
        userCopies: differingValues(root, user),
        sessionTimeoutInMinutes: firstValue(root, 'sessionTimeoutInMinutes'),
      }),
    };
  });

export const ecaPluginFacts = (text: string): EcaPluginFacts | Unparsable =>
  readAs('ExtlClntAppConfigurablePolicies', text, (root) => ({
    kind: 'ExtlClntAppConfigurablePolicies',
    appEnabled: flagAt(root, ['isEnabled']),
    pluginEnabled: flagAt(root, ['isOauthPluginEnabled']),
    ...defined({ externalClientApplication: firstValue(root, 'externalClientApplication') }),
  }));
