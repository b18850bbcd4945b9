import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { HOSTILE_TREES, trap } from '../files/support/hostileTrees.js';
import { cliHome, type CliHome } from '../simulator/cliLogin.js';
import { startSimulator, type Simulator } from '../simulator/simulator.js';
import { CONNECTED_APP_ON } from './support/editedFiles.js';
import { comesToBe } from './support/interrupting.js';

const FILE = 'tree/force-app/Hostile.connectedApp-meta.xml';

describe('remediating a source tree that wants to run a command', () => {
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

  it('still tells a file with changes that are not committed', async () => {
    const root = realpathSync(mkdtempSync(join(home.folder, 'repository-')));
    const file = join(root, 'force-app/Feed.connectedApp-meta.xml');
    mkdirSync(dirname(file));
    writeFileSync(file, CONNECTED_APP_ON);
    const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
    for (const args of [
      ['init', '--quiet'],
      ['add', '.'],
      [...identity, 'commit', '--quiet', '--message', 'first'],
    ])
      execFileSync('git', args, { cwd: root });
    const notices = async (): Promise<string[]> => {
      const args = ['oauth-posture', 'remediate', '--source-dir', 'force-app', '--dry-run', '--json'];
      const { stdout } = await home.start(args, { cwd: root }).ended;
      return (JSON.parse(stdout) as { result: { notices: { code: string }[] } }).result.notices.map(({ code }) => code);
    };
    expect(await notices()).to.not.include('source-modified-in-git');
    writeFileSync(file, CONNECTED_APP_ON.replace('Feed', 'Feed of mine'));
    expect(await notices()).to.include('source-modified-in-git');
  });

  it('saves no snapshot through a link that the tree brings along', async () => {
    const root = realpathSync(mkdtempSync(join(home.folder, 'linked-')));
    const [outside, file] = [join(root, 'outside'), join(root, 'tree/Feed.connectedApp-meta.xml')];
    for (const folder of [outside, dirname(file)]) mkdirSync(folder);
    writeFileSync(file, CONNECTED_APP_ON);
    symlinkSync(outside, join(root, 'tree/oauth-posture-snapshots'));
    const args = ['oauth-posture', 'remediate', '--source-dir', '.', '--no-prompt'];
    const { stderr, exitCode } = await home.start(args, { cwd: dirname(file) }).ended;
    expect([exitCode, readdirSync(outside), readFileSync(file, 'utf8')]).to.deep.equal([1, [], CONNECTED_APP_ON]);
    expect(stderr).to.include('oauth-posture-snapshots is a link');
    const named = await home.start([...args, '--snapshot-dir', outside], { cwd: dirname(file) }).ended;
    expect([named.exitCode, readdirSync(outside)]).to.have.nested.property('[1].length', 1);
  });

  for (const { name, plant, environment } of HOSTILE_TREES)
    it(`runs none of ${name}`, async () => {
      const root = realpathSync(mkdtempSync(join(tmpdir(), 'oauth-posture-hostile-')));
      try {
        const file = join(root, FILE);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, CONNECTED_APP_ON);
        const { command, wasRun, reset } = trap(root);
        plant({ root: join(root, 'tree'), folder: dirname(file), command });
        reset();
        const env = environment?.(join(root, 'tree'), command) ?? {};
        const remediate = (...more: string[]) =>
          home.start(
            ['oauth-posture', 'remediate', '--source-dir', 'force-app', '--snapshot-dir', join(root, 'kept'), ...more],
            { env, cwd: join(root, 'tree') },
          ).ended;

        const planned = await remediate('--dry-run');
        expect([planned.exitCode, wasRun()], planned.stderr).to.deep.equal([0, false]);
        const before = readFileSync(file);
        const done = await remediate('--no-prompt');
        expect([done.exitCode, wasRun()], done.stderr).to.deep.equal([0, false]);
        expect(readFileSync(file, 'utf8')).to.include('<isClientCredentialEnabled>false');

        const undo = /^ *(git (?:[^\n]*\\\n)*[^\n]*)$/m.exec(done.stdout)?.[1] ?? '';
        execFileSync('sh', ['-c', undo], { cwd: join(root, 'tree'), stdio: 'pipe' });
        expect([readFileSync(file).equals(before), wasRun()]).to.deep.equal([true, false]);
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    });

  it('does not write over what somebody saves while it edits the files before', async () => {
    const root = realpathSync(mkdtempSync(join(home.folder, 'many-')));
    const names = Array.from({ length: 60 }, (_, n) =>
      join(root, `A${String(n).padStart(2, '0')}.connectedApp-meta.xml`),
    );
    for (const name of names) writeFileSync(name, CONNECTED_APP_ON);
    const [first = '', last = ''] = [names[0], names.at(-1)];
    const theirs = CONNECTED_APP_ON.replace('Feed', 'Feed of mine');
    const run = home.start(['oauth-posture', 'remediate', '-d', '.', '--no-prompt', '--json'], { cwd: root });
    expect(await comesToBe(() => !readFileSync(first).equals(Buffer.from(CONNECTED_APP_ON)))).to.equal(true);
    writeFileSync(last, theirs);
    const { stdout, exitCode } = await run.ended;
    expect(readFileSync(last, 'utf8')).to.equal(theirs);
    expect(exitCode).to.equal(68);
    expect(stdout).to.include('changed-meanwhile');
  });
});
