import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { cliHome, type CliHome } from '../simulator/cliLogin.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { resultOf } from './support/cliOrg.js';
import { CONNECTED_APP_ON } from './support/editedFiles.js';
import { interrupt } from './support/interrupting.js';

const NAMES = Array.from({ length: 60 }, (_, index) => `App_${String(index).padStart(2, '0')}`);
const ON = CONNECTED_APP_ON;

describe('a remediation of source trees that is killed', () => {
  let simulator: Simulator;
  let home: CliHome;
  before(async () => {
    simulator = await startSimulator();
    home = cliHome(simulator);
  });
  after(async () => {
    home.remove();
    await simulator.stop();
  });

  const moments: [name: string, isReached: (isOff: (index: number) => boolean, isBegun: () => boolean) => boolean][] = [
    ['before the first file', (_isOff, isBegun) => isBegun()],
    ['after the first file', (isOff) => isOff(0)],
    ['after a few files', (isOff) => isOff(6)],
    ['in the middle', (isOff) => isOff(30)],
    ['near the last file', (isOff) => isOff(57)],
  ];
  for (const [number, [name, isReached]] of moments.entries())
    it(`${name} is undone by the command of its note, and made again by the next run`, async () => {
      const root = join(home.folder, `repository-${number}`);
      const app = join(root, 'force app');
      const fileOf = (one: string): string => join(app, `${one}.connectedApp-meta.xml`);
      mkdirSync(app, { recursive: true });
      for (const one of NAMES) writeFileSync(fileOf(one), ON);
      execFileSync('git', ['init', '--quiet'], { cwd: root });
      const kept = join(root, 'kept snapshots');
      const args = ['oauth-posture', 'remediate', '--source-dir', 'force app', '--snapshot-dir', 'kept snapshots'];
      const start = (...more: string[]) => home.start([...args, '--no-prompt', ...more], { cwd: root });
      const isOff = (one: string): boolean => readFileSync(fileOf(one), 'utf8') !== ON;
      const snapshots = (): string[] =>
        existsSync(kept) ? readdirSync(kept, { recursive: true, encoding: 'utf8' }) : [];

      const { held, ended } = await interrupt(
        start(),
        () =>
          isReached(
            (index) => isOff(NAMES[index] ?? ''),
            () => snapshots().some((file) => file.endsWith('undo.txt')),
          ),
        'SIGKILL',
      );
      expect([held, ended.exitCode]).to.deep.equal([true, null]);
      expect(readdirSync(app), 'nothing of the run lies in the tree').to.have.lengthOf(NAMES.length);

      const note = snapshots().find((file) => file.endsWith('undo.txt')) ?? '';
      const command = readFileSync(join(kept, note), 'utf8').trimEnd().split('\n').at(-1) ?? '';
      const edited = NAMES.filter(isOff).length;
      // The note is on the disk before the line that names it: until a file is edited, no one needs to know of it.
      if (edited > 0) expect(ended.stderr.replaceAll(/\s+/g, ' '), 'the note is told').to.include('undo.txt');
      const undone = spawnSync('sh', ['-c', command], { cwd: app, encoding: 'utf8' });
      expect(NAMES.filter(isOff), `${edited} edited\n${command}\n${undone.stderr}`).to.deep.equal([]);

      const { summary } = resultOf<RemediationResult>(await start('--json').ended);
      expect(summary.verified).to.equal(NAMES.length);
      expect(snapshots().filter((file) => file.endsWith('.tmp'))).to.deep.equal([]);
    });
});
