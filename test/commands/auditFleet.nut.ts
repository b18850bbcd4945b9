import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

const AUDIT_ALL = ['oauth-posture', 'audit', '--all-orgs'];

describe('sf oauth-posture audit, of several orgs', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  it('finds the orgs of all logins with --all-orgs', async () => {
    const ended = await org.start([...AUDIT_ALL, '--json']).ended;
    expect(ended.exitCode, ended.stdout).to.equal(30);
    expect(resultOf(ended).targets.map((target) => target.org?.alias)).to.deep.equal(['demo']);
  });

  it('does not leave out an org whose login cannot be read: it is one that could not be audited', async () => {
    const spoilt = org.home.write(join('.sfdx', 'prod@example.com.json'), '{"username": "prod@exam');
    const lost = join(org.home.folder, '.sfdx', 'gone@example.com.json');
    symlinkSync('nowhere', lost);
    const ended = await org.start([...AUDIT_ALL, '--json', '--fail-on', 'never']).ended;
    for (const file of [spoilt, lost]) rmSync(file);
    const { targets } = resultOf(ended);
    expect(targets.map(({ name, org: read, error }) => [read?.alias ?? name, error === undefined])).to.deep.equal([
      ['demo', true],
      ['gone@example.com', false],
      ['prod@example.com', false],
    ]);
    expect(ended.exitCode).to.equal(31);
  });

  it('shows how the orgs stand, tells each as it is done, and ends with the code of all together', async () => {
    const { exitCode, stdout, stderr } = await org.start([
      ...['oauth-posture', 'audit', '--target-org', 'demo', '--target-org', 'nobody', '--concurrency', '2'],
    ]).ended;
    expect(exitCode).to.equal(30);
    expect(stdout).to.match(
      /Orgs and folders\n {2}1 with failing apps:\n {4}demo\n {2}1 that couldn't be audited:\n {4}nobody/,
    );
    expect(stderr)
      .to.match(/Audited demo \(\d of 2 orgs\)/)
      .and.to.match(/Couldn't audit nobody \(\d of 2 orgs\)/);
  });

  for (const [what, ...args] of [
    ['--concurrency for one org', '--target-org', 'demo', '--concurrency', '3'],
    ['--concurrency for files', '--source-dir', '.', '--concurrency', '3'],
    ['--all-orgs beside --target-org', '--target-org', 'demo', '--all-orgs'],
    ['--include-scratch without --all-orgs', '--target-org', 'demo', '--include-scratch'],
    ['no lane at all', '--all-orgs', '--concurrency', '0'],
  ] as const)
    it(`refuses ${what} as wrong flags, before anything is asked`, async () => {
      const { exitCode } = await org.start(['oauth-posture', 'audit', ...args]).ended;
      expect([exitCode, org.simulator.journal.entries]).to.deep.equal([2, []]);
    });
});
