import { expect } from 'chai';
import { AUDITOR, auditorWith, FOR_EXTERNAL_CLIENT_APPS } from '../actions/support/auditor.js';
import type { CliResult } from '../simulator/cliLogin.js';
import { printed, startCliOrg, type CliOrg } from './support/cliOrg.js';

/** One clear error, what to do, exit code 1, and nothing on stdout. */
const expectOneError = ({ exitCode, stdout, stderr }: CliResult, said: string, advice: string): void => {
  expect([exitCode, stdout]).to.deep.equal([1, '']);
  expect(stderr.match(/^Error/gm)).to.have.length(1);
  expect(stderr).to.include(said).and.to.include('Try this:').and.to.include(advice);
  expect(stderr).not.to.match(/^\s+at /m);
};

describe('sf oauth-posture audit, asked for what it cannot do', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  it('names no org and has no default one', async () => {
    const ended = await org.start(['oauth-posture', 'audit']).ended;
    expectOneError(ended, 'No org was named, and no default org is set.', 'sf config set target-org');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('refuses an API version from a flag or the configuration that hides the flow', async () => {
    const [byFlag, byConfiguration] = await Promise.all([
      org.audit(['--api-version', '55.0']),
      org.audit(['--json'], { SF_ORG_API_VERSION: '59.0' }),
    ]);
    expectOneError(byFlag, "API version 55.0 doesn't show", '60.0');
    expect(printed(byConfiguration)).to.deep.include({ status: 1, name: 'ApiVersionTooOldError' });
  });
});

describe('sf oauth-posture audit, where the org does not let it in', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  it('because the log-in was revoked, its refresh token too; or because nobody is there any more', async () => {
    org.simulator.state.sessions.clear();
    org.simulator.state.refreshTokens.clear();
    expectOneError(await org.audit(), 'demo no longer accepts this login.', 'sf org login web');
    await org.simulator.stop();
    const [shown, forMachines] = await Promise.all([org.audit(), org.audit(['--json'])]);
    expectOneError(shown, "demo couldn't be reached.", 'HTTPS_PROXY');
    expect(printed(forMachines)).to.deep.include({ status: 1, name: 'NetworkError' });
  });
});

describe('sf oauth-posture audit, by somebody who may not see everything', () => {
  let org: CliOrg;
  before(async () => {
    const rows = auditorWith(...FOR_EXTERNAL_CLIENT_APPS);
    org = await startCliOrg({ user: AUDITOR, rows, listWithoutPermission: 'fault' });
  });
  after(() => org.stop());

  it('ends with 31 and names what is missing where one list is refused, with 1 where all are', async () => {
    const partly = await org.audit(['--fail-on', 'never']);
    expect(partly.exitCode).to.equal(31);
    expect(partly.stdout).to.include('The list of connected apps').and.to.include('"Manage Connected Apps"');

    for (const row of org.simulator.state.rowsOf('PermissionSet'))
      for (const name of FOR_EXTERNAL_CLIENT_APPS) row[`Permissions${name}`] = false;
    const advice = 'Modify Metadata Through Metadata API Functions';
    expectOneError(await org.audit(), 'The calling user lacks a permission in demo that this run needs.', advice);
  });
});
