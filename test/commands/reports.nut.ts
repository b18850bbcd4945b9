import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'chai';
import type { RemediationResult } from '../../src/remediation/model/result.js';
import { AT_ONCE, REMEDIATE } from './support/changingOrg.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

describe('reports in files and on stdout', () => {
  let org: CliOrg;

  before(async () => {
    org = await startCliOrg();
  });
  after(() => org.stop());

  const inHome = (...names: string[]): string => join(org.home.folder, ...names);
  const read = (name: string): string => readFileSync(inHome(name), 'utf8');

  it('writes each format by its extension, and stdout keeps its own', async () => {
    const files = ['r/a.txt', 'r/a.json', 'r/a.sarif', 'r/b.SARIF.JSON', 'r/a.xml', 'r/a.csv', 'r/a.md'];
    const all = [...files, 'r/a.ocsf.json', 'r/a.codequality.json'];
    const flags = all.flatMap((name) => ['--output-file', inHome(name)]);
    const ended = await org.audit([...flags, '--result-format', 'github']);
    expect(ended.exitCode).to.equal(30);
    expect(ended.stdout)
      .to.match(/^::error title=/)
      .and.to.include('6 failed (4 critical, 2 high)');
    expect(ended.stderr).to.equal('');
    expect(read('r/b.SARIF.JSON')).to.equal(read('r/a.sarif'));
    expect(read('r/a.sarif')).to.include('"version": "2.1.0"');
    expect(read('r/a.xml')).to.match(/<testsuites name="sf-oauth-posture" tests="\d+" failures="6"/);
    expect(read('r/a.md')).to.match(/^# OAuth posture audit\n/);
    expect(JSON.parse(read('r/a.ocsf.json')))
      .to.be.an('array')
      .with.length.above(13);
    expect(JSON.parse(read('r/a.codequality.json')))
      .to.be.an('array')
      .with.length.above(7);
    expect(JSON.parse(read('r/a.json'))).to.include.keys('$schema', 'sentences', 'schemaVersion');
  });

  it('shows CSV on stdout with the line ends of CSV alone', async () => {
    const { stdout } = await org.audit(['--result-format', 'csv']);
    expect(stdout.replaceAll('\r\n', '')).not.to.match(/[\r\n]/);
    expect(parse<Record<string, string>>(stdout, { columns: true })).to.have.length.above(13);
  });

  it('refuses an unknown extension and lists those that there are, before the org is asked', async () => {
    const ended = await org.audit(['--output-file', 'x.pdf', '--json']);
    const { name, actions } = printed(ended);
    expect([ended.exitCode, name]).to.deep.equal([1, 'UnknownFormatError']);
    expect(actions?.join()).to.include('.sarif, .sarif.json').and.to.include('.codequality.json');
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('writes the others where one cannot be written, names it, and ends with 1', async () => {
    mkdirSync(inHome('full'));
    symlinkSync('/dev/full', inHome('full', 'x.csv'));
    const args = ['--output-file', inHome('full', 'x.csv'), '--output-file', inHome('full', 'y.md')];
    const ended = await org.audit(args);
    expect(ended.exitCode).to.equal(1);
    expect(ended.stderr.replaceAll(/\s+/g, ' ')).to.include('x.csv');
    expect(read('full/y.md')).to.include(': failing (');
    expect(ended.stdout).to.include('6 fail');
  });

  describe('of a change', () => {
    it('refuses a format that is none of a record, before the org is asked', async () => {
      const ended = await org.start([...REMEDIATE, '--output-file', 'x.sarif', ...AT_ONCE]).ended;
      expect(printed(ended).actions?.join()).to.include('.txt, .json, .md').and.not.to.include('sarif');
      expect(org.simulator.journal.entries).to.deep.equal([]);
    });

    it('keeps a plan, its approval, what was read back, and how to undo it', async () => {
      const flags = ['a.txt', 'a.json', 'a.md', 'a.html'].flatMap((name) => ['--output-file', inHome('kept', name)]);
      const args = [...REMEDIATE, '--app', 'Open_Reporting', ...flags, ...AT_ONCE];
      const result = resultOf<RemediationResult>(await org.start(args).ended);
      expect(result.summary.exitCode).to.equal(0);
      const saved = JSON.parse(read('kept/a.json')) as RemediationResult & { approval: { how: string } };
      expect(saved.approval).to.deep.equal({ how: 'no-prompt' });
      expect(saved.outcomes).to.deep.equal(result.outcomes);
      for (const name of ['kept/a.txt', 'kept/a.md', 'kept/a.html']) {
        const text = read(name);
        expect(text).to.include('Open_Reporting').and.to.include('--no-prompt');
        expect(text).to.include(`sf oauth-posture restore`).and.to.include(result.snapshot?.directory);
      }
      expect(read('kept/a.md')).to.match(/\| `true` \| `false` \|/);
      expect(read('kept/a.html')).to.include('1 change made and verified');
    });

    it('keeps the result where the record cannot be written after the deploy, and never says "nothing changed"', async () => {
      mkdirSync(inHome('lost'));
      symlinkSync('/dev/full', inHome('lost', 'x.json'));
      const flags = ['--output-file', inHome('lost', 'x.json'), '--output-file', inHome('lost', 'y.md')];
      const ended = await org.start([...REMEDIATE, '--app', 'Order_Sync', ...flags, ...AT_ONCE]).ended;
      const { summary, outcomes, notices } = resultOf<RemediationResult>(ended);
      expect(outcomes.map(({ result }) => result)).to.deep.equal(['verified']);
      expect([ended.exitCode, summary.exitCode]).to.deep.equal([32, 32]);
      expect(notices.find(({ code }) => code === 'record-not-written')?.data).to.deep.equal({
        file: inHome('lost', 'x.json'),
        problem: 'ENOSPC',
      });
      expect(existsSync(inHome('lost', 'y.md'))).to.equal(true);
    });
  });
});
