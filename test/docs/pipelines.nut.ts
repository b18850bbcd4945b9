import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ADMINISTRATOR } from '../simulator/baseOrg.js';
import { selfSigned } from '../simulator/certificate.js';
import { DEMO_ORG } from '../simulator/connect.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { componentsOf } from '../commands/support/cliOrg.js';
import { gitlabScript, jobOf, textOf, workflow, type WorkflowName } from './support/pipelineFiles.js';
import { machine, playJob, type Context, type Ended, type Machine, type Played } from './support/runner.js';

/** The example pipelines, as they are in the docs, against a simulated org. */

const CLIENT = selfSigned('The pipeline');
const CLIENT_ID = '3MVG9.the.pipeline';

const app = (name: string, isOn: boolean): string => `<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata">
    <contactEmail>owner@example.com</contactEmail>
    <label>${name}</label>
    <oauthConfig>
        <callbackUrl>https://${name}.example.com</callbackUrl>
        <isClientCredentialEnabled>${isOn}</isClientCredentialEnabled>
        <isCodeCredentialEnabled>false</isCodeCredentialEnabled>
    </oauthConfig>
</ConnectedApp>
`;

describe('the example pipelines', () => {
  let org: Simulator;
  let store: string;
  const machines: Machine[] = [];
  before(async () => {
    org = await startSimulator({
      folder: DEMO_ORG,
      pollsUntilDone: 0,
      clients: [{ id: CLIENT_ID, certificate: CLIENT.certificate }],
    });
    store = mkdtempSync(join(tmpdir(), 'oauth-posture-artifacts-'));
  });
  after(async () => {
    for (const one of machines) one.remove();
    rmSync(store, { recursive: true, force: true });
    await org.stop();
  });

  const loginUrl = (): string => org.url.replace(/^http:/, 'https:');

  /** A fresh one for each job, with a checkout of a repository that holds the packed plugin. */
  const freshMachine = (): Machine => {
    const one = machine(org);
    machines.push(one);
    writeFileSync(join(one.checkout, 'tools/sf-oauth-posture-1.0.0.tgz'), 'The packed plugin.');
    return one;
  };

  const contextOf = (one: Machine, more: Context = {}): Context => ({
    'secrets.SF_JWT_KEY': CLIENT.privateKey,
    'secrets.SF_CLIENT_ID': CLIENT_ID,
    'secrets.SF_USERNAME': ADMINISTRATOR,
    'secrets.SF_LOGIN_URL': loginUrl(),
    'runner.temp': one.home.folder,
    ...more,
  });

  const play = (one: Machine, flow: WorkflowName, job: string, more: Context = {}): Promise<Played> => {
    const file = workflow(flow);
    return playJob({ machine: one, flow: file, job: jobOf(file, job), context: contextOf(one, more), store });
  };

  const endOf = (played: Played, title: string): Ended => {
    const { ended } = played.find((step) => step.title === title) ?? {};
    if (ended === undefined || ended === 'left out' || ended === 'action') throw new Error(`${title}: ${ended}`);
    return ended;
  };
  const expectEnd = (played: Played, title: string, code: number): void => {
    const { exitCode, output } = endOf(played, title);
    expect(exitCode, output).to.equal(code);
  };
  const git = (one: Machine, ...args: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args],
      {
        cwd: one.checkout,
        env: { PATH: process.env['PATH'], HOME: one.home.folder },
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    );
  const commitApp = (one: Machine, name: string, isOn: boolean): string => {
    mkdirSync(join(one.checkout, 'force-app/connectedApps'), { recursive: true });
    writeFileSync(join(one.checkout, `force-app/connectedApps/${name}.connectedApp-meta.xml`), app(name, isOn));
    git(one, 'add', '.');
    git(one, 'commit', '-m', name);
    return git(one, 'rev-parse', 'HEAD').trim();
  };

  it('GitHub: an audit that ends with 30 still shows, sends and keeps its reports', async () => {
    const one = freshMachine();
    const played = await play(one, 'audit', 'audit');
    expectEnd(played, 'Log in', 0);
    expectEnd(played, 'Audit', 30);
    expect(readFileSync(join(one.home.folder, 'summary.md'), 'utf8')).to.include('Order_Sync');
    expect(played.slice(-2).map(({ ended }) => ended)).to.deep.equal(['action', 'action']);
    expect(readdirSync(join(store, 'posture')).sort()).to.deep.equal(
      ['html', 'json', 'md', 'sarif', 'xml'].map((extension) => `report.${extension}`),
    );
  });

  it('GitHub: an org that failed to log in is in the merged report, and an org without a result fails the merge', async () => {
    const jobs = await Promise.all(
      Object.entries({ production: CLIENT_ID, dev: 'no such client' }).map(([name, clientId]) =>
        play(freshMachine(), 'fleet', 'audit', { 'matrix.org': name, 'secrets.SF_CLIENT_ID': clientId }),
      ),
    );
    expect(jobs.map((played) => endOf(played, 'Log in').exitCode)).to.deep.equal([0, 1]);
    expect(jobs.map((played) => endOf(played, 'Audit').exitCode)).to.deep.equal([0, 0]);
    const merging = freshMachine();
    const played = await play(merging, 'fleet', 'merge');
    expectEnd(played, 'Check that no org is missing', 1);
    expect(endOf(played, 'Check that no org is missing').output).to.include('uat');
    expectEnd(played, 'Merge', 30);
    const { targets } = JSON.parse(readFileSync(join(merging.checkout, 'fleet/report.json'), 'utf8')) as {
      targets: { error?: unknown }[];
    };
    expect(targets.map(({ error }) => error !== undefined).sort()).to.deep.equal([false, true]);
  });

  it('GitHub: what was planned is changed in another job, from an artifact, and the snapshot is kept', async () => {
    const planned = await play(freshMachine(), 'remediate', 'plan');
    expectEnd(planned, 'Plan', 0);
    const original = componentsOf(org);
    const applying = freshMachine();
    const played = await play(applying, 'remediate', 'apply');
    expectEnd(played, 'Make the planned changes', 0);
    const changed = Object.keys(original).filter((key) => componentsOf(org)[key] !== original[key]);
    expect(changed).to.deep.equal(['ConnectedApp:Open_Reporting']);
    const kept = readdirSync(join(store, 'snapshot'), { recursive: true, encoding: 'utf8' });
    const snapshot = kept.find((file) => file.endsWith('result.json'))?.replace(/\/result\.json$/, '') ?? '';
    expect(snapshot).to.match(/^snapshots\//);
    // As somebody undoes it who has downloaded the artifact.
    const restored = await applying.shell(
      `sf oauth-posture restore --target-org production --snapshot '${join(store, 'snapshot', snapshot)}' --no-prompt`,
    );
    expect(restored.exitCode, restored.output).to.equal(0);
    expect(componentsOf(org)).to.deep.equal(original);
  });

  it('GitHub and GitLab: a pull request that turns the flow on fails, and an older failure does not', async () => {
    const one = freshMachine();
    git(one, 'init', '--quiet');
    const base = commitApp(one, 'Old', true);
    commitApp(one, 'New', false);
    const calm = await play(one, 'pull-request', 'source', { 'github.event.pull_request.base.sha': base });
    expectEnd(calm, 'Audit the pull request', 0);
    git(one, 'worktree', 'remove', '--force', '../base');
    commitApp(one, 'New', true);
    const ended = await one.shell(gitlabScript('source').join('\n'), {
      BASE: base,
      PLUGIN: 'tools/sf-oauth-posture-1.0.0.tgz',
      CI_PROJECT_DIR: one.checkout,
    });
    expect(ended.exitCode, ended.output).to.equal(30);
    const issues = JSON.parse(readFileSync(join(one.checkout, 'posture/report.codequality.json'), 'utf8')) as unknown[];
    expect(JSON.stringify(issues)).to.include('New.connectedApp');
  });

  it('Git: the hook audits what is staged, not what is in the working tree', async () => {
    const one = freshMachine();
    git(one, 'init', '--quiet');
    commitApp(one, 'Feed', false);
    const hook = join(one.checkout, '.git/hooks/pre-commit');
    mkdirSync(join(one.checkout, '.git/hooks'), { recursive: true });
    writeFileSync(hook, textOf('pre-commit/pre-commit'), { mode: 0o755 });
    const commit = (): Promise<Ended> =>
      one.shell('git -c user.name=A -c user.email=a@example.com -c commit.gpgsign=false commit -m next');

    const file = join(one.checkout, 'force-app/connectedApps/Feed.connectedApp-meta.xml');
    writeFileSync(join(one.checkout, 'README.md'), 'Nothing about apps.');
    git(one, 'add', 'README.md');
    expect(await commit(), 'no app is staged, so nothing is audited').to.include({ exitCode: 0 });

    writeFileSync(file, app('Feed', true));
    git(one, 'add', file);
    writeFileSync(file, app('Feed', false));
    const rejected = await commit();
    expect(rejected.exitCode, rejected.output).to.equal(1);
    expect(rejected.output).to.include('Feed');

    writeFileSync(file, app('Feed', false).replace('owner@', 'other@'));
    git(one, 'add', file);
    writeFileSync(file, app('Feed', true));
    const { exitCode, output } = await commit();
    expect(exitCode, output).to.equal(0);

    const replacement = { glob: '**', stringToReplace: 'Enabled>false', replaceWithEnv: 'FLOW' };
    writeFileSync(join(one.checkout, 'force-app/sfdx-project.json'), JSON.stringify({ replacements: [replacement] }));
    git(one, 'add', 'force-app/sfdx-project.json');
    const replaced = await commit();
    expect(replaced.exitCode, 'a project in a folder, staged alone, replaces the flag of every app').to.equal(1);
    expect(replaced.output).to.include('Feed');
  });

  it('Git: the hook also sees the files whose text a deploy inserts, and the projects around links', async () => {
    const one = freshMachine();
    git(one, 'init', '--quiet');
    commitApp(one, 'Feed', false);
    mkdirSync(join(one.checkout, '.git/hooks'), { recursive: true });
    writeFileSync(join(one.checkout, '.git/hooks/pre-commit'), textOf('pre-commit/pre-commit'), { mode: 0o755 });
    const commit = async (...paths: string[]): Promise<Ended> => {
      git(one, 'add', ...paths);
      return one.shell('git -c user.name=A -c user.email=a@example.com -c commit.gpgsign=false commit -m next');
    };
    const project = (place: string, ...replacements: object[]): void => {
      mkdirSync(join(one.checkout, place, 'my texts'), { recursive: true });
      writeFileSync(join(one.checkout, place, 'my texts/owner.txt'), 'team@example.com');
      writeFileSync(join(one.checkout, place, 'sfdx-project.json'), JSON.stringify({ replacements }, null, 2));
    };
    const owner = { glob: '**', stringToReplace: 'owner@example.com', replaceWithFile: './my texts/owner.txt' };
    project('.', owner);
    project('inner', owner);
    const { exitCode, output } = await commit('.');
    expect(exitCode, output).to.equal(0);

    const flow = { filename: 'linked/Feed.connectedApp-meta.xml', stringToReplace: 'd>false', replaceWithEnv: 'FLOW' };
    project('other', flow);
    symlinkSync('../force-app/connectedApps', join(one.checkout, 'other/linked'));
    const rejected = await commit('other');
    expect(rejected.exitCode, rejected.output).to.equal(1);
    expect(rejected.output).to.include('Feed');
  });
});
