import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CLIENT, moveApps, ORDER_USER, STRANGER, WAREHOUSE_USER } from '../actions/support/movingOrg.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { clientCredentialsOf } from '../simulator/deploy/keys.js';
import { CLI_CLIENT } from '../simulator/login/credentials.js';
import { startCliOrg, type CliOrg } from './support/cliOrg.js';
import { interrupt, isStruck } from './support/interrupting.js';
import { filesBelow, findings, logsOf, TO_FILE } from './support/planted.js';

/** What every JWT of these clients begins with. */
const ASSERTION = 'eyJhbGciOiJSUzI1NiJ9';

const linesOf = (pem: string): string[] => pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));

describe('no key, client id, assertion or token of a moving app', () => {
  let org: CliOrg;
  const issued = new Set<string>();
  const ended: CliResult[] = [];
  const commandLines = new Set<string>();
  let temporary = '';
  let livesAfterInterrupt: unknown[] | undefined;
  let output = '';

  /** All command lines of this machine that can be read, again and again while a command runs. */
  const watching = async (run: Promise<CliResult>): Promise<CliResult> => {
    let isRunning = true;
    const done = run.finally(() => (isRunning = false));
    while (isRunning) {
      for (const pid of existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [])
        try {
          commandLines.add(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
        } catch {
          // It has ended meanwhile.
        }
      await new Promise((go) => setTimeout(go, 50));
    }
    return done;
  };

  before(async () => {
    org = await startCliOrg({ org: { isSandbox: false } });
    moveApps(org.simulator);
    const { sessions } = org.simulator.state;
    const keep = sessions.set.bind(sessions);
    sessions.set = (token, session) => {
      issued.add(token.split('!').at(-1) ?? token);
      return keep(token, session);
    };
    const { home } = org;
    const { folder } = home;
    temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    mkdirSync(join(folder, 'secret'), { mode: 0o700 });
    const key = home.write('secret/key.pem', CLIENT.privateKey);
    const stranger = home.write('secret/stranger.pem', STRANGER.privateKey);
    const certificate = home.write('secret/cert.pem', STRANGER.certificate);
    const clientId = (name: string): string =>
      clientCredentialsOf(org.simulator.state, 'ExternalClientApplication', name).clientId;
    const env = { ...TO_FILE, TMPDIR: temporary };
    const run = async (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<void> => {
      const all = ['oauth-posture', ...args, '--target-org', 'demo'];
      ended.push(await watching(org.start(all, { env: { ...env, ...more } }).ended));
    };
    output = join(folder, 'moving');
    const moving = ['migrate', '--app', '*', '--permission-set', 'Warehouse_Operations', '--certificate', certificate];
    await run([...moving, '--output-dir', join(output, 'told')]);
    await run([...moving, '--output-dir', join(output, 'counted'), '--json']);
    const order = ['verify', '--app', 'Order_Sync', '--username', ORDER_USER, '--key-file'];
    const warehouse = ['verify', '--app', 'Warehouse_Gateway', '--username', WAREHOUSE_USER, '--key-file'];
    await run([...order, key]);
    await run([...order, key, '--json']);
    await run([...order, stranger]);
    await run([...warehouse, key], { SF_OAUTH_POSTURE_CLIENT_ID: clientId('Warehouse_Gateway') });
    await run([...warehouse, stranger, '--json'], { SF_OAUTH_POSTURE_CLIENT_ID: clientId('Warehouse_Gateway') });
    org.simulator.fault({ kind: 'slow', on: 'userinfo', ms: 2000 });
    const underway = org.start(['oauth-posture', ...order, key, '--target-org', 'demo'], { env });
    const interrupted = interrupt(underway, () => isStruck(org.simulator), 'SIGINT');
    ended.push(await watching(interrupted.then((run) => run.ended)));
    livesAfterInterrupt = [...org.simulator.state.sessions.values()].filter(({ clientId }) => clientId !== CLI_CLIENT);
    const said = `Sent: client_id=${clientId('Warehouse_Gateway')} assertion=${ASSERTION}.eyJpc3MiOiJ4In0.c2lnbmF0dXJl`;
    const body = JSON.stringify({ error: 'invalid_grant', error_description: said });
    org.simulator.fault({ kind: 'answer', on: 'token', status: 400, body, times: Infinity });
    await run([...order, key]);
  });
  after(() => org.stop());

  const secrets = (): string[] => [
    ...linesOf(CLIENT.privateKey),
    ...linesOf(STRANGER.privateKey),
    clientCredentialsOf(org.simulator.state, 'ConnectedApp', 'Order_Sync').clientId,
    clientCredentialsOf(org.simulator.state, 'ExternalClientApplication', 'Warehouse_Gateway').clientId,
    ASSERTION,
    ...issued,
  ];

  it('was planted in vain: the runs did what they should, and tokens were issued', () => {
    expect(ended.map(({ exitCode }) => exitCode)).to.deep.equal([68, 68, 30, 30, 1, 30, 1, 130, 1]);
    expect(issued.size).to.be.at.least(4);
  });

  it('lives on after an interrupt: the token that was just issued is revoked', () => {
    expect(livesAfterInterrupt).to.deep.equal([]);
  });

  it('is shown', () => {
    expect(
      findings(
        secrets(),
        ended.flatMap(({ stdout, stderr }) => [stdout, stderr]),
      ),
    ).to.deep.equal([]);
  });

  it('is logged, however much the command line logs', () => {
    const logs = logsOf(org);
    expect(logs.join('').length).to.be.above(1000);
    expect(findings(secrets(), logs)).to.deep.equal([]);
  });

  it('is left in temporary files, or in the folder that is written', () => {
    const written = filesBelow(output);
    expect(written.length).to.be.above(5);
    expect(findings(secrets(), [...written, ...filesBelow(temporary)])).to.deep.equal([]);
  });

  it('stands in the command line of any process', () => {
    expect([...commandLines].some((line) => line.includes('verify')) || !existsSync('/proc')).to.equal(true);
    expect(findings(secrets(), [...commandLines])).to.deep.equal([]);
  });
});
