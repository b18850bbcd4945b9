import type { Connection } from '@salesforce/core';
import { expect } from 'chai';
import { ADMINISTRATOR } from '../baseOrg.js';
import { connect, withOwnHome } from '../connect.js';
import type { Simulator } from '../simulator.js';
import { startBench, startDeploy, syncText, zip } from './bench.js';
import { queueDeploy } from './queue.js';
import { app } from './refusalCase.js';

const SOQL = 'SELECT Id, Status, StartDate, CreatedBy.Name FROM DeployRequest ORDER BY CreatedDate DESC LIMIT 200';

describe('the queue of deploys', () => {
  withOwnHome();
  let org: Simulator;
  let connection: Connection;
  beforeEach(async () => {
    org = await startBench();
    connection = await connect(org);
  });
  afterEach(() => org.stop());

  const refusalOf = (asked: PromiseLike<unknown>): PromiseLike<unknown> =>
    asked.then(
      () => 'answered',
      (error: unknown) => error,
    );
  const statusOf = async (id: string): Promise<string> => (await connection.metadata.checkDeployStatus(id)).status;

  it('lets one wait while another one is ahead, without a start date and without effect', async () => {
    const other = queueDeploy(org.state, { by: ADMINISTRATOR, asks: Infinity });
    const before = syncText(org);
    const id = await startDeploy(connection, zip(app()));
    expect([await statusOf(id), await statusOf(id), syncText(org)]).to.deep.equal(['Pending', 'Pending', before]);
    expect((await connection.metadata.checkDeployStatus(id)).startDate ?? '').to.equal('');
    other.finish();
    expect([await statusOf(id), syncText(org) === before]).to.deep.equal(['Succeeded', false]);
  });

  it('is an object of the Tooling API alone', async () => {
    const { id } = queueDeploy(org.state, { by: ADMINISTRATOR, asks: Infinity });
    const { records } = await connection.tooling.query(SOQL);
    expect(records).to.have.length(1);
    expect(records[0]).to.deep.include({ Id: id, Status: 'InProgress' });
    expect(await refusalOf(connection.query(SOQL))).to.include({ errorCode: 'INVALID_TYPE' });
  });

  it('is shown to nobody where the org does not', async () => {
    org.state.settings = { ...org.state.settings, deployRequests: 'refused' };
    expect(await refusalOf(connection.tooling.query(SOQL))).to.include({ errorCode: 'INVALID_TYPE' });
  });
});
