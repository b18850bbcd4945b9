import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult } from '../simulator/cliLogin.js';
import type { CraftedEntry } from '../simulator/craftedZip.js';
import { finishDeploys } from '../simulator/deploy/operations.js';
import { REMEDIATE, RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { resultOf } from './support/cliOrg.js';
import { comesToBe, isAskedAfter } from './support/interrupting.js';

type Files = Record<string, string>;

describe('what a run relies on is damaged or lost underway', () => {
  let org: ChangingOrg;
  before(async () => {
    [org] = (await startChangingOrgs(1)) as [ChangingOrg];
  });
  after(() => org.stop());

  describe('the file of an app in each answer to a retrieve', () => {
    const damage = (name: string, change: (own: CraftedEntry) => CraftedEntry): void => {
      org.become('original');
      org.simulator.fault({
        kind: 'other-zip',
        on: 'retrieve',
        times: Infinity,
        entries: (own) => own.map((entry) => (entry.path.includes(`/${name}.`) ? change(entry) : entry)),
      });
    };
    const damages: [name: string, change: (own: CraftedEntry) => CraftedEntry][] = [
      [
        'it is no UTF-8',
        ({ path, bytes }) => ({
          path,
          bytes: Buffer.from(Buffer.from(bytes).toString().replace('<label>', '<label>Caf\u00e9 '), 'latin1'),
        }),
      ],
      ['its checksum in the zip is wrong', ({ path, bytes }) => ({ path, bytes, lie: { checksum: 1 } })],
    ];
    const told = ({ stdout }: CliResult): string => stdout.replaceAll(/\s+/g, ' ');

    it('the app that is damaged below passes where it is not', async () => {
      org.become('original');
      expect((await org.audit(['--app', 'Ticket_Bridge'])).exitCode).to.equal(0);
    });

    for (const [name, change] of damages) {
      it(`${name}: an audit does not let the app pass, and names it, 31`, async () => {
        damage('Ticket_Bridge', change);
        const ended = await org.audit(['--app', 'Ticket_Bridge']);
        expect(ended.exitCode).to.equal(31);
        expect(told(ended)).to.match(/Not evaluated: 1 app .* \(1\): Ticket_Bridge /);
        expect(told(ended)).to.include('0 failed, 1 not evaluated');
      });

      it(`${name}: a remediation sends nothing, and names it, 1`, async () => {
        damage('Order_Sync', change);
        const ended = await org.start([...REMEDIATE, '--app', 'Order_Sync', '--no-prompt']).ended;
        expect(ended.exitCode).to.equal(1);
        expect(told(ended)).to.match(/Skipped: 1 [^-]+- ConnectedApp:Order_Sync /);
        expect([org.simulator.journal.of('deploy'), org.changedSince('original')]).to.deep.equal([[], []]);
      });
    }
  });

  describe('the snapshot, while the org deploys', () => {
    let kept: string;
    let moved: string;
    beforeEach(() => {
      kept = join(org.home.folder, 'snapshots of this run');
      moved = join(org.home.folder, 'moved');
      for (const folder of [kept, moved]) rmSync(folder, { recursive: true, force: true });
      mkdirSync(kept);
    });

    /** The org is at it for as long as it takes to lose the folder. */
    const loseWhileDeploying = async (run: keyof typeof RUNS, lose: (folder: string) => void): Promise<CliResult> => {
      const { args, from } = RUNS[run];
      org.become(from);
      const { simulator } = org;
      simulator.fault({ kind: 'never-done', on: 'deploy', nth: 2 });
      const started = org.start([...args, '--snapshot-dir', kept]);
      expect(await comesToBe(() => isAskedAfter(simulator, 2)), 'it waits for its deploy').to.equal(true);
      lose(join(kept, readdirSync(kept)[0] ?? 'none'));
      finishDeploys(simulator.state);
      return started.ended;
    };
    const isTold = (ended: CliResult, run: keyof typeof RUNS): void => {
      const { summary, notices, snapshot } = resultOf<RemediationResult>(ended);
      expect([ended.exitCode, summary.verified, org.changedSince(RUNS[run].to)]).to.deep.equal([32, 2, []]);
      expect(notices).to.deep.include({ code: 'snapshot-gone', data: { directory: snapshot?.directory } });
    };
    const filesIn = (folder: string): Files =>
      Object.fromEntries(
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .map((path) => [path, readFileSync(path, 'utf8')]),
      );

    for (const run of ['remediate', 'restore'] as const) {
      it(`${run}: it is removed, which is told, 32`, async () => {
        const ended = await loseWhileDeploying(run, (folder) => rmSync(folder, { recursive: true }));
        isTold(ended, run);
        expect(readdirSync(kept), 'no half of it is made anew').to.deep.equal([]);
      });

      it(`${run}: a link takes its place, which is told, and nothing is written through it, 32`, async () => {
        let before: Files = {};
        const ended = await loseWhileDeploying(run, (folder) => {
          renameSync(folder, moved);
          symlinkSync(moved, folder);
          before = filesIn(moved);
        });
        isTold(ended, run);
        expect(Object.keys(before)).to.include(join(moved, 'before.json'));
        expect(filesIn(moved)).to.deep.equal(before);
      });
    }
  });
});
