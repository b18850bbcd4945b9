import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { storeLogin } from './support/homeFolder.js';
import { startOrg, type SimulatedOrg } from './support/simulatedOrg.js';

type Ended = { code: number | null; stdout: string; stderr: string };

const CHILD = fileURLToPath(new URL('./support/readOrg.child.ts', import.meta.url));

describe('a process that reads an org', () => {
  let org: SimulatedOrg;

  beforeEach(async () => {
    org = await startOrg({ generate: { connectedApps: 2 } });
  });
  afterEach(() => org.stop());

  const run = (extra: NodeJS.ProcessEnv = {}, onStart?: (kill: () => void) => void): Promise<Ended> => {
    const env = { ...process.env, READ_ORG: org.login.username, ...extra };
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD], { env });
    const ended: Ended = { code: null, stdout: '', stderr: '' };
    child.stdout.on('data', (text) => (ended.stdout += String(text)));
    child.stderr.on('data', (text) => (ended.stderr += String(text)));
    onStart?.(() => child.kill('SIGINT'));
    return new Promise((resolve) => child.on('close', (code) => resolve({ ...ended, code })));
  };

  it('would be ended by a connection that is cut inside a body, without the transport', async () => {
    org.simulator.fault({ kind: 'cut-body', on: 'query', times: Infinity });
    const { code, stdout, stderr } = await run({ WITHOUT_TRANSPORT: '1' });
    expect(stderr).to.include('terminated');
    expect([code, stdout]).to.deep.equal([1, '']);
  });

  const cuts: Array<[operation: string, told: Record<string, string>]> = [
    ['versions', { open: 'cut' }],
    ['query', { open: 'cut' }],
    ['listMetadata', { list: 'cut', retrieve: 'ok', query: 'ok' }],
    ['checkRetrieveStatus', { list: 'ok', retrieve: 'cut', query: 'ok' }],
  ];
  for (const [operation, told] of cuts)
    it(`says what it could not read when every answer to ${operation} is cut`, async () => {
      org.simulator.fault({ kind: 'cut-body', on: operation, times: Infinity });
      const { code, stdout, stderr } = await run();
      expect(JSON.parse(stdout)).to.deep.equal(told);
      expect(stderr).to.not.include('terminated');
      expect(code).to.equal(0);
    });

  it('reads an org by https through the proxy of its environment', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', (request, socket) => {
      tunnels.push(String(request.url));
      const [host = '', port] = String(request.url).split(':');
      const org = connect(Number(port), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      org.pipe(socket).pipe(org);
      for (const end of [org, socket]) end.on('error', () => [org, socket].forEach((one) => one.destroy()));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const certificate = join(process.env['HOME'] ?? tmpdir(), 'org.pem');
    writeFileSync(certificate, org.simulator.certificate);
    const secure = org.simulator.url.replace('http:', 'https:');
    await storeLogin({ ...org.login, instanceUrl: secure });
    try {
      const { stdout, stderr } = await run({
        HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
        NODE_EXTRA_CA_CERTS: certificate,
      });
      expect(JSON.parse(stdout), stderr).to.deep.equal({ list: 'ok', retrieve: 'ok', query: 'ok' });
      expect(new Set(tunnels)).to.deep.equal(new Set([new URL(secure).host]));
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('ends in order, and soon, when it is interrupted while the org is silent', async () => {
    org.simulator.fault({ kind: 'slow', ms: 120_000, on: 'listMetadata', times: Infinity });
    const began = Date.now();
    const { code, stdout } = await run({}, (kill) => {
      const watch = setInterval(() => {
        if (org.simulator.journal.of('listMetadata').length === 0) return;
        clearInterval(watch);
        kill();
      }, 20);
    });
    expect(JSON.parse(stdout)).to.deep.equal({ list: 'interrupted', retrieve: 'interrupted', query: 'interrupted' });
    expect(code).to.equal(0);
    expect(Date.now() - began).to.be.below(60_000);
    expect(org.simulator.journal.of('retrieve')).to.have.length(0);
  });
});
