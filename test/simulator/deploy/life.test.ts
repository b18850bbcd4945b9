import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { connect, withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import { ended, startBench, startDeploy, SYNC, syncText, zip } from './bench.js';
import { finishDeploys } from './operations.js';
import { app } from './refusalCase.js';
import { setDeployRules } from './rules.js';
import { connectedApp, HARMLESS } from './samples.js';

const FLOW_ON = '<isClientCredentialEnabled>true<';
const FLOW_OFF = '<isClientCredentialEnabled>false<';

describe('a deploy from its start to its end', () => {
  withOwnHome();
  let org: Simulator;
  let connection: Connection;
  beforeEach(async () => {
    org = await startBench({ pollsUntilDone: 2 });
    connection = await connect(org);
  });
  afterEach(() => org.stop());

  const start = (options = {}): Promise<string> => startDeploy(connection, zip(app()), options);
  const statusOf = async (id: string): Promise<string> => (await connection.metadata.checkDeployStatus(id)).status;

  it('is pending, then in progress, then done', async () => {
    const id = await start();
    expect([await statusOf(id), await statusOf(id), await statusOf(id)]).to.deep.equal([
      'Pending',
      'InProgress',
      'Succeeded',
    ]);
  });

  it('tells the rows only to those who ask for details, and only when it is done', async () => {
    const id = await start();
    const rows = async (details: boolean): Promise<string[]> => {
      const status = await connection.metadata.checkDeployStatus(id, details);
      return status.details.componentSuccesses.map(({ fullName }) => fullName);
    };
    expect([await rows(true), await rows(true), await rows(false), await rows(true)]).to.deep.equal([
      [],
      [],
      [],
      ['package.xml', 'Sync'],
    ]);
  });

  it('counts components, package.xml not among them', async () => {
    const outcome = await ended(connection, await start());
    expect(outcome).to.include({
      numberComponentsTotal: 1,
      numberComponentsDeployed: 1,
      numberComponentErrors: 0,
      checkOnly: false,
      rollbackOnError: true,
      success: true,
      runTestsEnabled: false,
    });
  });

  it('stays in progress as long as one asks it to', async () => {
    org.fault({ kind: 'never-done', on: 'checkDeployStatus', times: 4 });
    const id = await start();
    const heard = [];
    for (let poll = 0; poll < 5; poll += 1) heard.push(await statusOf(id));
    expect(heard).to.deep.equal(['Pending', 'InProgress', 'InProgress', 'InProgress', 'Succeeded']);
  });

  it('may never end, until time is told to pass', async () => {
    org.fault({ kind: 'never-done', on: 'deploy' });
    const id = await start();
    for (let poll = 0; poll < 8; poll += 1) await statusOf(id);
    expect([await statusOf(id), syncText(org).includes(FLOW_ON)]).to.deep.equal(['InProgress', true]);
    finishDeploys(org.state);
    expect([await statusOf(id), syncText(org).includes(FLOW_OFF)]).to.deep.equal(['Succeeded', true]);
  });

  it('shows nothing before its last poll, in an org that is slow', async () => {
    setDeployRules(org.state, { lands: 'when-done' });
    const id = await start();
    expect([await statusOf(id), await statusOf(id)]).to.deep.equal(['Pending', 'InProgress']);
    expect(syncText(org)).to.contain(FLOW_ON);
    expect(await statusOf(id)).to.equal('Succeeded');
    expect(syncText(org)).to.contain(FLOW_OFF);
  });

  it('is canceled while there is time, and nothing is changed', async () => {
    setDeployRules(org.state, { lands: 'when-done' });
    const id = await start();
    await statusOf(id);
    await connection.metadata.cancelDeploy(id);
    const outcome = await ended(connection, id);
    expect([outcome.status, outcome.success, outcome.done]).to.deep.equal(['Canceled', false, true]);
    expect(syncText(org)).to.contain(FLOW_ON);
  });

  it('ends as it would have when it is canceled too late', async () => {
    const id = await start();
    await connection.metadata.cancelDeploy(id);
    expect((await ended(connection, id)).status).to.equal('Succeeded');
    expect(syncText(org)).to.contain(FLOW_OFF);
  });

  it('has happened although the answer to it was lost', async () => {
    org.fault({ kind: 'reset-after', on: 'deploy' });
    const lost = await start().then(
      () => 'answered',
      () => 'lost',
    );
    expect([lost, syncText(org).includes(FLOW_OFF)]).to.deep.equal(['lost', true]);
  });

  it('is not accepted while somebody else holds the record', async () => {
    org.fault({ kind: 'locked', on: 'deploy' });
    const problem = await start().catch((error: unknown) => error);
    expect(problem).to.include({ errorCode: 'sf:UNABLE_TO_LOCK_ROW' });
    expect(syncText(org)).to.contain(FLOW_ON);
  });

  it('is told apart from a check in the journal', async () => {
    await start({ checkOnly: true });
    await start();
    expect(org.journal.of('deploy').map(({ detail }) => detail)).to.deep.equal(['check-only', 'for good']);
  });

  it('finds another hand’s change after a check, made once', async () => {
    const theirs = connectedApp({}, { description: 'theirs' });
    setDeployRules(org.state, { afterCheckOnly: () => void org.setComponent('ConnectedApp', 'Sync', theirs) });
    const check = await start({ checkOnly: true });
    await ended(connection, check);
    expect(syncText(org)).to.equal(theirs);
    await ended(connection, await startDeploy(connection, zip({ [SYNC]: connectedApp(HARMLESS) })));
    await statusOf(check);
    expect(syncText(org)).not.to.contain('theirs');
  });

  it('takes a name from the package that the list gives percent-encoded', async () => {
    org.setComponent('ConnectedApp', 'Sync%3A Two', connectedApp({ consumerKey: 'another' }));
    const files = { 'connectedApps/Sync: Two.connectedApp': connectedApp(HARMLESS) };
    const outcome = await ended(connection, await startDeploy(connection, zip(files)));
    expect(outcome.details.componentSuccesses.map(({ fullName }) => fullName)).to.include('Sync%3A Two');
  });
});
