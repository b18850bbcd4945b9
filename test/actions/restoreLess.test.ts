import { expect } from 'chai';
import type { Notice } from '../../src/posture/model.js';
import { isToDo } from '../../src/posture/notices.js';
import { setDeployRules } from '../simulator/deploy/rules.js';
import { startUndoing, type Undoing } from './support/undoing.js';

const APP = 'ConnectedApp:Order_Sync';
const OTHER_USER = 'integration.warehouse@example.com';
const INVALID_USER = 'Enter a valid execution user for the OAuth client credentials flow.';

const newUrl = (text = ''): string => text.replace('order-sync.example.com', 'orders.example.com');
const withoutUser = (text = ''): string => text.replace(/\n *<oauthClientCredentialUser>.*>/, '');
const onAgainAsOther = (text = ''): string =>
  text
    .replace('Enabled>false', 'Enabled>true')
    .replace('<scopes>', `<oauthClientCredentialUser>${OTHER_USER}</oauthClientCredentialUser>\n        <scopes>`);

const besidesToDo = (notices: readonly Notice[]): Notice[] => notices.filter((notice) => !isToDo(notice));

describe('restoring less than everything', () => {
  let world: Undoing;
  before(async () => {
    world = await startUndoing();
  });
  beforeEach(() => world.reset());
  after(() => world.stop());

  describe('an app that somebody changed again', () => {
    beforeEach(() => world.edit(APP, onAgainAsOther));

    it('is left alone and named; the others are restored: some changes made, some not', async () => {
      const { plan, summary } = await world.restore();
      expect(plan.skipped).to.have.length(1);
      expect(plan.skipped[0]).to.deep.include({ reason: 'changed-again', detail: OTHER_USER });
      expect(summary.exitCode).to.equal(68);
      expect(world.now()).to.deep.equal({ ...world.original, [APP]: onAgainAsOther(world.remediated[APP]) });
    });

    it('alone: nothing is changed', async () => {
      const { summary } = await world.restore({ apps: ['Order_Sync'] });
      expect(summary).to.include({ exitCode: 1, planned: 0 });
      expect(world.now()[APP]).to.equal(onAgainAsOther(world.remediated[APP]));
    });

    it('is restored when forced', async () => {
      expect((await world.restore({ force: true })).summary.exitCode).to.equal(0);
      expect(world.now()).to.deep.equal(world.original);
    });
  });

  it('leaves an app alone that changes while somebody is being asked', async () => {
    const { plan, summary } = await world.restore({
      approve: () => {
        world.edit(APP, newUrl);
        return true;
      },
    });
    expect(plan.skipped.map(({ reason }) => reason)).to.deep.equal(['changed-since-plan']);
    expect(summary.exitCode).to.equal(68);
    expect(world.now()).to.deep.equal({ ...world.original, [APP]: newUrl(world.remediated[APP]) });
  });

  it('leaves an app alone that spoils every retrieve it is in, and restores the others', async () => {
    world.org.simulator.fault({
      kind: 'retrieve-failed',
      on: 'retrieve',
      member: APP,
      message: 'UNKNOWN_EXCEPTION: something went wrong',
      times: Infinity,
    });
    const { plan, summary } = await world.restore();
    expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['Order_Sync', 'not-read']]);
    expect(plan.skipped[0]?.detail).to.contain('UNKNOWN_EXCEPTION');
    expect(summary.exitCode).to.equal(68);
    expect(world.now()).to.deep.equal({ ...world.original, [APP]: world.remediated[APP] });
  });

  it('takes no app for gone that just does not come back', async () => {
    const body = ({ body: truth }: { body: string | Buffer }): string =>
      truth.toString().replace(/<fileProperties>(?:(?!<\/fileProperties>).)*Order_Sync.*?<\/fileProperties>/gs, '');
    world.org.simulator.fault({ kind: 'answer', on: 'checkRetrieveStatus', times: Infinity, body });
    const { plan, summary } = await world.restore();
    expect(plan.skipped.map(({ app, reason }) => [app.name, reason])).to.deep.equal([['Order_Sync', 'not-read']]);
    expect(summary.exitCode).to.equal(68);
  });

  it('never creates an app again that was deleted', async () => {
    world.org.simulator.removeComponent('ConnectedApp', 'Order_Sync');
    const { plan, summary } = await world.restore();
    expect(plan.skipped.map(({ reason }) => reason)).to.deep.equal(['gone']);
    expect(summary.exitCode).to.equal(68);
    expect(world.now()).to.not.have.property(APP);
  });

  it('takes out an app that the org refuses with its user and without, and restores the others', async () => {
    const refuses = ({ fullName }: { fullName: string }) => (fullName === 'Order_Sync' ? INVALID_USER : undefined);
    setDeployRules(world.org.simulator.state, { refuses });
    const { plan, notices, summary } = await world.restore();
    expect(plan.skipped).to.have.length(1);
    expect(plan.skipped[0]).to.include({ reason: 'refused', detail: INVALID_USER });
    expect([besidesToDo(notices), summary.exitCode]).to.deep.equal([[], 68]);
    expect(world.now()).to.deep.equal({ ...world.original, [APP]: world.remediated[APP] });
  });

  it('says so where the org loses the flag again', async () => {
    setDeployRules(world.org.simulator.state, { reverts: [APP] });
    const { outcomes, summary } = await world.restore();
    const lost = outcomes.filter(({ result }) => result !== 'verified');
    expect(lost.map(({ result, problem }) => [result, problem?.code])).to.deep.equal([['reverted', 'still-off']]);
    expect(summary.exitCode).to.equal(32);
  });

  it('says so where the org drops the user without a word', async () => {
    setDeployRules(world.org.simulator.state, { forgets: ['oauthClientCredentialUser'] });
    const { outcomes, summary } = await world.restore({ apps: ['Order_Sync'] });
    expect(outcomes[0]).to.have.nested.property('problem.code', 'user-differs');
    expect(summary.exitCode).to.equal(32);
  });
});

describe('restoring an app whose execution user has left', () => {
  let world: Undoing;
  before(async () => {
    world = await startUndoing({ retired: true });
  });
  beforeEach(() => world.reset());
  after(() => world.stop());

  const LEGACY = 'ConnectedApp:Legacy_Feed';
  const user = 'integration.retired@example.com';

  it('goes without the user and names the app for Setup, which is not everything', async () => {
    const { outcomes, notices, summary } = await world.restore();
    expect(outcomes.map(({ result }) => result)).to.deep.equal(world.changed.map(() => 'verified'));
    expect(besidesToDo(notices)).to.deep.equal([{ code: 'user-by-hand', app: LEGACY, data: { user } }]);
    expect(notices.map(({ code }) => code)).to.include('flow-open-again');
    expect(summary.exitCode).to.equal(68);
    expect(world.now()).to.deep.equal({ ...world.original, [LEGACY]: withoutUser(world.original[LEGACY]) });
  });

  it('says so in a dry run, too', async () => {
    const { notices, summary } = await world.restoreDry({ apps: ['Legacy_Feed'] });
    expect(notices.map(({ code }) => code)).to.deep.equal(['user-by-hand']);
    expect(summary.exitCode).to.equal(1);
  });

  it('the second time says what the org refuses, and deploys nothing for good', async () => {
    await world.restore();
    world.org.simulator.journal.clear();
    const { plan, summary } = await world.restore({ apps: ['Legacy_Feed'] });
    expect(plan.skipped[0]).to.include({ reason: 'refused', detail: INVALID_USER });
    expect(summary.exitCode).to.equal(1);
    expect(world.deploys()).to.deep.equal(['check-only']);
  });

  it('is complete once the user is back and it is run again', async () => {
    await world.restore();
    Object.assign(world.org.simulator.state.user(user) ?? {}, { IsActive: true });
    expect((await world.restore()).summary.exitCode).to.equal(0);
    expect(world.now()).to.deep.equal(world.original);
  });
});
