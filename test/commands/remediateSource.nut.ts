import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cliHome, type CliHome } from '../simulator/cliLogin.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';

const APP = `<?xml version="1.0" encoding="UTF-8"?>\r
<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">\r
    <contactEmail>owner@example.com</contactEmail>\r
    <label>Feed</label>\r
    <oauthConfig>\r
        <callbackUrl>https://feed.example.com</callbackUrl>\r
        <isClientCredentialEnabled>true</isClientCredentialEnabled>\r
        <isPkceRequired>false</isPkceRequired>\r
        <oauthClientCredentialUser>feed@example.com</oauthClientCredentialUser>\r
    </oauthConfig>\r
</ConnectedApp>`;

describe('remediating a repository', () => {
  let simulator: Simulator;
  let home: CliHome;
  let file: string;
  before(async () => {
    simulator = await startSimulator();
    home = cliHome(simulator);
    const folder = join(home.folder, 'force-app', 'main', 'default', 'connectedApps');
    mkdirSync(folder, { recursive: true });
    file = join(folder, 'Feed.connectedApp-meta.xml');
    writeFileSync(file, APP);
    execFileSync('git', ['init', '--quiet'], { cwd: home.folder });
  });
  after(async () => {
    home.remove();
    await simulator.stop();
  });

  const remediate = (...more: string[]) =>
    home.start(['oauth-posture', 'remediate', '--source-dir', 'force-app', '--json', ...more]).ended;

  it('shows a diff and changes nothing in a dry run', async () => {
    const { stdout, exitCode } = await home.start([
      'oauth-posture',
      'remediate',
      '--source-dir',
      'force-app',
      '--dry-run',
    ]).ended;
    expect(stdout).to.include('-        <isClientCredentialEnabled>true');
    expect(stdout).to.include('+        <isClientCredentialEnabled>false');
    expect([exitCode, readFileSync(file, 'utf8')]).to.deep.equal([0, APP]);
  });

  it('refuses where nobody can answer, and changes nothing', async () => {
    const { stdout, exitCode } = await remediate();
    expect([exitCode, readFileSync(file, 'utf8')]).to.deep.equal([1, APP]);
    expect(JSON.parse(stdout)).to.have.property('name');
  });

  it('switches the flow off and nothing else, and has nothing to do the second time', async () => {
    const { stdout, exitCode } = await remediate('--no-prompt');
    expect(exitCode, stdout).to.equal(0);
    const expected = APP.replace('>true</isClient', '>false</isClient').replace(
      '        <oauthClientCredentialUser>feed@example.com</oauthClientCredentialUser>\r\n',
      '',
    );
    expect(readFileSync(file, 'utf8')).to.equal(expected);
    const again = await remediate('--no-prompt');
    expect((JSON.parse(again.stdout) as { result: { mode: string } }).result.mode).to.equal('nothing-to-do');
    const audited = await home.start(['oauth-posture', 'audit', '--source-dir', 'force-app', '--json']).ended;
    expect(audited.exitCode).to.equal(0);
  });

  it('is undone by git apply, byte for byte', () => {
    const [snapshot = ''] = readdirSync(join(home.folder, 'oauth-posture-snapshots')).filter(
      (name) => name !== '.gitignore',
    );
    const folder = join(home.folder, 'oauth-posture-snapshots', snapshot);
    const [patch = ''] = readdirSync(folder).filter((name) => name.endsWith('.patch'));
    execFileSync('git', ['apply', join(folder, patch)], { cwd: home.folder });
    expect(readFileSync(file, 'utf8')).to.equal(APP);
  });

  it('gives each of its steps a number, the audit afterwards included', async () => {
    const { stderr } = await home.start(['oauth-posture', 'remediate', '-d', 'force-app', '--no-prompt']).ended;
    expect(stderr.match(/^\[.*?\](?= )/gm), stderr).to.deep.equal(['[1/4]', '[2/4]', '[3/4]', '[4/4]']);
  });

  it('asked no org for anything', () => {
    expect(simulator.journal.entries).to.deep.equal([]);
  });
});
