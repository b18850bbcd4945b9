import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { AUDIT, startCliOrg, type CliOrg } from './support/cliOrg.js';
import { logsOf } from './support/planted.js';

/** Without what the tests decide for other children: no log, and a compile cache of their own. */
const AS_INSTALLED = { SF_DISABLE_LOG_FILE: '', NODE_COMPILE_CACHE: '' };
const WRONG_FLAG = ['oauth-posture', 'audit', '--wrong-flag'];
const ENDS_WITH = { wrongFlag: 2, findings: 30 };

describe('the start of a command', () => {
  let org: CliOrg;
  beforeEach(async () => {
    org = await startCliOrg();
  });
  afterEach(() => org.stop());

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
    org.start(args, { env: { ...AS_INSTALLED, ...env } }).ended;
  const logs = (): string[] => (existsSync(join(org.home.folder, '.sf')) ? logsOf(org) : []);
  const cache = (): string => join(org.home.folder, '.cache/sf-oauth-posture/oauth-posture/compiled');

  it('opens no log of the library that nobody asked for', async () => {
    expect((await run(WRONG_FLAG)).exitCode).to.equal(ENDS_WITH.wrongFlag);
    expect((await run(AUDIT)).exitCode).to.equal(ENDS_WITH.findings);
    expect(logs()).to.deep.equal([]);
  });

  it('writes the log that a person asks for, with what the library does', async () => {
    expect((await run(AUDIT, { SF_LOG_LEVEL: 'debug' })).exitCode).to.equal(ENDS_WITH.findings);
    expect(logs().join('\n')).to.include('"name":"sf:connection"');
  });

  it('opens the log at its usual level for a person who says that it is not disabled', async () => {
    await run(WRONG_FLAG, { SF_DISABLE_LOG_FILE: 'false' });
    expect(logs()).to.have.length(1);
  });

  it('shows the log of a person who debugs', async () => {
    const { stdout, stderr } = await run(AUDIT, { DEBUG: 'sf*', SF_LOG_LEVEL: 'debug', SF_LOG_STDERR: 'true' });
    expect(stdout + stderr).to.include('sf:connection');
  });

  it('keeps what was compiled in the cache folder of the CLI', async () => {
    await run(WRONG_FLAG);
    expect(readdirSync(cache(), { recursive: true }).length).to.be.greaterThan(500);
  });

  it('leaves a cache that a person chose or forbade as it is', async () => {
    await run(WRONG_FLAG, { NODE_COMPILE_CACHE: join(org.home.folder, 'chosen') });
    await run(WRONG_FLAG, { NODE_DISABLE_COMPILE_CACHE: '1' });
    expect([existsSync(join(org.home.folder, 'chosen')), existsSync(cache())]).to.deep.equal([true, false]);
  });

  it('changes nothing for the commands of others', async () => {
    await run(['--version']);
    await run(['plugins']);
    expect(existsSync(cache())).to.equal(false);
  });

  it('runs without a cache where none can be kept, and says nothing about it', async () => {
    mkdirSync(join(org.home.folder, '.cache/sf-oauth-posture'), { recursive: true });
    const file = org.home.write('.cache/sf-oauth-posture/oauth-posture', 'a file where the folder would be');
    const without = await run(WRONG_FLAG);
    rmSync(file);
    expect(without).to.deep.equal(await run(WRONG_FLAG));
  });
});
