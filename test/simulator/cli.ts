import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.js';

/** The simulator on its own: `npx tsx test/simulator/cli.ts --folder test/fixtures/demo-org`. */

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    port: { type: 'string', default: '0' },
    'connected-apps': { type: 'string' },
    'external-client-apps': { type: 'string' },
    users: { type: 'string' },
    logins: { type: 'string' },
    seed: { type: 'string' },
    user: { type: 'string' },
  },
});

const number = (text: string | undefined): number => Number(text ?? '0');

const simulator = await startSimulator({
  port: number(values.port),
  ...(values.folder !== undefined && { folder: values.folder }),
  generate: {
    seed: number(values.seed ?? '1'),
    connectedApps: number(values['connected-apps']),
    externalClientApps: number(values['external-client-apps']),
    users: number(values.users),
    logins: number(values.logins),
  },
});
const login = simulator.login(values.user);
const folder = mkdtempSync(join(tmpdir(), 'simulated-org-'));
const certificate = join(folder, 'certificate.pem');
writeFileSync(certificate, simulator.certificate);

console.log(`Simulated org: ${simulator.url}  (as ${login.username})

Log in with an access token:
  SF_ACCESS_TOKEN='${login.accessToken}' sf org login access-token --instance-url ${simulator.url} --no-prompt --alias simulated

or with a refresh token:
  echo '${login.sfdxAuthUrl}' | NODE_EXTRA_CA_CERTS=${certificate} sf org login sfdx-url --sfdx-url-stdin --alias simulated

Ctrl-C stops it.`);

const stop = (): void => {
  rmSync(folder, { recursive: true, force: true });
  void simulator.stop();
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
