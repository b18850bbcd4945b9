import { cpSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { takeSnapshot } from '../../../src/actions/remediate/takeSnapshot.js';
import { disk } from '../../../src/files/disk.js';
import { setDeployRules } from '../../simulator/deploy/rules.js';
import { refusalOf } from '../support/undoing.js';
import { outcomesIn, POLICY, startRemediateOrg, SYNC, type RemediateOrg } from '../support/remediateOrg.js';

describe('the snapshot of a remediation', () => {
  let org: RemediateOrg;
  beforeEach(async () => (org = await startRemediateOrg()));
  afterEach(() => org.stop());

  const deploys = (): string[] =>
    org.simulator.journal
      .of('deploy')
      .map(({ detail }) => detail)
      .filter((detail) => detail !== 'check-only');

  const ids: unknown[] = ['../../escaped/evil', '00D000000000001\n\u001b[31m', '', '001000000000001AAA', 5, undefined];
  for (const id of ids)
    it(`is refused for an org whose id is ${JSON.stringify(id)}: nothing is written anywhere`, async () => {
      const { door, packages } = await org.prepare();
      const identity = { ...door.identity, id: id as string };
      const refusal = await refusalOf(takeSnapshot(org.folder, identity, { packages }, org.doors));
      expect([refusal.code, refusal.exitCode]).to.deep.equal(['snapshot-no-org-id', 1]);
      expect([readdirSync(org.folder), deploys()]).to.deep.equal([[], []]);
    });

  const lies: [name: string, write: typeof disk.write][] = [
    ['drops before.json', (path, ...rest) => (path.endsWith('before.json') ? DONE : disk.write(path, ...rest))],
    ['drops an original', (path, ...rest) => (path.endsWith('.xml') ? DONE : disk.write(path, ...rest))],
    ['cuts an original', (path, content) => disk.write(path, path.endsWith('.xml') ? content.slice(0, 40) : content)],
    [
      'writes another snapshot than the one that was meant',
      async (path, content) => {
        if (!path.endsWith('before.json')) return disk.write(path, content);
        const other = await takeSnapshot(join(org.folder, 'other'), otherOrg, { packages: [] }, org.doors);
        cpSync(join(other.directory, 'before.json'), path);
        return DONE;
      },
    ],
  ];
  const otherOrg = { id: '00D000000000009EAA', username: 'x', instanceUrl: 'https://x', apiVersion: '67.0' };
  for (const [name, write] of lies)
    it(`is read back before anything is deployed, on a disk that ${name}`, async () => {
      const before = org.textOf(SYNC);
      const prepared = await org.prepare();
      const refusal = await refusalOf(org.apply(prepared, { disk: { ...disk, write } }));
      expect([refusal.code, refusal.exitCode]).to.deep.equal(['snapshot-not-readable', 1]);
      expect([org.textOf(SYNC), deploys()]).to.deep.equal([before, []]);
      expect(readdirSync(org.folder).filter((folder) => folder !== 'other')).to.deep.equal([]);
    });

  describe('while the org deploys', () => {
    const onlyFolder = (): string => join(org.folder, readdirSync(org.folder)[0] ?? '');
    const whileDeploying = (happens: (folder: string) => void): void => {
      let isDone = false;
      setDeployRules(org.simulator.state, {
        refuses: () => {
          if (!isDone && readdirSync(org.folder).length > 0) {
            isDone = true;
            happens(onlyFolder());
          }
          return undefined;
        },
      });
    };
    const losses: [name: string, happens: (folder: string) => void][] = [
      ['that vanishes', (folder) => rmSync(folder, { recursive: true })],
      ['that is moved away', (folder) => renameSync(folder, `${org.folder}-moved`)],
      [
        'that is replaced by a link to a copy of it',
        (folder) => {
          renameSync(folder, `${org.folder}-moved`);
          symlinkSync(`${org.folder}-moved`, folder);
        },
      ],
      ['whose before.json vanishes', (folder) => rmSync(join(folder, 'before.json'))],
      ['whose before.json is edited', (folder) => writeFileSync(join(folder, 'before.json'), '{}')],
    ];
    afterEach(() => rmSync(`${org.folder}-moved`, { recursive: true, force: true }));

    for (const [name, happens] of losses)
      it(`${name} ends the run with 32, and that is told`, async () => {
        const prepared = await org.prepare();
        whileDeploying(happens);
        const result = await org.apply(prepared);
        expect(outcomesIn(result)).to.deep.equal({ [SYNC]: 'verified', [POLICY]: 'verified' });
        expect(result.summary.exitCode).to.equal(32);
        const gone = { code: 'snapshot-gone', data: { directory: result.snapshot?.directory } };
        expect(result.notices).to.deep.include(gone);
      });

    it('is not written to through a link that took its place', async () => {
      const prepared = await org.prepare();
      whileDeploying((folder) => {
        renameSync(folder, `${org.folder}-moved`);
        symlinkSync(`${org.folder}-moved`, folder);
      });
      await org.apply(prepared);
      expect(readdirSync(`${org.folder}-moved`)).not.to.include('result.json');
    });
  });
});

const DONE = Promise.resolve({ ok: true, value: undefined } as const);
