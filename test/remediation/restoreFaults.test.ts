import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../src/refusal.js';
import { componentKey, type Outcome, type RemediationResult } from '../../src/remediation/model.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import type { FaultRule } from '../simulator/faults.js';
import type { JournalEntry } from '../simulator/journal.js';
import { startUndoing, type Undoing } from './undoing.js';

type Ended = RemediationResult | Refusal;
type Strike = { request: string; rule: Pick<FaultRule, 'on' | 'nth'> };

/** Each request of a restore that met no fault, so that it can be met again: the second `deploy`, the first retrieve. */
const strikesOf = (journal: readonly JournalEntry[]): Strike[] =>
  journal.map(({ n, operation }) => {
    const nth = journal.filter((other) => other.operation === operation && other.n <= n).length;
    return { request: `${operation} ${nth}`, rule: { on: new RegExp(`^${operation}$`), nth } };
  });

const KINDS: readonly { name: string; fault: Pick<FaultRule, 'kind' | 'times'> }[] = [
  { name: 'meets an expired session for good', fault: { kind: 'session-expired', times: Infinity } },
  { name: 'loses its connection after it was processed', fault: { kind: 'reset-after' } },
  { name: 'is cut inside every answer', fault: { kind: 'cut-body', times: Infinity } },
];

describe('a restore, whatever goes wrong at whichever of its requests', function () {
  this.timeout(120_000);
  let world: Undoing;
  let strikes: Strike[];

  before(async () => {
    world = await startUndoing();
    world.reset();
    await world.restore();
    strikes = strikesOf(world.org.simulator.journal.entries);
  });
  beforeEach(() => world.reset());
  after(() => world.stop());

  const run = (how?: Parameters<Undoing['restore']>[0]): Promise<Ended> =>
    world.restore(how).catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });

  const isBack = (key: string): boolean => world.now()[key] === world.original[key];
  const isUntouched = (key: string): boolean => world.now()[key] === world.remediated[key];

  /** What an outcome says of its component has to be so. */
  const isTrue = ({ component, result, problem }: Outcome): boolean => {
    const key = componentKey(component);
    if (result === 'verified') return isBack(key);
    if (problem?.code === 'still-running' || problem?.code === 'not-read-back') return true;
    return isUntouched(key);
  };

  const wrongWith = (ended: Ended): string[] => {
    const keys = Object.keys(world.original);
    const wrong = keys.filter((key) => !isBack(key) && !isUntouched(key)).map((key) => `${key} is half way`);
    const isAnythingDone = world.changed.some(isBack);
    if (ended instanceof Refusal) {
      if (isAnythingDone) wrong.push(`refused with ${ended.code}, and something was changed`);
      if (![1, 130].includes(ended.exitCode)) wrong.push(`exit code ${ended.exitCode}`);
      return wrong;
    }
    const { outcomes, summary, snapshot } = ended;
    wrong.push(...outcomes.filter((outcome) => !isTrue(outcome)).map((outcome) => `false: ${JSON.stringify(outcome)}`));
    if (summary.exitCode === 0 && !world.changed.every(isBack)) wrong.push('exit code 0, and not everything is back');
    if (summary.exitCode === 1 && isAnythingDone) wrong.push('exit code 1, and something was changed');
    if (!snapshot || !existsSync(join(snapshot.directory, 'before.json'))) wrong.push('no snapshot');
    return wrong;
  };

  /** And then once more, with nothing in the way. */
  const wrongInTheEnd = async (): Promise<string[]> => {
    world.org.simulator.clearFaults();
    const again = await run();
    const code = again instanceof Refusal ? again.code : again.summary.exitCode;
    return code === 0 && world.changed.every(isBack) ? [] : [`run again: ${code}`];
  };

  it('is the restore whose requests are known', () => {
    const requests = strikes.map(({ request }) => request);
    expect(requests).to.include.members(['retrieve 1', 'retrieve 2', 'retrieve 3', 'deploy 1', 'deploy 2']);
    expect(requests).to.have.length.within(10, 20);
  });

  for (const { name, fault } of KINDS)
    it(`where a request ${name}: each app is as it was or restored, and what is said of it is so`, async () => {
      const wrong: string[] = [];
      for (const { request, rule } of strikes) {
        world.reset();
        world.org.simulator.fault({ ...fault, ...rule });
        const ended = await run();
        const struck = world.org.simulator.journal.entries.some((entry) => entry.fault !== undefined);
        const found = [...wrongWith(ended), ...(struck ? [] : ['was not struck']), ...(await wrongInTheEnd())];
        wrong.push(...found.map((problem) => `${request}: ${problem}`));
      }
      expect(wrong).to.deep.equal([]);
    });

  it('interrupted at any of its requests: the same, and 130 as long as nothing was sent', async () => {
    const sending = strikes.findIndex(({ request }) => request === 'deploy 2');
    const wrong: string[] = [];
    for (const [index, { request, rule }] of strikes.entries()) {
      world.reset();
      world.org.simulator.fault({ kind: 'slow', ms: 300, ...rule });
      const abortion = new AbortController();
      const watch = setInterval(() => {
        if (world.org.simulator.journal.entries.some((entry) => entry.fault !== undefined)) abortion.abort();
      }, 10);
      const ended = await run({ signal: abortion.signal });
      clearInterval(watch);
      const found = wrongWith(ended);
      if (!abortion.signal.aborted) found.push('was not interrupted');
      const interrupted = ended instanceof Refusal && ended.code === 'interrupted' && ended.exitCode === 130;
      if (index < sending && !interrupted) found.push('did not end as interrupted');
      if (index >= sending && ended instanceof Refusal) found.push(`refused with ${ended.code}`);
      wrong.push(...[...found, ...(await wrongInTheEnd())].map((problem) => `${request}: ${problem}`));
    }
    expect(wrong).to.deep.equal([]);
  });

  it('whose deploy does not end says so with its id, and is complete once that has ended', async () => {
    const { simulator } = world.org;
    simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
    const abortion = new AbortController();
    const deployed = (): boolean => simulator.journal.of('checkDeployStatus').length > 1;
    const watch = setInterval(() => deployed() && abortion.abort(), 10);
    const ended = await run({ signal: abortion.signal });
    clearInterval(watch);
    if (ended instanceof Refusal) throw ended;
    expect([ended.mode, ended.summary.exitCode]).to.deep.equal(['in-progress', 69]);
    const id = ended.deploys.find(({ checkOnly }) => !checkOnly)?.id ?? 'none';
    expect(readFileSync(join(ended.snapshot?.directory ?? '', 'after.json'), 'utf8')).to.include(id);
    expect(world.now()).to.deep.equal(world.remediated);

    finishDeploys(simulator.state);
    expect(world.now()).to.deep.equal(world.original);
    const again = await world.restore();
    expect([again.mode, again.summary.exitCode]).to.deep.equal(['nothing-to-do', 0]);
  });
});
