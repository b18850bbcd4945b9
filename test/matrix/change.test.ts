import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { JournalEntry } from '../simulator/journal.js';
import { canMeet, CHANGE_FAULTS, struckAt, type ChangeFault } from './changeFaults.js';
import { wrongAgain, wrongWhenInterrupted, wrongWith, type Ends } from './changeJudgement.js';
import type { Change, ChangeLane, ChangeRun } from './changeLane.js';
import { ChangeLanes } from './changeLanes.js';
import type { ChangeRequestRow } from './changeRequests.js';
import { SCENARIOS, type Scenario } from './changeScenarios.js';

const RECORDED = JSON.parse(readFileSync(new URL('./cells.json', import.meta.url), 'utf8')) as Record<string, number>;

/** A lane for each request that is struck, and what happens when none is. */
type Ready = { scenario: Scenario; lanes: { lane: ChangeLane; change: Change }[]; ends: Ends; good: ChangeRun };

const makeReady = async (scenario: Scenario, free: readonly ChangeLane[]): Promise<Ready> => {
  const lanes = await Promise.all(free.map(async (lane) => ({ lane, change: await scenario.arrange(lane) })));
  const [{ lane, change }] = lanes as [Ready['lanes'][number]];
  const before = lane.texts();
  const good = await lane.run(change);
  return { scenario, lanes, good, ends: { before, changed: good.texts } };
};

const labelOf = ({ operation, nth }: ChangeRequestRow): string => `${operation} ${nth}`;

const labelsOf = (journal: readonly JournalEntry[]): string[] =>
  journal.map(({ operation, n }) => {
    const nth = journal.filter((other) => other.operation === operation && other.n <= n).length;
    return `${operation} ${nth}`;
  });

describe('a change of an org, whatever goes wrong at whichever of its requests', function () {
  this.timeout(180_000);
  const bench = new ChangeLanes();
  const cells = new Map(SCENARIOS.map(({ name }) => [name, 0]));
  let ready: Ready[];

  before(async () => {
    await bench.start(SCENARIOS.reduce((count, { requests }) => count + requests.length, 0));
    ready = await Promise.all(SCENARIOS.map((scenario) => makeReady(scenario, bench.take(scenario.requests.length))));
  });
  after(() => bench.stop());

  for (const [at, scenario] of SCENARIOS.entries()) {
    const { name, requests, besides } = scenario;

    it(`${name}: is done when nothing goes wrong, and then has nothing left to do`, async () => {
      const { lanes, ends, good } = ready[at] as Ready;
      const [{ lane, change }] = lanes as [Ready['lanes'][number]];
      expect(ends.changed.filter((text) => ends.before.includes(text))).to.deep.equal([]);
      expect(good.result?.summary.exitCode).to.equal(0);
      expect(wrongWith(good, ends)).to.deep.equal([]);
      expect(wrongAgain(await lane.run(change), lane.texts(), ends, scenario)).to.deep.equal([]);
    });

    it(`${name}: asks what the table of its requests says, in this order`, () => {
      const asked = labelsOf((ready[at] as Ready).good.journal);
      const named = requests.map(labelOf);
      expect(asked.filter((label) => named.includes(label))).to.deep.equal(named);
      const others = asked.slice(asked.indexOf(named[0] ?? '')).filter((label) => !named.includes(label));
      expect(others.filter((label) => !besides?.test(label))).to.deep.equal([]);
    });
  }

  const tryOut = async ({ scenario, lanes, ends }: Ready, at: number, row: ChangeFault): Promise<string[]> => {
    const [request, free] = [scenario.requests[at], lanes[at]];
    if (!request || !free || !canMeet(request, row)) return [];
    const { lane, change } = free;
    lane.reset(ends.before);
    const { isInterrupted } = row;
    const first = await lane.run(change, { fault: struckAt(request, row), ...(isInterrupted && { isInterrupted }) });
    lane.letTimePass();
    const meanwhile = lane.texts();
    const second = await lane.run(change);
    cells.set(scenario.name, (cells.get(scenario.name) ?? 0) + 1);
    const wrong = [
      ...(first.journal.some(({ fault }) => fault !== undefined) ? [] : ['no request was struck']),
      ...wrongWith(first, ends),
      ...(isInterrupted ? wrongWhenInterrupted(first, request, scenario.requests) : []),
      ...wrongAgain(second, meanwhile, ends, scenario),
    ];
    return wrong.map((what) => `${scenario.name}, ${request.name}: ${what}`);
  };

  for (const row of CHANGE_FAULTS) {
    it(`where a request ${row.name}: all or nothing, a true ending, and running again finishes`, async () => {
      const judged = ready.flatMap((one) => one.lanes.map((_, at) => tryOut(one, at, row)));
      expect((await Promise.all(judged)).flat()).to.deep.equal([]);
    });
  }

  for (const { name, requests } of SCENARIOS) {
    it(`${name}: was tried in no fewer ways than before`, () => {
      const count = cells.get(name) ?? 0;
      console.log(`      ${count} cells: ${CHANGE_FAULTS.length} kinds of fault, ${requests.length} kinds of request`);
      expect(count).to.be.at.least(RECORDED[name] ?? Infinity);
    });
  }
});
