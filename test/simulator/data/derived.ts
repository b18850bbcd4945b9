import { idOf } from '../ids.js';
import type { OrgState, Row, StoredComponent } from '../state.js';
import { rootOf, textOf } from '../xml.js';
import { queueOf } from '../deploy/queue.js';
import { visibleRows, type Caller } from './access.js';
import { PERMISSIONS, permissionsOf } from './permissions.js';

/**
 * Records that the org computes from its metadata or from who is asking. All others are rows of the state, and so are
 * those that somebody adds to the computed ones.
 */

type Source = (state: OrgState, caller: Caller) => Row[];

const sources: Readonly<Record<string, Source>> = {
  ConnectedApplication: (state) => state.componentsOf('ConnectedApp').map(connectedApplication),
  DeployRequest: (state) => (state.settings.deployRequests === 'empty' ? [] : queueOf(state).rows()),
  ExternalClientApplication: (state) => state.componentsOf('ExternalClientApplication').map(externalClientApplication),
  ExtlClntAppOauthPlcyCnfg: (state) =>
    state.componentsOf('ExtlClntAppOauthConfigurablePolicies').map((component) => oauthPolicy(component, state)),
  ExtlClntAppPlcyCnfg: (state) =>
    state.componentsOf('ExtlClntAppConfigurablePolicies').map((component) => appPolicy(component, state)),
  UserPermissionAccess: (state, caller) => [userPermissionAccess(state, caller)],
};

export function rowsFor(object: string, state: OrgState, caller: Caller): Row[] {
  const source = sources[object];
  if (!source) return visibleRows(object, state, caller);
  const derived = source(state, caller).flatMap((row) => {
    const override = state.settings.overrides[`${object}:${String(row['DeveloperName'])}`];
    return override === 'absent' ? [] : [{ ...row, ...override }];
  });
  return [...derived, ...state.rowsOf(object)];
}

const baseName = ({ fullName, namespacePrefix }: StoredComponent): string =>
  namespacePrefix === undefined ? fullName : fullName.replace(new RegExp(`^${namespacePrefix}__`), '');

function connectedApplication(component: StoredComponent): Row {
  return { Id: component.id, Name: textOf(rootOf(component.text), 'label') ?? component.fullName };
}

function externalClientApplication(component: StoredComponent): Row {
  const root = rootOf(component.text);
  return {
    Id: component.id,
    DeveloperName: baseName(component),
    MasterLabel: textOf(root, 'label') ?? baseName(component),
    NamespacePrefix: component.namespacePrefix ?? null,
    DistributionState: textOf(root, 'distributionState') ?? 'Local',
    ContactEmail: textOf(root, 'contactEmail') ?? null,
  };
}

const RELAXATION = ['enforce', 'bypass_2factor', 'bypass', 'enforce_relaxrefresh'];

function oauthPolicy(component: StoredComponent, state: OrgState): Row {
  const root = rootOf(component.text);
  const relaxation = RELAXATION.indexOf((textOf(root, 'ipRelaxationPolicyType') ?? 'Enforce').toLowerCase());
  const parent = textOf(root, 'externalClientApplication') ?? '';
  return {
    Id: component.id,
    DeveloperName: baseName(component),
    MasterLabel: textOf(root, 'label') ?? baseName(component),
    NamespacePrefix: component.namespacePrefix ?? null,
    IsClientCredentialsFlowEnabled: isTrue(textOf(root, 'isClientCredentialsFlowEnabled')),
    ClientCredentialsFlowUser: textOf(root, 'clientCredentialsFlowUser') ?? null,
    IpRelaxationPolicyType: relaxation < 0 ? null : relaxation,
    ExternalClientApplicationId: state.component('ExternalClientApplication', parent)?.id ?? null,
  };
}

function appPolicy(component: StoredComponent, state: OrgState): Row {
  const root = rootOf(component.text);
  const parent = textOf(root, 'externalClientApplication') ?? '';
  const isOn = (name: string): boolean => isTrue(textOf(root, name) ?? 'true');
  return {
    Id: component.id,
    DeveloperName: baseName(component),
    MasterLabel: textOf(root, 'label') ?? baseName(component),
    NamespacePrefix: component.namespacePrefix ?? null,
    IsEnabled: isOn('isEnabled'),
    OauthPluginStatus: isOn('isOauthPluginEnabled') ? 'Enabled' : 'Disabled',
    ExternalClientApplicationId: state.component('ExternalClientApplication', parent)?.id ?? null,
  };
}

const isTrue = (text: string | undefined): boolean => text === 'true' || text === '1';

function userPermissionAccess(state: OrgState, { userId, now }: Caller): Row {
  const held = permissionsOf(state, userId, now);
  return {
    Id: idOf('UserPermissionAccess', 0),
    ...Object.fromEntries(PERMISSIONS.map((name) => [`Permissions${name}`, held.has(name)])),
  };
}
