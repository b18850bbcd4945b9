import { expect } from 'chai';
import { ConfigAggregator, StateAggregator } from '@salesforce/core';
import { valueOf, problemIn, startOrg, type SimulatedOrg } from './support/simulatedOrg.js';

describe('opening an org', () => {
  let org: SimulatedOrg;

  const start = async (...options: Parameters<typeof startOrg>): Promise<SimulatedOrg> =>
    (org = await startOrg(...options));
  afterEach(() => org.stop());

  it('says who and where, and costs two requests: the versions and the organization', async () => {
    await start({ org: { name: 'Acme', isSandbox: true } });
    const door = valueOf(await org.open());
    expect(door.identity).to.deep.include({
      username: org.login.username,
      instanceUrl: org.simulator.url,
      apiVersion: '68.0',
      name: 'Acme',
      isSandbox: true,
    });
    expect(door.identity.id).to.equal(org.simulator.state.org.id);
    expect(door.identity).to.not.have.property('alias');
    expect(door.clientId).to.equal('PlatformCLI');
    expect(org.simulator.journal.entries.map((entry) => entry.operation)).to.deep.equal(['versions', 'query']);
    expect(door.requests()).to.equal(2);
  });

  it('takes the version from the flag before the configuration before the org', async () => {
    await start();
    process.env['SF_ORG_API_VERSION'] = '61.0';
    try {
      await ConfigAggregator.clearInstance();
      expect(valueOf(await org.open({ apiVersion: '60.0' })).identity.apiVersion).to.equal('60.0');
      expect(valueOf(await org.open()).identity.apiVersion).to.equal('61.0');
    } finally {
      delete process.env['SF_ORG_API_VERSION'];
      await ConfigAggregator.clearInstance();
    }
    expect(valueOf(await org.open()).identity.apiVersion).to.equal('68.0');
  });

  it('takes no older version than the newest where something is to be changed', async () => {
    await start();
    const problem = problemIn(await org.open({ apiVersion: '62.0', onlyLatest: true }));
    expect(problem).to.include({ code: 'version-not-latest', detail: '62.0, 68.0' });
    for (const apiVersion of ['68.0', undefined])
      expect(valueOf(await org.open({ apiVersion, onlyLatest: true })).identity.apiVersion).to.equal('68.0');
    expect(problemIn(await org.open({ apiVersion: '99.0', onlyLatest: true })).code).to.equal('version-not-offered');
  });

  it('opens by alias and by the configured default org', async () => {
    await start();
    const { aliases } = await StateAggregator.getInstance();
    await aliases.setAndSave('prod', org.login.username);
    expect(valueOf(await org.open({ target: 'prod' })).identity).to.include({
      alias: 'prod',
      username: org.login.username,
    });
    process.env['SF_TARGET_ORG'] = 'prod';
    try {
      await ConfigAggregator.clearInstance();
      expect(valueOf(await org.open({ target: undefined })).identity).to.include({ alias: 'prod' });
    } finally {
      delete process.env['SF_TARGET_ORG'];
      await ConfigAggregator.clearInstance();
    }
  });

  it('lives with an address that was stored with a slash at its end', async () => {
    await start();
    const { orgs } = await StateAggregator.getInstance();
    orgs.update(org.login.username, { instanceUrl: `${org.simulator.url}/` });
    const door = valueOf(await org.open());
    expect(door.identity.instanceUrl).to.equal(org.simulator.url);
    expect(org.simulator.journal.entries.map((entry) => entry.path).join()).to.not.include('//');
  });

  it('an access token in the place of a username never stands for its user', async () => {
    await start();
    process.env['SF_ORG_INSTANCE_URL'] = org.simulator.url;
    try {
      await ConfigAggregator.clearInstance();
      const { identity } = valueOf(await org.open({ target: org.login.accessToken }));
      expect(identity.username).to.equal(org.login.username);
      expect(JSON.stringify(identity)).to.not.include('!');
    } finally {
      delete process.env['SF_ORG_INSTANCE_URL'];
      await ConfigAggregator.clearInstance();
    }
  });

  describe('fails as one problem', () => {
    it('when there is no default org', async () => {
      await start();
      expect(problemIn(await org.open({ target: undefined })).code).to.equal('no-target-org');
      expect(org.transport.requests()).to.equal(0);
    });

    it('when nobody logged in to it', async () => {
      await start();
      expect(problemIn(await org.open({ target: 'nobody@example.com' })).code).to.equal('unknown-org');
    });

    it('when the login has expired and cannot be refreshed', async () => {
      await start({ stored: { accessToken: '00D000000000001!expired', refreshToken: 'revoked' } });
      const problem = problemIn(await org.open());
      expect(problem.code).to.equal('session-refused');
      expect(problem.detail).to.not.include('revoked');
    });

    it('when an access token alone has expired', async () => {
      await start({ stored: { accessToken: '00D000000000001!expired', refreshToken: undefined } });
      expect(problemIn(await org.open()).code).to.equal('session-refused');
    });

    it('when the network is down', async () => {
      await start();
      await org.simulator.stop();
      expect(problemIn(await org.open())).to.include({ code: 'network', errorCode: 'ECONNREFUSED' });
    });

    it('when the org does not say what versions it speaks, instead of settling for an old one', async () => {
      await start();
      org.simulator.fault({ kind: 'request-limit', on: 'versions', times: Infinity });
      expect(problemIn(await org.open()).code).to.equal('request-limit');
    });

    const ids = ['../../escaped/evil', '00D000000000001\n\u001b[2J', '005000000000001AAA', '', null, 1234567890];
    for (const Id of ids)
      it(`when its id is ${JSON.stringify(Id)}`, async () => {
        await start();
        const body = JSON.stringify({ totalSize: 1, done: true, records: [{ Id, Name: 'Acme', IsSandbox: false }] });
        org.simulator.fault({ kind: 'answer', on: 'query', times: Infinity, body });
        expect(problemIn(await org.open()).code).to.equal('unexpected-answer');
      });

    it('when there are two organizations, or none', async () => {
      await start();
      const row = { Id: org.simulator.state.org.id, Name: 'Acme', IsSandbox: false };
      for (const records of [[], [row, row]]) {
        const body = JSON.stringify({ totalSize: records.length, done: true, records });
        org.simulator.fault({ kind: 'answer', on: 'query', body });
        expect(problemIn(await org.open()).errorCode).to.equal('NO_ORGANIZATION');
      }
    });

    it('when the allowance of requests is used up', async () => {
      await start();
      org.simulator.fault({ kind: 'request-limit', on: 'query', times: Infinity });
      expect(problemIn(await org.open()).code).to.equal('request-limit');
    });
  });

  it('refreshes an expired session once and goes on', async () => {
    await start({ stored: { accessToken: '00D000000000001!expired' } });
    const door = valueOf(await org.open());
    expect(org.simulator.journal.of('token')).to.have.length(1);
    expect(door.requests()).to.equal(org.simulator.journal.entries.length);
  });
});
