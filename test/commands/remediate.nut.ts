import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { post } from '../simulator/ask.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { clientCredentialsOf } from '../simulator/deploy/keys.js';
import { componentsOf, resultOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';
import { filesBelow } from './support/planted.js';

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

/** The clients stand on this machine, which one of the profiles would not let in. */
const letInFromHere = ({ simulator }: CliOrg): void => {
  const name = 'Integration%3A Billing';
  const text = simulator.state.component('Profile', name)?.text ?? '';
  simulator.setComponent('Profile', name, text.replace('192.0.2.16', '127.0.0.1').replace('192.0.2.31', '127.0.0.1'));
};

const deploysIn = ({ simulator }: CliOrg): number => simulator.journal.of('deploy').length;

const inADay = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

const WAIVED = {
  'connected-app-client-credentials': 'ConnectedApp:Order_Sync',
  'eca-client-credentials-policy': 'ExternalClientApplication:Warehouse_Gateway',
};

const waivers = (): string =>
  [
    'version: 1',
    'waivers:',
    ...Object.entries(WAIVED).flatMap(([control, app]) => [
      `  - control: ${control}`,
      `    app: ${app}`,
      '    reason: The vendor has no other way yet',
      '    owner: integration-team',
      `    expires: ${inADay()}`,
    ]),
    '',
  ].join('\n');

describe('sf oauth-posture remediate', () => {
  let org: CliOrg;

  const remediate = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliResult> =>
    org.start([...REMEDIATE, ...args], { env }).ended;

  describe('from a failing org to a clean one', () => {
    let was: Components;
    let ended: CliResult;
    let result: RemediationResult;

    before(async () => {
      org = await startCliOrg();
      org.home.write('oauth-posture.yml', waivers());
      letInFromHere(org);
      expect(await tokens(org), 'before').to.deep.equal(Object.fromEntries(FAILING.map(([, name]) => [name, true])));
      was = componentsOf(org.simulator);
      ended = await remediate(['--no-prompt', '--include-active', '--json']);
      result = resultOf<RemediationResult>(ended);
    });
    after(() => org.stop());

    it('refuses a token to each app that was changed, and still issues one to the waived apps of both kinds', async () => {
      expect(await tokens(org)).to.deep.equal({
        Billing_Export: false,
        Order_Sync: true,
        Warehouse_Gateway: true,
        nova__Partner_Hub: false,
      });
    });

    it('verified every change, the packaged app’s policy among them', () => {
      expect([ended.exitCode, result.mode]).to.deep.equal([0, 'applied']);
      expect(result.outcomes.map(({ app, result: outcome }) => [app.name, outcome])).to.deep.equal([
        ['Billing_Export', 'verified'],
        ['Legacy_Feed', 'verified'],
        ['Open_Reporting', 'verified'],
        ['Partner_Hub', 'verified'],
      ]);
    });

    it('left every other component byte for byte as it was', () => {
      const touched = new Set(result.plan.changes.map(({ component }) => `${component.type}:${component.fullName}`));
      const now = componentsOf(org.simulator);
      expect(Object.keys(now)).to.deep.equal(Object.keys(was));
      for (const [key, text] of Object.entries(was)) if (!touched.has(key)) expect(now[key], key).to.equal(text);
      expect(touched).to.include(POLICIES['nova__Partner_Hub']);
      expect(touched).not.to.include('ConnectedApp:Order_Sync').and.not.to.include(POLICIES['Warehouse_Gateway']);
    });

    it('changed flag and execution user, and nothing else', () => {
      for (const { component } of result.plan.changes) {
        const key = `${component.type}:${component.fullName}`;
        const gone = linesOf(was[key]).filter((line) => !linesOf(componentsOf(org.simulator)[key]).includes(line));
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
      const now = componentsOf(org.simulator);
      const again = await remediate(['--no-prompt', '--include-active', '--json']);
      expect([again.exitCode, resultOf<RemediationResult>(again).mode, deploysIn(org)]).to.deep.equal([
        0,
        'nothing-to-do',
        0,
      ]);
      expect(componentsOf(org.simulator)).to.deep.equal(now);
    });
  });

  describe('with an approval in between', () => {
    before(async () => {
      org = await startCliOrg();
    });
    after(() => org.stop());

    it('a dry run changes nothing, and saves a plan for its owner alone', async () => {
      const untouched = componentsOf(org.simulator);
      const plan = join(org.home.folder, 'plan.json');
      const ended = await remediate(['--dry-run', '--include-active', '--save-plan', plan]);
      expect(ended.exitCode, ended.stderr).to.equal(0);
      expect(ended.stdout).to.contain('production').and.to.contain('Dry run: nothing was changed');
      expect(componentsOf(org.simulator)).to.deep.equal(untouched);
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
      expect(ended.stdout).to.contain('keep this folder as an artifact');
      expect(readdirSync(elsewhere)).to.have.lengthOf(1);
      expect(await tokens(org)).to.deep.equal(Object.fromEntries(FAILING.map(([, name]) => [name, false])));
    });
  });
});

const linesOf = (text = ''): string[] => text.split('\n');
