import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { unfinishedRuns } from '../../../src/actions/remediate/unfinishedRuns.js';
import { createTexts } from '../../../src/cli/texts.js';
import { processes } from '../../../src/files/processMark.js';
import type { Notice } from '../../../src/posture/model.js';
import type { SnapshotAfter } from '../../../src/remediation/model/saved.js';
import { planReport } from '../../../src/reports/terminal/change/plan.js';
import { startRemediateOrg, type RemediateOrg } from '../support/remediateOrg.js';

describe('snapshots of runs that left no result', () => {
  let org: RemediateOrg;
  let directory: string;
  beforeEach(async () => {
    org = await startRemediateOrg();
    expect((await org.remediate({ apps: ['Sync'] })).summary.exitCode).to.equal(0);
    directory = join(org.folder, readdirSync(org.folder)[0] ?? 'none');
    rmSync(join(directory, 'result.json'));
  });
  afterEach(() => org.stop());

  const found = async (stateOf = processes.stateOf): Promise<Notice[]> => {
    const { door } = await org.prepare({ apps: ['Sync'] });
    return unfinishedRuns(org.folder, door.identity, { ...org.doors, processes: { ...processes, stateOf } });
  };
  const codes = async (...how: Parameters<typeof found>): Promise<string[]> =>
    (await found(...how)).map(({ code }) => code);
  const shown = async (): Promise<string> => {
    const notices = await found();
    const { door, plan } = await org.prepare({ apps: ['Sync'] });
    const options = { color: false, width: 400, view: 'table' as const };
    return planReport({ plan, notices, org: door.identity, isApproved: false }, createTexts(), options);
  };
  const record = (): SnapshotAfter => JSON.parse(readFileSync(join(directory, 'after.json'), 'utf8')) as SnapshotAfter;
  const write = (after: unknown): void => writeFileSync(join(directory, 'after.json'), JSON.stringify(after));

  it('are named with the command to restore them where a run of this tool wrote them there', async () => {
    expect(await codes()).to.deep.equal(['unfinished-run']);
    expect(await shown()).to.include(
      `sf oauth-posture restore --target-org ${org.login.username} --snapshot ${directory}`,
    );
  });

  it('are still those where the folder got another name', async () => {
    renameSync(directory, `${directory} kept`);
    expect(await codes()).to.deep.equal(['unfinished-run']);
  });

  it('are named without a command where they came from another place, as with a repository', async () => {
    cpSync(directory, `${directory}-2`, { recursive: true });
    rmSync(directory, { recursive: true });
    expect(await codes()).to.deep.equal(['unfinished-run-unclear']);
    expect(await shown()).not.to.include('oauth-posture restore');
  });

  it('are named without a command where nothing says who wrote them', async () => {
    write({ ...record(), run: undefined });
    expect(await codes()).to.deep.equal(['unfinished-run-unclear']);
  });

  it('are those of runs that have not ended where their process is alive, even if they sent nothing yet', async () => {
    const alive = (): ReturnType<typeof processes.stateOf> => Promise.resolve('running');
    expect(await codes(alive)).to.deep.equal(['run-under-way']);
    write({ ...record(), deploys: [] });
    expect(await codes(alive)).to.deep.equal(['run-under-way']);
  });

  it('are nothing to tell of where such a run ended before its first deploy', async () => {
    write({ ...record(), deploys: [] });
    expect(await codes()).to.deep.equal([]);
  });

  it('do not end the run, whatever stands in them', async () => {
    const before = join(directory, 'before.json');
    const content = JSON.parse(readFileSync(before, 'utf8')) as { changes: { app: Record<string, unknown> }[] };
    for (const { app } of content.changes) app['namespace'] = { toString: 1, valueOf: 1 };
    writeFileSync(before, JSON.stringify(content));
    expect(await codes()).to.deep.equal(['unfinished-run']);
  });
});
