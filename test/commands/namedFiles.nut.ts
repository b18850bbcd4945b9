import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from '../simulator/cliLogin.js';
import { REMEDIATE } from './support/changingOrg.js';
import { AUDIT, startCliOrg, type CliOrg } from './support/cliOrg.js';

const isRoot = process.getuid?.() === 0;
const inShell = (how: string) => ({
  within: (command: readonly string[]) => ['sh', '-c', how, 'sh', ...command],
});

describe('a file that a person names for a result', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  /** A folder of its own in the home of the run, and a path in it. */
  const place = (folder: string, name: string): string => {
    mkdirSync(join(org.home.folder, folder), { recursive: true });
    return join(org.home.folder, folder, name);
  };

  const isPlan = (text: string): boolean => text.includes('"createdAt"');
  const isReport = (text: string): boolean => text.includes('"schemaVersion"');

  const commands: Record<string, { run: (path: string) => Promise<CliResult>; isResult: (text: string) => boolean }> = {
    'remediate --save-plan': {
      run: (path) => org.start([...REMEDIATE, '--app', 'Open_Reporting', '--dry-run', '--save-plan', path]).ended,
      isResult: isPlan,
    },
    'audit --output-file': {
      run: (path) => org.start([...AUDIT, '--fail-on', 'never', '--allow-incomplete', '--output-file', path]).ended,
      isResult: isReport,
    },
  };

  for (const [command, { run, isResult }] of Object.entries(commands))
    describe(command, () => {
      const folder = command.replaceAll(/\W+/g, '-');

      it('keeps the mode of a file, and the link to it', async () => {
        const path = place(folder, 'real.json');
        const link = place(folder, 'link.json');
        writeFileSync(path, 'old', { mode: 0o600 });
        symlinkSync('real.json', link);
        const ended = await run(link);
        expect(ended.exitCode, ended.stderr).to.equal(0);
        expect([lstatSync(link).isSymbolicLink(), statSync(path).mode & 0o777]).to.deep.equal([true, 0o600]);
        expect(isResult(readFileSync(path, 'utf8'))).to.equal(true);
      });

      it('makes the file that a link leads to', async () => {
        const link = place(folder, 'loose.json');
        symlinkSync('below/new.json', link);
        const ended = await run(link);
        expect(ended.exitCode, ended.stderr).to.equal(0);
        expect(lstatSync(link).isSymbolicLink()).to.equal(true);
        expect(isResult(readFileSync(place(folder, 'below/new.json'), 'utf8'))).to.equal(true);
      });

      it('writes to a named pipe', async () => {
        const path = place(folder, 'pipe.json');
        execFileSync('mkfifo', [path]);
        const [ended, read] = await Promise.all([run(path), readFile(path, 'utf8')]);
        expect(ended.exitCode, ended.stderr).to.equal(0);
        expect([isResult(read), lstatSync(path).isFIFO()]).to.deep.equal([true, true]);
      });

      if (isRoot)
        it('writes to a device, and refuses a disk before anything is asked', async () => {
          const path = place(folder, 'null.json');
          execFileSync('mknod', [path, 'c', '1', '3']);
          const ended = await run(path);
          expect([ended.exitCode, lstatSync(path).isCharacterDevice()], ended.stderr).to.deep.equal([0, true]);

          const disk = place(folder, 'disk.json');
          execFileSync('mknod', [disk, 'b', '120', '250']);
          org.simulator.journal.clear();
          const refused = await run(disk);
          expect([refused.exitCode, lstatSync(disk).isBlockDevice()]).to.deep.equal([1, true]);
          expect(refused.stderr).to.include('disk.json').and.to.include('not-a-file');
          expect(org.simulator.journal.entries).to.deep.equal([]);
        });
    });

  describe('remediate --save-plan /dev/stdout', () => {
    const args = [...REMEDIATE, '--app', 'Open_Reporting', '--dry-run', '--save-plan', '/dev/stdout'];

    it('shows the plan on a pipe', async () => {
      const ended = await org.start(args).ended;
      expect([ended.exitCode, isPlan(ended.stdout)], ended.stderr).to.deep.equal([0, true]);
    });

    it('writes it into the file that the output goes to, with what is shown after it', async () => {
      const path = place('stdout', 'shown.txt');
      const ended = await org.start(args, inShell(`exec "$@" > '${path}'`)).ended;
      expect(ended.exitCode, ended.stderr).to.equal(0);
      const text = readFileSync(path, 'utf8');
      expect([isPlan(text), text.includes('Open_Reporting', text.indexOf('"createdAt"'))]).to.deep.equal([true, true]);
      expect(readdirSync(place('stdout', '.'))).to.deep.equal(['shown.txt']);
    });
  });
});
