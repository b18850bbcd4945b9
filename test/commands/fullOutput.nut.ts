import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import type { CliResult, HowToStart } from '../simulator/cliLogin.js';
import { connectedApp } from '../simulator/deploy/samples.js';
import { AT_ONCE, CHANGED, RUNS, startChangingOrgs, type ChangingOrg } from './support/changingOrg.js';
import { AUDIT } from './support/cliOrg.js';
import { skipBecause } from '../skip.js';

const FULL = '/dev/full';

/** Sends the output of the command elsewhere, as a shell does. */
const redirected = (where: string): HowToStart => ({
  within: (command) => ['bash', '-c', `exec "$@" ${where}`, 'bash', ...command],
});

/** The kernel lets nobody write to the file beyond so many KiB, and fails with EFBIG. */
const stderrThatFills = (file: string): HowToStart => ({
  env: { NODE_COMPILE_CACHE: undefined },
  within: (command) => ['bash', '-c', `ulimit -f ${FILL / 1024}; exec "$@" 2>> "${file}"`, 'bash', ...command],
});
const FILL = 256 * 1024;

const TRACE = /^\s+at .+:\d+|node:internal|Error: E[A-Z]+/m;

describe('output that cannot be written', () => {
  let org: ChangingOrg;
  const inHome = (...names: string[]): string => join(org.home.folder, ...names);
  const recorded = (below: string): RemediationResult => {
    const [folder = ''] = readdirSync(inHome(below));
    return JSON.parse(readFileSync(inHome(below, folder, 'result.json'), 'utf8')) as RemediationResult;
  };
  const textual = (args: readonly string[]): string[] => args.filter((arg) => arg !== '--json');
  const start = (args: readonly string[], where: string): Promise<CliResult> =>
    org.start(args, redirected(where)).ended;

  before(async function () {
    if (!existsSync(FULL)) skipBecause(this, `this system has no ${FULL}`);
    const [first] = await startChangingOrgs(1);
    if (!first) throw new Error('No org was started.');
    org = first;
  });
  after(() => org?.stop());

  describe('once a deploy was sent, is told by 32, and the record is whole', () => {
    for (const run of ['remediate', 'restore'] as const)
      it(`${run} --json > /dev/full`, async () => {
        org.become(RUNS[run].from);
        const ended = await start([...RUNS[run].args, '--snapshot-dir', `json-${run}`], '> /dev/full');
        expect([ended.exitCode, ended.stdout]).to.deep.equal([32, '']);
        expect(ended.stderr.trim().split('\n'), ended.stderr).to.have.lengthOf(1);
        expect(ended.stderr)
          .to.include('stdout (no space left on the disk, ENOSPC)')
          .and.to.include(`json-${run}`)
          .and.not.to.match(TRACE);
        expect(recorded(`json-${run}`).summary).to.include({ verified: 2, exitCode: 0 });
        expect(org.changedSince(RUNS[run].to)).to.deep.equal([]);
      });

    it('remediate --json > /dev/full 2>&1, where nothing can be told', async () => {
      org.become('original');
      const ended = await start([...RUNS.remediate.args, '--snapshot-dir', 'both'], '> /dev/full 2>&1');
      expect(ended).to.deep.equal({ exitCode: 32, stdout: '', stderr: '' });
      expect(recorded('both').summary.verified).to.equal(2);
    });

    it('remediate, where the disk of stderr fills while the org deploys', async () => {
      org.become('original');
      const args = [...textual(RUNS.remediate.args), '--snapshot-dir'];
      const { stderr: usual } = await org.start([...args, 'usual']).ended;
      const lines = usual.trim().split('\n');
      const untilDeployed = lines.findIndex((line) => line === '[6/8] Deploying 2 changes') + 1;
      expect(untilDeployed).to.be.within(1, lines.length - 1);
      const file = inHome('progress.txt');
      writeFileSync(file, '.'.repeat(FILL - lines.slice(0, untilDeployed).join('\n').length - 1));
      org.become('original');
      const ended = await org.start([...args, 'filling'], stderrThatFills(file)).ended;
      expect([ended.exitCode, statSync(file).size]).to.deep.equal([32, FILL]);
      expect(ended.stdout).to.include("couldn't be written to stderr (EFBIG)").and.not.to.match(TRACE);
      const { summary, notices, outcomes } = recorded('filling');
      expect(summary).to.include({ verified: 2, exitCode: 32 });
      expect(outcomes.map(({ component }) => `ConnectedApp:${component.fullName}`)).to.deep.equal([...CHANGED]);
      expect(notices).to.deep.include({ code: 'output-lost', data: { output: 'stderr', problem: 'EFBIG' } });
      expect(org.changedSince('remediated')).to.deep.equal([]);
    });

    it('remediate of a source tree, --json > /dev/full', async () => {
      mkdirSync(inHome('tree'));
      const file = org.home.write('tree/Sync.connectedApp-meta.xml', connectedApp());
      const args = ['oauth-posture', 'remediate', '--source-dir', 'tree', '--snapshot-dir', 'source', ...AT_ONCE];
      const ended = await start(args, '> /dev/full');
      expect([ended.exitCode, ended.stdout]).to.deep.equal([32, '']);
      expect(ended.stderr).to.include('stdout (no space left on the disk, ENOSPC)').and.not.to.match(TRACE);
      expect(readFileSync(file, 'utf8')).to.include('<isClientCredentialEnabled>false<');
    });
  });

  describe('before a deploy, ends the run with 1 and a plain sentence', () => {
    for (const run of ['remediate', 'restore'] as const) {
      it(`${run} > /dev/full`, async () => {
        org.become(RUNS[run].from);
        const ended = await start([...textual(RUNS[run].args), '--snapshot-dir', 'none'], '> /dev/full');
        expect([ended.exitCode, ended.stdout, org.changedSince(RUNS[run].from)]).to.deep.equal([1, '', []]);
        expect(ended.stderr)
          .to.include('stdout (no space left on the disk, ENOSPC). Nothing was changed.')
          .and.not.to.match(TRACE);
        expect(org.simulator.journal.of('deploy').map(({ detail }) => detail)).to.not.include('deploy');
      });

      it(`${run} 2> /dev/full`, async () => {
        org.become(RUNS[run].from);
        const ended = await start([...textual(RUNS[run].args), '--snapshot-dir', 'none'], '2> /dev/full');
        expect([ended.exitCode, ended.stderr, org.changedSince(RUNS[run].from)]).to.deep.equal([1, '', []]);
        expect(ended.stdout)
          .to.include('stderr (no space left on the disk, ENOSPC). Nothing was changed.')
          .and.not.to.match(TRACE);
      });
    }

    for (const more of [[], ['--json'], ['--result-format', 'json']])
      it(['audit', ...more, '> /dev/full'].join(' '), async () => {
        const ended = await start([...AUDIT, ...more], '> /dev/full');
        expect([ended.exitCode, ended.stdout]).to.deep.equal([1, '']);
        expect(ended.stderr).to.include('stdout (no space left on the disk, ENOSPC)').and.not.to.match(TRACE);
        expect(ended.stderr.match(/ENOSPC/g)).to.have.lengthOf(1);
      });

    it('audit 2> /dev/full', async () => {
      const ended = await start(AUDIT, '2> /dev/full');
      expect([ended.exitCode, ended.stderr]).to.deep.equal([1, '']);
      expect(ended.stdout).to.include('stderr (no space left on the disk, ENOSPC)').and.not.to.match(TRACE);
    });
  });
});
