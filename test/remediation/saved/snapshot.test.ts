import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { disk, type Disk } from '../../../src/files/disk.js';
import { readText } from '../../../src/files/read.js';
import { folderId } from '../../../src/files/write.js';
import { createSnapshot, type SnapshotFolder, type SnapshotRequest } from '../../../src/remediation/saved/snapshot.js';
import { readSnapshot } from '../../../src/remediation/saved/snapshotRead.js';

const ORIGINAL = '<ConnectedApp xmlns="http://soap.sforce.com/2006/04/metadata"><label>Sync</label></ConnectedApp>\n';

const request = (fullName = 'Sync'): SnapshotRequest => ({
  tool: { name: 'sf-oauth-posture', version: '1.2.3' },
  createdAt: '2026-11-20T12:00:00.000Z',
  org: { id: '00D000000000001EAA', username: 'admin@example.com', instanceUrl: 'https://example.my.salesforce.com' },
  apiVersion: '67.0',
  changes: [
    {
      control: 'connected-app-client-credentials',
      app: { type: 'ConnectedApp', name: fullName, managed: false },
      component: { type: 'ConnectedApp', fullName },
      before: { flag: 'true', user: 'integration.user@example.com' },
      after: { flag: 'false', user: null },
      beforeHash: 'abc',
      original: ORIGINAL,
    },
  ],
});

describe('a snapshot', () => {
  let below: string;
  beforeEach(() => (below = mkdtempSync(join(tmpdir(), 'snapshot-'))));
  afterEach(() => rmSync(below, { recursive: true, force: true }));

  const taken = async (fullName?: string): Promise<SnapshotFolder> => {
    const answer = await createSnapshot(below, request(fullName), disk);
    if (!answer.ok) throw new Error(answer.code);
    return answer.value;
  };

  it('is a folder named by org and time, without a colon', async () => {
    expect(basename((await taken()).directory)).to.equal('00D000000000001EAA-2026-11-20T12-00-00-000Z');
  });

  it('keeps itself out of version control', async () => {
    expect(readFileSync(join((await taken()).directory, '.gitignore'), 'utf8')).to.equal('*\n');
  });

  it('gives back what was put in', async () => {
    const read = await readSnapshot((await taken()).directory, readText);
    if (!read.ok) throw new Error(read.problem);
    const original = {
      file: 'originals/0001-ConnectedApp-Sync.xml',
      sha256: createHash('sha256').update(ORIGINAL).digest('hex'),
    };
    expect(read.snapshot.changes).to.deep.equal([{ ...request().changes[0], original }]);
    expect(read.snapshot.org.id).to.equal('00D000000000001EAA');
  });

  it('builds no path from a name', async () => {
    const { directory } = await taken('../../etc/pa:ss\u0000wd');
    expect(readdirSync(join(directory, 'originals'))).to.deep.equal(['0001-ConnectedApp-_etc_pa_ss_wd.xml']);
  });

  it('is for its owner alone', async () => {
    const { directory } = await taken();
    for (const file of ['before.json', '.gitignore', 'originals/0001-ConnectedApp-Sync.xml']) {
      expect(statSync(join(directory, file)).mode & 0o077, file).to.equal(0);
    }
  });

  describe('tells of deploys', () => {
    const ABOUT = { checkOnly: false, components: 1 };
    const TIME = { at: '2026-11-20T12:00:01Z', orgAt: '2026-11-20T19:00:01Z' };
    const record = ({ directory }: { directory: string }): unknown =>
      JSON.parse(readFileSync(join(directory, 'after.json'), 'utf8'));

    it('that one is about to be sent, and its id from the moment that the org names it', async () => {
      const snapshot = await taken();
      await snapshot.begun({ pid: 1, host: 'here' }, ['0Af0']);
      const run = { pid: 1, host: 'here', folder: await folderId(snapshot.directory) };
      expect(record(snapshot)).to.deep.equal({ run, checks: ['0Af0'], deploys: [], components: [] });
      await snapshot.deploySending({ ...ABOUT, status: 'unknown' }, TIME);
      expect(record(snapshot)).to.deep.include({ deploys: [{ ...ABOUT, status: 'unknown', ...TIME }] });
      await snapshot.deploySent({ ...ABOUT, id: '0Af1', status: 'Pending' });
      expect(record(snapshot)).to.deep.include({ deploys: [{ ...ABOUT, id: '0Af1', status: 'Pending', ...TIME }] });
    });

    it('nothing of one that the org has not taken', async () => {
      const snapshot = await taken();
      await snapshot.deploySending({ ...ABOUT, id: '0Af1', status: 'Failed' }, TIME);
      await snapshot.deploySending({ ...ABOUT, status: 'unknown' }, TIME);
      await snapshot.deployNotSent();
      expect(record(snapshot)).to.deep.include({ deploys: [{ ...ABOUT, id: '0Af1', status: 'Failed', ...TIME }] });
    });
  });

  const damages: { title: string; harm: (directory: string) => void; problem: string }[] = [
    {
      title: 'no before.json',
      harm: (directory) => rmSync(join(directory, 'before.json')),
      problem: 'missing',
    },
    {
      title: 'half a before.json',
      harm: (directory) => writeFileSync(join(directory, 'before.json'), '{"kind":"oauth-pos'),
      problem: 'damaged',
    },
    {
      title: 'another kind of file',
      harm: (directory) => writeFileSync(join(directory, 'before.json'), '{"kind":"oauth-posture-plan"}'),
      problem: 'damaged',
    },
    {
      title: 'another execution user',
      harm: (directory) => {
        const file = join(directory, 'before.json');
        writeFileSync(file, readFileSync(file, 'utf8').replace('integration.user', 'other.user'));
      },
      problem: 'edited',
    },
    {
      title: 'an original that is gone',
      harm: (directory) => rmSync(join(directory, 'originals'), { recursive: true }),
      problem: 'damaged',
    },
    {
      title: 'an original that was edited',
      harm: (directory) => writeFileSync(join(directory, 'originals/0001-ConnectedApp-Sync.xml'), '<ConnectedApp/>'),
      problem: 'edited',
    },
  ];
  for (const { title, harm, problem } of damages) {
    it(`with ${title} is refused: ${problem}`, async () => {
      const { directory } = await taken();
      harm(directory);
      expect(await readSnapshot(directory, readText)).to.include({ ok: false, problem });
    });
  }

  const fullAfter = (files: number): Disk => {
    let left = files;
    return { ...disk, write: async (...file) => (left-- > 0 ? disk.write(...file) : { ok: false, code: 'ENOSPC' }) };
  };

  it('of a run is never that of another one, begun at the same instant', async () => {
    const answers = await Promise.all(
      ['One', 'Two', 'Three'].map((name) => createSnapshot(below, request(name), disk)),
    );
    const kept = await Promise.all(
      answers.map(async (answer) => {
        const read = answer.ok && (await readSnapshot(answer.value.directory, readText));
        return read && read.ok && read.snapshot.changes.map(({ component }) => component.fullName);
      }),
    );
    expect(kept).to.deep.equal([['One'], ['Two'], ['Three']]);
    const name = '00D000000000001EAA-2026-11-20T12-00-00-000Z';
    expect(readdirSync(below).sort()).to.deep.equal([name, `${name}-2`, `${name}-3`]);
  });

  it('that cannot be written takes none away that was there before', async () => {
    const { directory } = await taken('First');
    for (const files of [0, 1, 2])
      expect(await createSnapshot(below, request('Second'), fullAfter(files))).to.include({ ok: false });
    expect(await readSnapshot(directory, readText)).to.include({ ok: true });
    expect(readdirSync(below)).to.deep.equal([basename(directory)]);
  });

  it('is none where a folder cannot be made', async () => {
    const file = join(below, 'file');
    writeFileSync(file, '');
    expect(await createSnapshot(file, request(), disk)).to.deep.equal({ ok: false, code: 'ENOTDIR' });
  });

  it('is none on a full disk, and leaves nothing behind', async () => {
    expect(await createSnapshot(below, request(), fullAfter(2))).to.deep.equal({ ok: false, code: 'ENOSPC' });
    expect(readdirSync(below)).to.deep.equal([]);
  });
});
