import type { Connection } from '@salesforce/core';
import { strToU8, zipSync } from 'fflate';
import { connect } from '../connect.js';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator.js';
import {
  connectedApp,
  externalClientApp,
  globalSettings,
  pluginPolicy,
  policy,
  RETIRED_USER,
  USER,
} from './samples.js';

/** An org with one app of each kind, and the real `Connection` that deploys to it. */

export type Outcome = Awaited<ReturnType<Connection['metadata']['checkDeployStatus']>>;
export type Package = Readonly<Record<string, string>>;
export type Options = Parameters<Connection['metadata']['deploy']>[1] & { version?: string };

export const SYNC = 'connectedApps/Sync.connectedApp';
export const GATEWAY_POLICY = 'extlClntAppOauthPolicies/Gateway_oauthPlcy.ecaOauthPlcy';
export const GATEWAY_SETTINGS = 'extlClntAppGlobalOauthSets/Gateway_glbloauth.ecaGlblOauth';

const NAMES: Readonly<Record<string, string>> = {
  connectedApp: 'ConnectedApp',
  eca: 'ExternalClientApplication',
  ecaGlblOauth: 'ExtlClntAppGlobalOauthSettings',
  ecaOauthPlcy: 'ExtlClntAppOauthConfigurablePolicies',
  ecaPlcy: 'ExtlClntAppConfigurablePolicies',
};

export async function startBench(options: SimulatorOptions = {}): Promise<Simulator> {
  const users = [USER, RETIRED_USER].map((Username) => ({
    Username,
    Name: Username,
    IsActive: Username === USER,
    UserType: 'Standard',
    ProfileId: '@Profile:Admin',
  }));
  const org = await startSimulator({ pollsUntilDone: 0, rows: { User: users }, ...options });
  org.setComponent('ConnectedApp', 'Sync', connectedApp());
  org.setComponent('ExternalClientApplication', 'Gateway', externalClientApp());
  org.setComponent('ExtlClntAppConfigurablePolicies', 'Gateway_plcy', pluginPolicy());
  org.setComponent('ExtlClntAppGlobalOauthSettings', 'Gateway_glbloauth', globalSettings());
  org.setComponent('ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy', policy());
  return org;
}

/** With a package.xml that names each file, unless the package brings one. */
export function zip(files: Package, version = '67.0'): Buffer {
  const whole = { 'package.xml': manifest(Object.keys(files).map(memberOf), version), ...files };
  return Buffer.from(zipSync(Object.fromEntries(Object.entries(whole).map(([path, text]) => [path, strToU8(text)]))));
}

export function manifest(members: readonly (readonly [type: string, fullName: string])[], version = '67.0'): string {
  const types = members.map(([type, name]) => `<types><members>${name}</members><name>${type}</name></types>`);
  return `<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata">${types.join('')}<version>${version}</version></Package>`;
}

export async function startDeploy(connection: Connection, content: Buffer, options: Options = {}): Promise<string> {
  const started = await connection.metadata.deploy(content, { rollbackOnError: true, singlePackage: true, ...options });
  return started.id;
}

export async function deploy(org: Simulator, files: Package | Buffer, given: Options = {}): Promise<Outcome> {
  const { version = '67.0', ...options } = given;
  const connection = await connect(org, version);
  const content = files instanceof Buffer ? files : zip(files as Package, version);
  return ended(connection, await startDeploy(connection, content, options));
}

export async function ended(connection: Connection, id: string): Promise<Outcome> {
  for (let poll = 0; poll < 20; poll += 1) {
    const outcome = await connection.metadata.checkDeployStatus(id, true);
    if (outcome.done) return outcome;
  }
  throw new Error(`Deploy ${id} does not end.`);
}

export function problemsOf({ details }: Outcome): string[] {
  return details.componentFailures.map(({ problem }) => problem ?? '');
}

export function textOf(org: Simulator, type: string, fullName: string): string {
  const component = org.state.component(type, fullName);
  if (!component) throw new Error(`The org has no ${type} ${fullName}.`);
  return component.text;
}

export const syncText = (org: Simulator): string => textOf(org, 'ConnectedApp', 'Sync');
export const policyText = (org: Simulator): string =>
  textOf(org, 'ExtlClntAppOauthConfigurablePolicies', 'Gateway_oauthPlcy');

function memberOf(path: string): [string, string] {
  const [, name = path, suffix = ''] = /([^/]+)\.(\w+)$/.exec(path) ?? [];
  return [NAMES[suffix] ?? suffix, name];
}
