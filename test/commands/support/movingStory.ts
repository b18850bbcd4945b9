import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askForToken } from '../../simulator/askForToken.js';
import { selfSigned } from '../../simulator/certificate.js';
import type { Simulator } from '../../simulator/simulator.js';

/** An app moves to JWT bearer, from the first audit to the last: told once, for whoever runs the commands. */

type Ended = { exitCode: number | null; stdout: string; stderr: string };

export type Stage = {
  simulator: Simulator;
  /** A person's own, outside of any project. */
  home: string;
  /** Runs `sf` with these arguments. */
  sf: (args: readonly string[]) => Promise<Ended>;
  /** Deploys a folder in metadata format. */
  deploy: (folder: string) => Promise<true | string>;
};

export type Scene = { title: string; play: () => Promise<true | string> };

const USER = 'deploy.admin@example.com';
const ACCESS = '0PSWs0000000OSAAAA';

export const movingStory = (stageOf: () => Stage): Scene[] => {
  const pair = selfSigned('Order Sync');
  const output = (): string => join(stageOf().home, 'moving');
  const keys = (): string => join(stageOf().home, 'keys');
  const posture = (...args: string[]): Promise<Ended> =>
    stageOf().sf(['oauth-posture', ...args, '--target-org', 'demo', '--app', 'Order_Sync', '--json']);
  const verify = (): Promise<Ended> => posture('verify', '--key-file', join(keys(), 'key.pem'), '--username', USER);
  const rows = () =>
    stageOf()
      .simulator.state.rowsOf('LoginHistory')
      .filter(({ Application }) => Application === 'Order Sync');

  return [
    {
      title: 'the audit fails, and the client gets tokens by its secret',
      play: async () => {
        const ended = await posture('audit');
        const said = await askForToken(stageOf().simulator, 'ConnectedApp', 'Order_Sync');
        return all(ends(ended, 30), said === 'issued' || said);
      },
    },
    {
      title: 'migrate writes what the app needs',
      play: async () => {
        mkdirSync(keys(), { mode: 0o700 });
        writeFileSync(join(keys(), 'key.pem'), pair.privateKey, { mode: 0o600 });
        writeFileSync(join(keys(), 'cert.pem'), pair.certificate);
        stageOf().simulator.state.addRow('PermissionSet', {
          Id: ACCESS,
          Name: 'Order_Sync_Access',
          Label: 'Order Sync Access',
          IsOwnedByProfile: false,
        });
        const given = ['--certificate', join(keys(), 'cert.pem'), '--permission-set', 'Order_Sync_Access'];
        return ends(await posture('migrate', ...given, '--output-dir', output()), 0);
      },
    },
    {
      title: 'verify finds that the app has no certificate yet',
      play: async () => {
        const ended = await verify();
        return all(ends(ended, 1), ended.stdout.includes('wrong-certificate') || ended.stdout);
      },
    },
    {
      title: 'its files are deployed',
      play: () => stageOf().deploy(join(output(), 'ConnectedApp-Order_Sync', 'deploy')),
    },
    {
      title: 'the user is let in, and verify proves the log-in while the client still uses the old flow: 30',
      play: async () => {
        const { state } = stageOf().simulator;
        state.addRow('PermissionSetAssignment', {
          AssigneeId: state.user(USER)?.['Id'],
          PermissionSetId: ACCESS,
          IsActive: true,
        });
        return ends(await verify(), 30);
      },
    },
    {
      title: 'the client moves, days pass, and verify ends with 0',
      play: async () => {
        const [any] = rows();
        for (const row of rows()) row['LoginTime'] = new Date(Date.now() - 9 * 86_400_000).toISOString();
        const { state } = stageOf().simulator;
        state.addRow('LoginHistory', {
          ...any,
          Id: state.nextId('LoginHistory'),
          LoginSubType: null,
          LoginTime: new Date().toISOString(),
        });
        return ends(await verify(), 0);
      },
    },
    {
      title: 'remediate turns the flow off',
      play: async () =>
        ends(
          await posture(
            ...['remediate', '--include-active', '--allow-lockout', '--no-prompt'],
            ...['--snapshot-dir', join(stageOf().home, 'snapshots')],
          ),
          0,
        ),
    },
    {
      title: 'the audit passes, the old secret gets no token, and the new key does',
      play: async () => {
        const said = await askForToken(stageOf().simulator, 'ConnectedApp', 'Order_Sync');
        return all(
          ends(await posture('audit'), 0),
          said === 'client credentials flow not enabled' || said,
          ends(await verify(), 0),
        );
      },
    },
  ];
};

const ends = ({ exitCode, stdout, stderr }: Ended, code: number): true | string =>
  exitCode === code || `exit code ${exitCode}\n${stdout}\n${stderr}`;

const all = (...checks: (true | string)[]): true | string => checks.find((check) => check !== true) ?? true;
