import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { askForToken } from '../simulator/askForToken.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { startUndoing, type Undoing } from './support/undoing.js';

const APP = 'ConnectedApp:Order_Sync';
const POLICY = 'ExtlClntAppOauthConfigurablePolicies:Warehouse_Gateway_oauthPlcy';

describe('restoring what a remediation changed', () => {
  let world: Undoing;
  before(async () => {
    world = await startUndoing();
  });
  beforeEach(() => world.reset());
  after(() => world.stop());

  const tokens = (): Promise<string[]> =>
    Promise.all([
      askForToken(world.org.simulator, 'ConnectedApp', 'Order_Sync'),
      askForToken(world.org.simulator, 'ExternalClientApplication', 'Warehouse_Gateway'),
    ]);

  it('makes every component what it was, and tokens are issued again', async () => {
    expect(world.changed).to.have.length.of.at.least(5);
    expect(await tokens()).to.deep.equal(Array(2).fill('client credentials flow not enabled'));
    const { mode, summary } = await world.restore();
    expect(world.now()).to.deep.equal(world.original);
    expect(summary).to.include({ exitCode: 0, verified: world.changed.length });
    expect(mode).to.equal('applied');
    expect(await tokens()).to.deep.equal(['issued', 'issued']);
  });

  it('keeps what others changed in between, byte for byte', async () => {
    const newUrl = (text = ''): string => text.replace('order-sync.example.com', 'orders.example.com');
    const strict = (text = ''): string => text.replace('>Bypass<', '>Enforce<');
    world.edit(APP, newUrl);
    world.edit(POLICY, strict);
    expect((await world.restore()).summary.exitCode).to.equal(0);
    const { original } = world;
    expect(world.now()).to.deep.equal({
      ...original,
      [APP]: newUrl(original[APP]),
      [POLICY]: strict(original[POLICY]),
    });
  });

  it('validates first, then asks, then deploys once', async () => {
    let before: string[] = [];
    await world.restore({
      approve: () => {
        before = world.deploys();
        return true;
      },
    });
    expect(before).to.deep.equal(['check-only']);
    expect(world.deploys()).to.deep.equal(['check-only', 'for good']);
  });

  it('changes nothing where the answer is no', async () => {
    const { mode, summary } = await world.restore({ approve: () => false });
    expect([mode, summary.exitCode]).to.deep.equal(['cancelled', 1]);
    expect(world.now()).to.deep.equal(world.remediated);
  });

  it('changes nothing in a dry run, and leaves no snapshot', async () => {
    const folders = readdirSync(world.folder);
    const { mode, summary } = await world.restoreDry();
    expect([mode, summary.exitCode]).to.deep.equal(['dry-run', 0]);
    expect(summary.validated).to.equal(world.changed.length);
    expect(world.now()).to.deep.equal(world.remediated);
    expect(readdirSync(world.folder)).to.deep.equal(folders);
  });

  it('has nothing to do the second time, and deploys nothing', async () => {
    await world.restore();
    world.org.simulator.journal.clear();
    const { mode, summary, plan } = await world.restore();
    expect([mode, summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
    expect(plan.skipped.map(({ reason }) => reason)).to.deep.equal(world.changed.map(() => 'nothing-to-restore'));
    expect(world.deploys()).to.deep.equal([]);
  });

  it('restores those that --app names, and leaves the others', async () => {
    const { summary } = await world.restore({ apps: ['order_*'] });
    expect(summary).to.include({ exitCode: 0, verified: 1, skipped: 0 });
    expect(world.now()).to.deep.equal({ ...world.remediated, [APP]: world.original[APP] });
  });

  it('works from a copy of the folder, anywhere', async () => {
    const copy = join(world.folder, 'somewhere else');
    cpSync(world.snapshot, copy, { recursive: true });
    rmSync(world.snapshot, { recursive: true });
    expect((await world.restore({ snapshot: copy })).summary.exitCode).to.equal(0);
    expect(world.now()).to.deep.equal(world.original);
  });

  it('can itself be undone by the snapshot that it takes', async () => {
    const { snapshot } = await world.restore();
    expect((await world.restore({ snapshot: snapshot?.directory ?? '' })).summary.exitCode).to.equal(0);
    expect(world.now()).to.deep.equal(world.remediated);
  });

  it('writes no consumer key into that snapshot', async () => {
    const directory = (await world.restore()).snapshot?.directory ?? '';
    const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files).to.have.length.above(world.changed.length);
    for (const { parentPath, name } of files)
      expect(readFileSync(join(parentPath, name), 'utf8'), name).to.not.include('3MVG9.demo.key');
  });

  it('tells the id of a deploy that does not end, and has nothing left to do once that has ended', async () => {
    const { simulator } = world.org;
    simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
    const abortion = new AbortController();
    const isAskedAfter = (): boolean => simulator.journal.of('checkDeployStatus').length > 1;
    const watch = setInterval(() => isAskedAfter() && abortion.abort(), 10);
    const { mode, summary, deploys, snapshot } = await world.restore({ signal: abortion.signal });
    clearInterval(watch);
    expect([mode, summary.exitCode]).to.deep.equal(['in-progress', 69]);
    const id = deploys.find(({ checkOnly }) => !checkOnly)?.id ?? 'none';
    expect(readFileSync(join(snapshot?.directory ?? '', 'after.json'), 'utf8')).to.include(id);
    expect(world.now()).to.deep.equal(world.remediated);

    finishDeploys(simulator.state);
    expect(world.now()).to.deep.equal(world.original);
    const again = await world.restore();
    expect([again.mode, again.summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
  });
});
