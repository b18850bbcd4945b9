import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SfError } from '@salesforce/core';
import type { Reads } from '../../../src/actions/doors.js';
import type { VerifyRequest } from '../../../src/actions/verify/request.js';
import { verify } from '../../../src/actions/verify/verify.js';
import { run } from '../../../src/cli/run.js';
import type { VerifyResult } from '../../../src/migration/verifyResult.js';
import { openOrg } from '../../../src/org/connect.js';
import { controls } from '../../../src/posture/controls/all.js';
import { HomeFolder, storeLogin } from '../../org/support/homeFolder.js';
import { selfSigned, type KeyPair } from '../../simulator/certificate.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import { clientCredentialsOf } from '../../simulator/deploy/keys.js';
import { CLI_CLIENT } from '../../simulator/login/credentials.js';
import { startSimulator, type Login, type Simulator, type SimulatorOptions } from '../../simulator/simulator.js';
import { SILENT } from './auditedOrg.js';

/** Made once: a pair takes longer than a test. */
export const CLIENT: KeyPair = selfSigned('Order Sync');
export const STRANGER: KeyPair = selfSigned('A stranger');

export const bodyOf = ({ certificate }: KeyPair): string => certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');

/** Whom the apps of the demo org let in by JWT bearer. */
export const ORDER_USER = 'deploy.admin@example.com';
export const WAREHOUSE_USER = 'integration.warehouse@example.com';

/** The permission set that lets that user in. */
export const ORDER_ACCESS = '0PSWs0000000OSAAAA';

const letIn = (state: Simulator['state']): void => {
  state.addRow('PermissionSet', { Id: ORDER_ACCESS, Name: 'Order_Sync_Access', Label: 'Order Sync Access' });
  state.addRow('PermissionSetAssignment', {
    AssigneeId: state.user(ORDER_USER)?.['Id'],
    PermissionSetId: ORDER_ACCESS,
    IsActive: true,
  });
};

/** As a person would leave it who moved both apps by hand. */
export const moveApps = (simulator: Simulator): void => {
  const { state } = simulator;
  const edit = (type: string, name: string, replace: (text: string) => string): void =>
    void simulator.setComponent(type, name, replace(state.component(type, name)?.text ?? ''));
  if (!state.rowsOf('PermissionSet').some(({ Id }) => Id === ORDER_ACCESS)) letIn(state);
  edit('ConnectedApp', 'Order_Sync', (text) =>
    text
      .replace('<consumerKey>', `<certificate>${bodyOf(CLIENT)}</certificate>\n        <consumerKey>`)
      .replace('</oauthPolicy>', '</oauthPolicy>\n    <permissionSetName>Order_Sync_Access</permissionSetName>'),
  );
  edit('ExtlClntAppOauthConfigurablePolicies', 'Warehouse_Gateway_oauthPlcy', (text) =>
    text.replace(
      '<externalClientApplication>',
      '<commaSeparatedPermissionSet>Warehouse_Operations</commaSeparatedPermissionSet>\n    <externalClientApplication>',
    ),
  );
  edit('ExtlClntAppGlobalOauthSettings', 'Warehouse_Gateway_glbloauth', (text) =>
    text.replace('<consumerKey>', `<certificate>${bodyOf(CLIENT)}</certificate>\n    <consumerKey>`),
  );
};

export type MovingOrg = {
  simulator: Simulator;
  login: Login;
  folder: string;
  /** Readable by its owner alone, unless told otherwise. */
  write(name: string, content: string | Uint8Array, mode?: number): string;
  verify(
    request?: Partial<VerifyRequest>,
    how?: { pauses?: readonly number[]; signal?: AbortSignal; now?: Date },
  ): Promise<VerifyResult>;
  refusal(request?: Partial<VerifyRequest>): Promise<SfError>;
  clientIdOf(kind: 'ConnectedApp' | 'ExternalClientApplication', name: string): string;
  /** Those of apps that the org takes. */
  tokens(): string[];
  stop(): Promise<void>;
};

const interruptible =
  (signal: AbortSignal): Reads['openOrg'] =>
  (target) =>
    openOrg({ target, waitMs: 10_000, signal, ...SILENT.impatience });

export const startMovingOrg = async ({
  user,
  ...options
}: SimulatorOptions & { user?: string } = {}): Promise<MovingOrg> => {
  const home = new HomeFolder();
  await home.moveIn();
  const simulator = await startSimulator({ pollsUntilDone: 0, folder: DEMO_ORG, ...options });
  const login = simulator.login(user);
  await storeLogin(login);
  const write: MovingOrg['write'] = (name, content, mode = 0o600) => {
    writeFileSync(join(home.path, name), content, { mode });
    return join(home.path, name);
  };
  const keyFile = write('key.pem', CLIENT.privateKey);
  const verifyThis: MovingOrg['verify'] = (request = {}, { pauses = [1], signal, now } = {}) => {
    simulator.journal.clear();
    return run({ ...SILENT, apiVersion: undefined, waitMs: 10_000 }, ({ doors }) =>
      verify(
        {
          org: login.username,
          controls: controls.map(({ id }) => id),
          app: 'Order_Sync',
          keyFile,
          username: ORDER_USER,
          waitMs: 0,
          usageDays: 7,
          hasModes: true,
          ...request,
        },
        { ...doors, ...(signal && { signal, openOrg: interruptible(signal) }), ...(now && { now: () => now }) },
        pauses,
      ),
    );
  };
  return {
    simulator,
    login,
    folder: home.path,
    write,
    verify: verifyThis,
    refusal: async (request) => {
      const ended: unknown = await verifyThis(request).catch((error: unknown) => error);
      if (ended instanceof SfError) return ended;
      throw new Error(`Not refused: ${JSON.stringify(ended)}`);
    },
    clientIdOf: (kind, name) => clientCredentialsOf(simulator.state, kind, name).clientId,
    tokens: () =>
      [...simulator.state.sessions].flatMap(([token, { clientId }]) => (clientId === CLI_CLIENT ? [] : [token])),
    stop: async () => {
      await simulator.stop();
      await home.moveOut();
    },
  };
};
