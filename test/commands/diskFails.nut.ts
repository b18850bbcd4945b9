import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult, HowToStart } from '../simulator/cliLogin.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { AT_ONCE, REMEDIATE, RESTORE } from './support/changingOrg.js';
import { AUDIT, componentsOf, printed, resultOf, startCliOrg, type CliOrg, type Components } from './support/cliOrg.js';

const SMALL = 'Open_Reporting';
const LARGE = 'Wide_Reporting';

/**
 * The kernel writes no further than so many KiB into any file, whoever asks, and fails with EFBIG. Node itself dies of
 * that when it keeps compiled code, so it keeps none.
 */
const withFilesUpTo = (kibibytes: number): HowToStart => ({
  env: { NODE_COMPILE_CACHE: undefined },
  within: (command) => ['bash', '-c', `ulimit -f ${kibibytes}; exec "$@"`, 'bash', ...command],
});

type Unwritable = [name: string, make: (folder: string) => void, code: string];

describe('a disk that fails', () => {
  let org: CliOrg;
  let original: Components;

  before(async () => {
    org = await startCliOrg();
    org.simulator.setComponent('ConnectedApp', LARGE, connectedApp({}, { description: 'wide '.repeat(40_000) }));
    original = componentsOf(org.simulator);
  });
  after(() => org.stop());

  const inHome = (...names: string[]): string => join(org.home.folder, ...names);
  const deploys = (): string[] => org.simulator.journal.of('deploy').map(({ detail }) => detail);
  const remediate = (args: readonly string[], how?: HowToStart): Promise<CliResult> =>
    org.start([...REMEDIATE, ...args, ...AT_ONCE], how).ended;

  const expectRefused = (ended: CliResult, folder: string, code: string | RegExp): void => {
    const { name, message = '', actions } = printed(ended);
    expect([ended.exitCode, name, ended.stderr]).to.deep.equal([1, 'SnapshotNotWrittenError', '']);
    expect(message)
      .to.include(folder)
      .and.to.match(new RegExp(`\\([a-z' ]+, (?:${code})\\)`));
    expect(actions?.join(' ')).to.include('--snapshot-dir');
    expect(componentsOf(org.simulator)).to.deep.equal(original);
  };

  it('in the middle of the snapshot: nothing is deployed, and nothing half is left', async () => {
    const ended = await remediate(['--app', SMALL, '--app', LARGE, '--snapshot-dir', 'cut'], withFilesUpTo(64));
    expectRefused(ended, inHome('cut'), 'EFBIG');
    expect(deploys()).to.deep.equal(['check-only']);
    expect(filesBelow(inHome('cut'))).to.deep.equal([]);
  });

  const withoutFolder: [Unwritable, Unwritable] = [
    ['a file in place of the folder', (folder) => writeFileSync(folder, ''), 'ENOTDIR'],
    [
      'a folder in which nothing can be made',
      // The superuser may write everywhere, but even they get nowhere by a link that leads to itself.
      (folder) => (process.getuid?.() === 0 ? symlinkSync(folder, folder) : makeReadOnly(folder)),
      'EACCES|ELOOP',
    ],
  ];
  const changing: Record<string, readonly string[]> = {
    remediate: [...REMEDIATE, '--app', SMALL],
    'remediate files': ['oauth-posture', 'remediate', '--source-dir', '.'],
    restore: [...RESTORE, '--snapshot', 'none'],
  };
  const [inPlaceOfIt, closed] = withoutFolder;
  const tried = [
    ...Object.keys(changing).map((command) => ({ command, how: inPlaceOfIt })),
    { command: 'remediate', how: closed },
  ];
  for (const {
    command,
    how: [name, make, code],
  } of tried)
    it(`for the snapshot, ${name}: ${command} asks no org and nobody for anything`, async () => {
      const folder = inHome(`${command} ${name}`.replaceAll(' ', '-'));
      make(folder);
      const before = readdirSync(org.home.folder);
      const args = [...(changing[command] ?? []), ...AT_ONCE, '--snapshot-dir', folder];
      expectRefused(await org.start(args).ended, folder, code);
      expect(org.simulator.journal.entries).to.deep.equal([]);
      expect(readdirSync(org.home.folder)).to.deep.equal(before);
    });

  it('for the snapshot: a dry run needs none', async () => {
    const file = org.home.write('no-folder', '');
    expect((await remediate(['--app', SMALL, '--dry-run', '--snapshot-dir', file])).exitCode).to.equal(0);
  });

  it('at the plan that is to be saved: 1, and the older plan is still there', async () => {
    const plan = org.home.write('plan.json', 'an older plan');
    const before = readdirSync(org.home.folder);
    const ended = await remediate(['--app', SMALL, '--dry-run', '--save-plan', plan], withFilesUpTo(1));
    expect([ended.exitCode, printed(ended).name]).to.deep.equal([1, 'CannotWriteError']);
    expect(printed(ended).message).to.include(plan).and.to.include('EFBIG');
    expect([readFileSync(plan, 'utf8'), readdirSync(org.home.folder)]).to.deep.equal(['an older plan', before]);
  });

  it('at the result of an audit: 1, and the older result is still there', async () => {
    mkdirSync(inHome('results'));
    const file = org.home.write(join('results', 'posture.json'), 'an older result');
    const ended = await org.start([...AUDIT, '--json', '--output-file', file], withFilesUpTo(8)).ended;
    expect([ended.exitCode, printed(ended).name]).to.deep.equal([1, 'CannotWriteError']);
    expect(printed(ended).message).to.include(file).and.to.include('EFBIG');
    expect([readFileSync(file, 'utf8'), readdirSync(inHome('results'))]).to.deep.equal([
      'an older result',
      ['posture.json'],
    ]);
  });

  it('once the change is made: it is verified all the same, and that its record is not complete is told', async () => {
    const ended = await remediate(['--app', SMALL, '--snapshot-dir', 'late'], withFilesUpTo(3));
    const { summary, notices } = resultOf<RemediationResult>(ended);
    expect([ended.exitCode, summary.verified]).to.deep.equal([0, 1]);
    expect(notices).to.deep.include({ code: 'snapshot-incomplete', data: { problem: 'EFBIG' } });
    expect(filesBelow(inHome('late')).map((file) => basename(file))).to.deep.equal([
      '.gitignore',
      'after.json',
      'before.json',
      `0001-ConnectedApp-${SMALL}.xml`,
    ]);
  });
});

const makeReadOnly = (folder: string): void => {
  mkdirSync(folder);
  chmodSync(folder, 0o500);
};

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
