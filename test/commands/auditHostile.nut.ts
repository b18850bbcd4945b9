import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { connectedAppOf, findings, logsOf, PLANTED, SECRET, TO_FILE, tokensOf, toldBy } from './support/planted.js';

describe('sf oauth-posture audit, of an org that holds secrets', () => {
  const TO_STDERR = { DEBUG: '*' };
  const secrets = new Set(['3MVG9', SECRET]);
  const written: string[] = [];
  let org: CliOrg;

  const audit = async (log: NodeJS.ProcessEnv, ...args: string[]): Promise<CliResult> => {
    const ended = await org.audit(args, log);
    for (const token of tokensOf(org)) secrets.add(token);
    written.push(ended.stdout, ended.stderr);
    return ended;
  };

  before(async () => {
    org = await startCliOrg();
    const { simulator, home } = org;
    simulator.setComponent('ConnectedApp', 'Planted', PLANTED);
    simulator.fault({ kind: 'error', on: /FROM TransactionSecurityPolicy$/, times: Infinity, message: toldBy(org) });

    const files = ['result.json', 'result.txt'].map((name) => join(home.folder, 'out', name));
    await audit(TO_FILE, '--view', 'detail', ...files.flatMap((file) => ['--output-file', file]));
    simulator.state.sessions.clear();
    const refreshed = await audit(TO_STDERR, '--json');
    simulator.state.sessions.clear();
    simulator.state.refreshTokens.clear();
    const refused = await audit(TO_FILE);
    expect([refreshed.exitCode, refused.exitCode]).to.deep.equal([30, 1]);
    written.push(...files.map((file) => readFileSync(file, 'utf8')), ...logsOf(org));
  });
  after(() => org.stop());

  it('writes log files that tell much, and knows which tokens there were', () => {
    expect(logsOf(org).join('').length).to.be.above(10_000);
    expect(secrets.size).to.be.at.least(4);
    expect(written.some((text) => text.includes('Planted'))).to.equal(true);
  });

  it('tells none of them in its output, in its files or in its logs, at the lowest log level', () => {
    expect(findings(secrets, written)).to.deep.equal([]);
  });
});

describe('sf oauth-posture audit, of an org whose texts are meant to harm', () => {
  const TEXTS = ['=HYPERLINK("x")', 'red \u009b31m', 'desrever \u202e', 'two\nExit code 0', '\u{1f600}'.repeat(255)];
  let org: CliOrg;

  before(async () => {
    org = await startCliOrg({
      overrides: { 'ExternalClientApplication:Partner_Hub': { MasterLabel: '\u001b]0;title\u0007\u001b[2J' } },
    });
    for (const [index, text] of TEXTS.entries())
      org.simulator.setComponent('ConnectedApp', `Hostile_${index}`, connectedAppOf(text, text));
    org.simulator.setComponent('ConnectedApp', '=HYPERLINK("x")\u202e', connectedAppOf('Name', 'nobody@example.com'));
    org.simulator.fault({
      kind: 'error',
      on: /FROM TransactionSecurityPolicy$/,
      times: Infinity,
      message: '\u001b[31mred\u202e\nExit code 0',
    });
  });
  after(() => org.stop());

  it('shows every app, and no character that could move, colour or turn what a terminal shows', async () => {
    const { stdout, stderr, exitCode } = await org.audit(['--view', 'detail']);
    expect(exitCode).to.equal(30);
    for (const index of TEXTS.keys()) expect(stdout).to.include(`Hostile_${index}`);
    expect(stdout + stderr).not.to.match(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
    expect(stdout)
      .to.match(/^Exit code 30$/m)
      .and.not.match(/^\s*Exit code 0/m);
  });

  it('keeps what the org said in the JSON, for whoever reads it with care', async () => {
    const { targets } = resultOf(await org.audit(['--json']));
    const labels = targets.flatMap(({ findings }) => findings.map(({ app }) => app.label));
    expect(labels).to.include.members(TEXTS);
  });
});
