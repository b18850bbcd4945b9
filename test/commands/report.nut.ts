import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { AuditReport } from '../../src/posture/model.js';
import { failing, orgAt, passing, save, savedAt, THEN, without } from '../actions/report/support/saving.js';
import { printed, resultOf, startCliOrg, type CliOrg } from './support/cliOrg.js';

const REPORT = ['oauth-posture', 'report'];

describe('sf oauth-posture report', () => {
  let org: CliOrg;
  before(async () => {
    org = await startCliOrg();
    save(org.home.folder, 'runs/a.json', savedAt(THEN, [orgAt(1)]));
    save(org.home.folder, 'runs/b.json', savedAt(THEN, [orgAt(2, [passing()])]));
  });
  after(() => org.stop());

  const run = (...args: string[]): ReturnType<CliOrg['audit']> => org.start([...REPORT, ...args]).ended;

  it('merges what a glob finds into every file that is asked for, and ends with the code of all findings', async () => {
    const { exitCode, stdout, stderr } = await run('--from', 'runs/*.json', '-f', 'fleet.html', '-f', 'fleet.json');
    expect(exitCode, stderr).to.equal(30);
    expect(stdout).to.include('org-1').and.to.include('org-2').and.to.include('Exit code 30');
    expect(readFileSync(join(org.home.folder, 'fleet.html'), 'utf8')).to.include('org-2');
    const saved = JSON.parse(readFileSync(join(org.home.folder, 'fleet.json'), 'utf8')) as AuditReport;
    expect(saved.targets).to.have.length(2);
    expect(org.simulator.journal.entries).to.deep.equal([]);
  });

  it('says the same of a saved audit as the audit itself, times aside', async () => {
    const file = join(org.home.folder, 'audited.json');
    const audit = await org.audit(['--output-file', file, '--json']);
    const merged = await run('--from', file, '--json');
    expect([merged.exitCode, audit.exitCode]).to.deep.equal([30, 30]);
    const [target] = resultOf(merged).targets;
    expect(without(target!, 'startedAt')).to.deep.equal(resultOf(audit).targets[0]);
  });

  for (const [code, what, args] of [
    [0, 'nothing fails', ['--from', 'runs/b.json']],
    [0, 'nothing reaches --fail-on', ['--from', 'runs/*.json', '--fail-on', 'never']],
    [30, 'something fails', ['--from', 'runs/a.json', '--from', 'runs/b.json']],
  ] as const)
    it(`ends with ${code} where ${what}`, async () => {
      expect((await run(...args, '--json')).exitCode).to.equal(code);
    });

  it('ends with 31 where an audit had ended with an error', async () => {
    const failed = await org.start(['oauth-posture', 'audit', '--target-org', 'nobody', '--json']).ended;
    save(org.home.folder, 'runs/nobody.json', failed.stdout);
    const { exitCode, stdout } = await run('--from', 'runs/b.json', '--from', 'runs/nobody.json');
    expect(exitCode).to.equal(31);
    expect(stdout).to.include('Org: nobody').and.to.include('No authorized org found for "nobody"');
  });

  it('ends with 1 for damaged files, and names each', async () => {
    save(org.home.folder, 'bad/one.json', '{');
    save(org.home.folder, 'bad/two.json', { ...savedAt(THEN, [orgAt(1)]), schemaVersion: 9 });
    const ended = await run('--from', 'bad/*.json', '--json');
    const { status, name, actions } = printed(ended);
    expect([ended.exitCode, status, name]).to.deep.equal([1, 1, 'UnusableError']);
    expect(actions?.[0]).to.match(/one\.json: The file isn't JSON/);
    expect(actions?.[1]).to.match(/two\.json: The file has schema version 9/);
  });

  it('ends with 1 where nothing matches, and 2 without --from', async () => {
    const [none, without] = await Promise.all([run('--from', 'nothing/*.json'), run()]);
    expect([none.exitCode, without.exitCode]).to.deep.equal([1, 2]);
    expect(none.stderr).to.include('No file matches --from nothing/*.json');
  });

  it('does not overwrite what it reads', async () => {
    save(org.home.folder, 'own/fleet.json', savedAt(THEN, [orgAt(3, [failing()])]));
    const { exitCode, stderr } = await run('--from', 'own/*.json', '--output-file', 'own/fleet.json');
    expect(exitCode).to.equal(1);
    expect(stderr).to.include('own/fleet.json');
  });
});
