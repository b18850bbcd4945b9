import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import { cliHome, type CliHome, type CliResult } from '../simulator/cliLogin.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';

const APP = `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@example.com</contactEmail>
    <label>Feed</label>
    <oauthConfig>
        <callbackUrl>https://feed.example.com</callbackUrl>
        <isClientCredentialEnabled>true</isClientCredentialEnabled>
    </oauthConfig>
</ConnectedApp>`;

describe('sf oauth-posture audit, on files', () => {
  let simulator: Simulator;
  let home: CliHome;
  before(async () => {
    simulator = await startSimulator();
    home = cliHome(simulator);
    mkdirSync(join(home.folder, 'empty'));
    home.write('Feed.connectedApp-meta.xml', APP);
  });
  after(async () => {
    home.remove();
    await simulator.stop();
  });

  const audit = (...more: string[]): Promise<CliResult> => home.start(['oauth-posture', 'audit', ...more]).ended;

  it('takes the one file that a commit hook names', async () => {
    const { stdout, exitCode } = await audit('-d', 'Feed.connectedApp-meta.xml', '--json');
    const { result } = JSON.parse(stdout) as { result: AuditReport };
    expect([exitCode, result.targets[0]?.findings.map(({ app }) => app.file)]).to.deep.equal([
      30,
      ['Feed.connectedApp-meta.xml'],
    ]);
  });

  it('refuses a path at which there is nothing, as a wrong flag', async () => {
    const { stderr, exitCode } = await audit('-d', 'Fed.connectedApp-meta.xml');
    expect(stderr).to.include('no folder or file at Fed.connectedApp-meta.xml');
    expect(exitCode).to.equal(2);
  });

  it('refuses a folder without any Salesforce metadata', async () => {
    const { stderr, exitCode } = await audit('-d', 'empty');
    expect(stderr).to.include('empty contains no Salesforce metadata');
    expect(exitCode).to.equal(1);
  });

  it('does not say that everything was evaluated where a part of an app is no metadata of its type', async () => {
    mkdirSync(join(home.folder, 'broken'));
    home.write('broken/sfdx-project.json', '{"packageDirectories":[],"sourceApiVersion":"66.0"}');
    home.write('broken/Feed.eca-meta.xml', `<<<<<<< HEAD\n${APP}`);
    const { stdout, exitCode } = await audit('-d', 'broken');
    expect(stdout).to.include('Feed.eca-meta.xml').and.not.include('Everything in the scope');
    expect(exitCode).to.equal(31);
  });

  it('does not pass over an app whose file is a link to a name that nobody reads', async () => {
    mkdirSync(join(home.folder, 'linked', 'store'), { recursive: true });
    home.write('linked/Off.connectedApp-meta.xml', APP.replace('>true<', '>false<'));
    home.write('linked/store/3fa9c1', APP);
    symlinkSync(join('store', '3fa9c1'), join(home.folder, 'linked', 'Feed.connectedApp-meta.xml'));
    const { stdout, exitCode } = await audit('-d', 'linked', '--json');
    const { result } = JSON.parse(stdout) as { result: AuditReport };
    const notices = result.notices.map(({ code, file, data }) => [code, file, data?.['error']]);
    expect(notices).to.deep.include(['source-not-read', 'linked/Feed.connectedApp-meta.xml', 'link-to-another-name']);
    expect(exitCode).to.equal(31);
  });
});
