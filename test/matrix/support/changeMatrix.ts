import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { JournalEntry } from '../../simulator/journal.js';
import { canMeet, CHANGE_FAULTS, struckAt, type ChangeFault } from './changeFaults.js';
import { wrongAgain, wrongWhenInterrupted, wrongWith, type Ends } from './changeJudgement.js';
import type { Change, ChangeLane, ChangeRun } from './changeLane.js';
import { ChangeLanes, IMPATIENT } from './changeLanes.js';
import type { ChangeRequestRow } from './changeRequests.js';
import type { Scenario } from './changeScenarios.js';

const RECORDED = JSON.parse(readFileSync(new URL('../cells.json', import.meta.url), 'utf8')) as Record<string, number>;

/** A scenario that nothing disturbs, and the same once more. */
type Undisturbed = { ends: Ends; first: ChangeRun; second: ChangeRun };

const undisturbed = async ({ arrange, hinder }: Scenario, lane: ChangeLane): Promise<Undisturbed> => {
  const change = await arrange(lane);
  const before = lane.texts();
  hinder?.(lane);
  const first = await lane.run(change);
  lane.letTimePass();
  const second = await lane.run(change);
  return { ends: { before, changed: hinder ? second.texts : first.texts }, first, second };
};

/** What is always asked, and struck, by one lane. */
type Stand = { scenario: Scenario; request: ChangeRequestRow; lane: ChangeLane; change: Change; ends: Ends };

const tryOut = async ({ scenario, request, lane, change, ends }: Stand, row: ChangeFault): Promise<string[]> => {
  lane.reset(ends.before);
  scenario.hinder?.(lane);
  const { isInterrupted } = row;
  const first = await lane.run(change, { fault: struckAt(request, row), ...(isInterrupted && { isInterrupted }) });
  lane.letTimePass();
  const meanwhile = lane.texts();
  const again = leavesTraces(first, request) || row === firstFaultOf(request) ? await lane.run(change) : undefined;
  return [
    ...(first.journal.some(({ fault }) => fault !== undefined) ? [] : ['no request was struck']),
    ...wrongWith(first, ends),
    ...(isInterrupted ? wrongWhenInterrupted(first, request, scenario) : []),
    ...(again ? wrongAgain(again, meanwhile, ends, scenario) : []),
  ];
};

/**
 * What ended before any deploy was at stake left the org as it was: the same run once more would be the one that
 * nothing disturbs. One fault of each request proves it all the same.
 */
const leavesTraces = ({ journal }: ChangeRun, { operation }: ChangeRequestRow): boolean =>
  ['deploy', 'checkDeployStatus'].includes(operation) || journal.some(({ detail }) => detail === 'for good');

const firstFaultOf = (request: ChangeRequestRow): ChangeFault | undefined =>
  CHANGE_FAULTS.find((row) => canMeet(request, row));

/** The org never answers. */
const isSilence = ({ fault }: ChangeFault): boolean => fault.kind === 'never';

const labelOf = ({ operation, nth }: ChangeRequestRow): string => `${operation} ${nth}`;

const labelsOf = (journal: readonly JournalEntry[]): string[] =>
  journal.map(({ operation, n }) => {
    const nth = journal.filter((other) => other.operation === operation && other.n <= n).length;
    return `${operation} ${nth}`;
  });

/** Each scenario, struck in every way at each of its requests. */
export const tryChanges = (scenarios: readonly Scenario[]): void => {
  const bench = new ChangeLanes();
  const goodRuns = new Map<Scenario, Undisturbed>();
  const wrong = new Map(CHANGE_FAULTS.map((row): [ChangeFault, string[]] => [row, []]));
  const cells = new Map(scenarios.map(({ name }) => [name, 0]));

  /** One fault after the other: a lane that waits for its org holds up no other lane. */
  const tryOutAll = async (stand: Stand, faults: readonly ChangeFault[]): Promise<void> => {
    const { scenario, request } = stand;
    for (const row of faults.filter((one) => canMeet(request, one))) {
      const found = await tryOut(stand, row).catch((error: unknown) => [`a crash: ${String(error)}`]);
      wrong.get(row)?.push(...found.map((what) => `${scenario.name}, ${request.name}: ${what}`));
      cells.set(scenario.name, (cells.get(scenario.name) ?? 0) + 1);
    }
  };

  const standsOf = async (scenario: Scenario): Promise<Stand[]> => {
    const good = await undisturbed(scenario, await bench.openLane());
    goodRuns.set(scenario, good);
    const standAt = async (request: ChangeRequestRow): Promise<Stand> => {
      const lane = await bench.openLane();
      return { scenario, request, lane, change: await scenario.arrange(lane), ends: good.ends };
    };
    return Promise.all(scenario.requests.map(standAt));
  };

  before(async () => {
    await bench.start();
    const stands = (await Promise.all(scenarios.map(standsOf))).flat();
    const [silent, others] = [true, false].map((is) => CHANGE_FAULTS.filter((row) => isSilence(row) === is));
    await Promise.all(stands.map((stand) => tryOutAll(stand, others ?? [])));
    await bench.wait(IMPATIENT);
    await Promise.all(stands.map((stand) => tryOutAll(stand, silent ?? [])));
  });
  after(() => bench.stop());

  for (const scenario of scenarios) {
    const { name, requests, besides, exitCode = 0 } = scenario;

    it(`${name}: is done when nothing else goes wrong, and then has nothing left to do`, () => {
      const { ends, first, second } = goodRuns.get(scenario) as Undisturbed;
      expect(ends.changed.filter((text) => ends.before.includes(text))).to.deep.equal([]);
      expect(first.result?.summary.exitCode).to.equal(exitCode);
      expect(wrongWith(first, ends)).to.deep.equal([]);
      expect(wrongAgain(second, first.texts, ends, scenario)).to.deep.equal([]);
    });

    it(`${name}: asks what the table of its requests says, in this order`, () => {
      const asked = labelsOf(goodRuns.get(scenario)?.first.journal ?? []);
      const named = requests.map(labelOf);
      expect(asked.filter((label) => named.includes(label))).to.deep.equal(named);
      const others = asked.slice(asked.indexOf(named[0] ?? '')).filter((label) => !named.includes(label));
      expect(others.filter((label) => !besides?.test(label))).to.deep.equal([]);
    });

    it(`${name}: was tried in no fewer ways than before`, () => {
      const count = cells.get(name) ?? 0;
      console.log(`      ${count} cells: ${CHANGE_FAULTS.length} kinds of fault, ${requests.length} kinds of request`);
      expect(count).to.be.at.least(RECORDED[name] ?? Infinity);
    });
  }

  for (const row of CHANGE_FAULTS)
    it(`where a request ${row.name}: all or nothing, a true ending, and running again finishes`, () => {
      expect(wrong.get(row)).to.deep.equal([]);
    });
};
