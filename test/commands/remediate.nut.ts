import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model.js';
import { post } from '../simulator/ask.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { clientCredentialsOf } from '../simulator/deploy/keys.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { printed, startCliOrg, type CliOrg } from './cliOrg.js';

const REMEDIATE = ['oauth-posture', 'remediate', '--target-org', 'demo'];

/** Apps of the demo org whose flow is on with a user who may log in. */
const FAILING = [
  ['ConnectedApp', 'Billing_Export'],
  ['ConnectedApp', 'Order_Sync'],
  ['ExternalClientApplication', 'Warehouse_Gateway'],
  ['ExternalClientApplication', 'nova__Partner_Hub'],
] as const;
const POLICIES: Readonly<Record<string, string>> = {
  Warehouse_Gateway: 'ExtlClntAppOauthConfigurablePolicies:Warehouse_Gateway_oauthPlcy',
  nova__Partner_Hub: 'ExtlClntAppOauthConfigurablePolicies:Partner_Hub_oauth_defaultPolicy',
};

const tokenOf = async ({ simulator }: CliOrg, type: string, fullName: string): Promise<boolean> => {
  const { clientId, clientSecret } = clientCredentialsOf(simulator.state, type, fullName);
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return (await post(simulator, '/services/oauth2/token', form)).status === 200;
};

const tokens = async (org: CliOrg): Promise<Record<string, boolean>> => {
  const issued: Record<string, boolean> = {};
  for (const [type, name] of FAILING) issued[name] = await tokenOf(org, type, name);
  return issued;
};

const texts = ({ simulator }: CliOrg): Record<string, string> =>
  Object.fromEntries([...simulator.state.components].map(([key, { text }]) => [key, text]));

const resultOf = (ended: CliResult): RemediationResult => printed(ended).result as unknown as RemediationResult;

const deploysIn = ({ simulator }: CliOrg): number => simulator.journal.of('deploy').length;

const inADay = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const waiverOf = (app: string): string =>
  [
    'version: 1',
    'waivers:',
    '  - control: connected-app-client-credentials',
    `    app: ${app}`,
    '    reason: The vendor has no other way yet',
    '    owner: integration-team',
    `    expires: ${inADay()}`,
    '',
  ].join('\n');

describe('sf oauth-posture remediate', function () {
  this.timeout(120_000);
  let org: CliOrg;

  const remediate = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> => {
    org.simulator.journal.clear();
    return org.home.run([...REMEDIATE, ...args], '', { NODE_ENV: 'production', ...env });
  };

  describe('from a failing org to a clean one', () => {
    let was: Record<string, string>;
    let ended: CliResult;
    let result: RemediationResult;

    before(async () => {
      org = await startCliOrg();
      org.home.write('oauth-posture.yml', waiverOf('ConnectedApp:Order_Sync'));
      expect(await tokens(org), 'before').to.deep.equal(Object.fromEntries(FAILING.map(([, name]) => [name, true])));
      was = texts(org);
      ended = await remediate(['--no-prompt', '--include-active', '--json']);
      result = resultOf(ended);
    });
    after(() => org.stop());

    it('ends with 0, one JSON object on stdout and nothing on stderr', () => {
      expect([ended.exitCode, printed(ended).status, ended.stderr]).to.deep.equal([0, 0, '']);
      expect(result.mode).to.equal('applied');
    });

    it('refuses a token to each app that was changed, and still issues one to the waived app', async () => {
      expect(await tokens(org)).to.deep.equal({
        Billing_Export: false,
        Order_Sync: true,
        Warehouse_Gateway: false,
        nova__Partner_Hub: false,
      });
    });

    it('verified every change, the packaged app’s policy among them', () => {
      expect(result.outcomes.map(({ app, result: outcome }) => [app.name, outcome])).to.deep.equal([
        ['Billing_Export', 'verified'],
        ['Legacy_Feed', 'verified'],
        ['Open_Reporting', 'verified'],
        ['Partner_Hub', 'verified'],
        ['Warehouse_Gateway', 'verified'],
      ]);
    });

    it('left every other component byte for byte as it was', () => {
      const touched = new Set(result.plan.changes.map(({ component }) => `${component.type}:${component.fullName}`));
      const now = texts(org);
      expect(Object.keys(now)).to.deep.equal(Object.keys(was));
      for (const [key, text] of Object.entries(was)) if (!touched.has(key)) expect(now[key], key).to.equal(text);
      expect(touched).to.include(POLICIES['nova__Partner_Hub']).and.not.include('ConnectedApp:Order_Sync');
    });

    it('changed flag and execution user, and nothing else', () => {
      for (const { component } of result.plan.changes) {
        const key = `${component.type}:${component.fullName}`;
        const gone = linesOf(was[key]).filter((line) => !linesOf(texts(org)[key]).includes(line));
        for (const line of gone) expect(line).to.match(/ClientCredential|clientCredentialsFlowUser/);
        expect(gone.length, key).to.be.within(1, 2);
      }
    });

    it('left no key, secret or token anywhere', () => {
      const { accessToken, refreshToken } = org.simulator.login();
      const planted = [...org.simulator.state.sessions.keys(), accessToken, refreshToken, '3MVG9', 'consumerSecret'];
      const left = [ended.stdout, ended.stderr, ...filesBelow(join(org.home.folder, 'oauth-posture-snapshots'))];
      expect(left.length).to.be.at.least(10);
      for (const text of left) for (const secret of planted) expect(text).not.to.contain(secret);
    });

    it('changes nothing the second time, deploys nothing, and ends with 0', async () => {
      const now = texts(org);
      const again = await remediate(['--no-prompt', '--include-active', '--json']);
      expect([again.exitCode, resultOf(again).mode, deploysIn(org)]).to.deep.equal([0, 'nothing-to-do', 0]);
      expect(texts(org)).to.deep.equal(now);
    });
  });

  describe('where nobody can answer', () => {
    before(async () => {
      org = await startCliOrg();
    });
    after(() => org.stop());

    for (const args of [[], ['--json']]) {
      it(`refuses at once without --no-prompt${args.length ? ', under --json' : ''}`, async () => {
        const ended = await remediate(args);
        expect(ended.exitCode).to.equal(1);
        expect(ended.stdout + ended.stderr).to.contain('Nobody can be asked');
        expect(org.simulator.journal.entries).to.deep.equal([]);
      });
    }
  });

  describe('with an approval in between', () => {
    before(async () => {
      org = await startCliOrg();
    });
    after(() => org.stop());

    it('a dry run changes nothing, and saves a plan for its owner alone', async () => {
      const untouched = texts(org);
      const plan = join(org.home.folder, 'plan.json');
      const ended = await remediate(['--dry-run', '--include-active', '--save-plan', plan]);
      expect(ended.exitCode, ended.stderr).to.equal(0);
      expect(ended.stdout).to.contain('production').and.to.contain('Dry run: nothing was changed');
      expect(texts(org)).to.deep.equal(untouched);
      expect(existsSync(join(org.home.folder, 'oauth-posture-snapshots'))).to.equal(false);
      expect(statSync(plan).mode & 0o077).to.equal(0);
      expect(readFileSync(plan, 'utf8')).not.to.contain('3MVG9');
    });

    it('the plan is applied by another process, with its snapshot elsewhere', async () => {
      const elsewhere = join(org.home.folder, 'elsewhere');
      mkdirSync(elsewhere);
      const ended = await remediate(
        [
          ...['--plan', join(org.home.folder, 'plan.json'), '--no-prompt', '--include-active'],
          ...['--snapshot-dir', elsewhere],
        ],
        { CI: 'true' },
      );
      expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(0);
      expect(ended.stdout).to.contain('keep that folder as an artifact');
      expect(readdirSync(elsewhere)).to.have.lengthOf(1);
      expect(await tokens(org)).to.deep.equal(Object.fromEntries(FAILING.map(([, name]) => [name, false])));
    });
  });

  describe('interrupted', () => {
    beforeEach(async () => {
      org = await startCliOrg();
    });
    afterEach(() => org.stop());

    /** Starts a run, waits for so many deploys to be sent, and sends the signal. */
    const interrupted = async (deploys: number, signal: NodeJS.Signals): Promise<CliResult> => {
      org.simulator.journal.clear();
      org.simulator.fault({ kind: 'never-done', on: 'deploy', nth: deploys });
      const args = [...REMEDIATE, '--no-prompt', '--json', '--app', 'Open_Reporting'];
      const started = org.home.start(args, '', { NODE_ENV: 'production' });
      const polled = (): boolean =>
        deploysIn(org) >= deploys && org.simulator.journal.entries.at(-1)?.operation === 'checkDeployStatus';
      for (const end = Date.now() + 30_000; !polled() && Date.now() < end;) await pause(20);
      started.kill(signal);
      return started.ended;
    };

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      it(`by ${signal} while validating: 130, nothing was changed`, async () => {
        const untouched = texts(org);
        const ended = await interrupted(1, signal);
        expect([ended.exitCode, printed(ended).name]).to.deep.equal([130, 'InterruptedError']);
        expect(texts(org)).to.deep.equal(untouched);
        expect(deploysIn(org)).to.equal(1);
      });
    }

    it('while deploying: 69 with the id of the deploy, and running again ends in the right state', async () => {
      const ended = await interrupted(2, 'SIGINT');
      const result = resultOf(ended);
      expect([ended.exitCode, result.mode]).to.deep.equal([69, 'in-progress']);
      const [id] = result.deploys.flatMap((deploy) => (deploy.checkOnly ? [] : (deploy.id ?? [])));
      const [after] = filesBelow(join(org.home.folder, 'oauth-posture-snapshots')).filter((text) =>
        text.includes('"deploys"'),
      );
      expect(after).to.contain(id);
      finishDeploys(org.simulator.state);
      const again = await remediate(['--no-prompt', '--json']);
      expect(again.exitCode).to.equal(0);
      expect(texts(org)['ConnectedApp:Open_Reporting']).to.contain('<isClientCredentialEnabled>false<');
    });
  });
});

const linesOf = (text = ''): string[] => text.split('\n');

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
