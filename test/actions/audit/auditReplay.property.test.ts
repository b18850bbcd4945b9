import { expect } from 'chai';
import fc from 'fast-check';
import { audit } from '../../../src/actions/audit/audit.js';
import type { Reads } from '../../../src/actions/doors.js';
import { run } from '../../../src/cli/run.js';
import type { OrgDoor } from '../../../src/org/door.js';
import { allControls } from '../../../src/posture/controls/all.js';
import type { AuditReport } from '../../../src/posture/model.js';
import { HomeFolder, storeLogin } from '../../org/support/homeFolder.js';
import { runs } from '../../runs.js';
import { DEMO_ORG } from '../../simulator/connect.js';
import { startSimulator } from '../../simulator/simulator.js';
import type { OrgState } from '../../simulator/state.js';
import { SILENT } from '../support/auditedOrg.js';
import { Memory, replaying, type Answers } from '../support/replay/answers.js';
import { changesOf, type Change } from '../support/replay/changes.js';
import { unproven } from '../support/replay/unproven.js';

/** An audit by the answers of a real `Connection`, repeated from memory with one or two of them changed. */

type Replay = { report: AuditReport; answers: Answers };
type Recording = { changes: readonly Change[]; again: (...changes: readonly Change[]) => Promise<Replay> };

const REQUEST = {
  orgs: ['replayed'],
  directories: [],
  root: '.',
  controls: allControls.map(({ id }) => id),
  apps: null,
  usageDays: 90,
  failOn: 'never',
  allowIncomplete: false,
  waivers: { kind: 'off' },
} as const;

const record = async (door: OrgDoor, doors: Reads): Promise<Recording> => {
  const auditFrom = async (memory: Memory): Promise<AuditReport> => {
    const replay = replaying(door, memory);
    return (await audit(REQUEST, { ...doors, openOrg: () => Promise.resolve({ ok: true, value: replay }) })).report;
  };
  const memory = new Memory();
  await auditFrom(memory);
  return {
    changes: changesOf(memory.answers),
    again: async (...changes) => {
      const changed = new Memory(changes.reduce((answers, { of }) => of(answers), memory.answers));
      return { report: await auditFrom(changed), answers: changed.given() };
    },
  };
};

const inOrg = async (
  prepare: (state: OrgState) => void,
  work: (recording: Recording) => Promise<void>,
): Promise<void> => {
  const home = new HomeFolder();
  await home.moveIn();
  const simulator = await startSimulator({ pollsUntilDone: 0, folder: DEMO_ORG });
  try {
    prepare(simulator.state);
    const login = simulator.login();
    await storeLogin(login);
    // A run turns what it doesn't expect into words of its own.
    const failure = await run({ ...SILENT, apiVersion: undefined, waitMs: 10_000 }, async ({ doors }) => {
      const opened = await doors.openOrg(login.username);
      if (!opened.ok) throw new Error(opened.problem.code);
      return work(await record(opened.value, doors)).catch((error: unknown) => ({ error }));
    });
    if (failure) throw failure.error;
  } finally {
    await simulator.stop();
    await home.moveOut();
  }
};

/** One app is hardened, one is turned off as a whole, and the flow of every other one is off. */
const turnOff = (state: OrgState): void => {
  const texts = new Map([...state.components.values()].map(({ fullName, text }) => [fullName, text]));
  for (const component of state.components.values()) {
    delete component.unretrievable;
    if (component.fullName === 'acme__Invoice_Connector') component.text = texts.get('Mobile_Companion') ?? '';
    if (!/^(Catalogue|Archive)\w+(Policy|Plcy)$/i.test(component.fullName))
      component.text = component.text.replace(/(isClientCredential\w+>)true/, '$1false');
  }
};

const ORGS: readonly [string, (state: OrgState) => void, number][] = [
  ['in which some apps fail', () => undefined, 31],
  ['in which everything passes', turnOff, 0],
];

describe('an org whose answers change', () => {
  for (const [org, prepare, exitCode] of ORGS)
    it(`gets no verdict that they do not prove: one ${org}`, async () => {
      await inOrg(prepare, async ({ changes, again }) => {
        const { report, answers } = await again();
        expect([report.gate.exitCode, unproven(report, answers)]).to.deep.equal([exitCode, []]);
        const change = fc.nat(changes.length - 1);
        const some = fc.oneof(fc.tuple(change), fc.tuple(change, change));
        await fc.assert(
          fc.asyncProperty(some, async (places) => {
            const made = places.flatMap((at) => changes[at] ?? []);
            const changed = await again(...made);
            const what = made.map((one) => one.what).join(' | ');
            expect(unproven(changed.report, changed.answers).join('; '), what).to.equal('');
          }),
          { numRuns: runs(200) },
        );
      });
    });
});
