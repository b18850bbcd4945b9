import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { DEMO_ORG } from '../simulator/connect.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const WAIVER = `version: 1
waivers:
  - control: connected-app-client-credentials
    app: ConnectedApp:Order_Sync
    reason: Agreed with the vendor
    owner: integration-team
    expires: ${inDays(100)}
`;

describe('sf oauth-posture audit, as a gate', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  it('lets a waived app pass by the file of the working folder, and not with --no-waivers', async () => {
    const file = org.home.write('oauth-posture.yml', WAIVER);
    const app = ['--app', 'Order_Sync'];
    const [waived, strict] = await Promise.all([org.audit([...app, '--json']), org.audit([...app, '--no-waivers'])]);
    rmSync(file);
    expect(waived.exitCode).to.equal(0);
    expect(resultOf(waived)).to.deep.include({
      summary: { pass: 0, fail: 0, waived: 1, notEvaluated: 0, notApplicable: 0 },
    });
    expect(strict.exitCode).to.equal(30);
    expect(strict.stdout).to.include('--no-waivers was used');
  });

  it('stops before any org is asked where the waiver file is wrong, and names each mistake by its place', async () => {
    const file = org.home.write('wrong.yml', WAIVER.replace('owner:', 'ownr:').replace(inDays(100), 'soon'));
    const { exitCode, stdout, stderr } = await org.audit(['--waivers', file]);
    expect([exitCode, stdout]).to.deep.equal([1, '']);
    expect(stderr).to.include(`${file}:6:5: Unknown key "ownr"`).and.to.include(`${file}:7:14: `);
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('does not let --control hide that a connected app runs as the user of a hardened app', async () => {
    const args = ['--control', 'eca-client-credentials-policy', '--app', 'Catalogue_Publisher'];
    const order = readFileSync(join(DEMO_ORG, 'connectedApps', 'Order_Sync.connectedApp'), 'utf8');
    expect((await org.audit(args)).exitCode).to.equal(0);
    org.simulator.setComponent(
      'ConnectedApp',
      'Twin',
      order.replace(/(<oauthClientCredentialUser>)[^<]*/, '$1integration.catalogue@example.com'),
    );
    const shared = await org.audit([...args, '--json']);
    org.simulator.removeComponent('ConnectedApp', 'Twin');
    expect(shared.exitCode).to.equal(30);
    const [target] = resultOf(shared).targets;
    expect(target?.findings.map(({ app, reason }) => [app.name, reason])).to.deep.equal([
      ['Catalogue_Publisher', 'not-hardened'],
    ]);
  });

  it('with a baseline looks at what is new alone, and refuses one of another scope', async () => {
    const baseline = join(org.home.folder, 'baseline.json');
    const findings = ['--control', 'eca-client-credentials-policy'];
    expect((await org.audit([...findings, '--output-file', baseline])).exitCode).to.equal(30);
    const [unchanged, otherScope] = await Promise.all([
      org.audit([...findings, '--baseline', baseline]),
      org.audit(['--baseline', baseline, '--json']),
    ]);
    expect(unchanged.exitCode, unchanged.stderr).to.equal(0);
    expect(printed(otherScope)).to.deep.include({ status: 1, name: 'BaselineOtherScopeError' });
  });
});
