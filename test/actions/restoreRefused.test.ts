import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seal } from '../../src/remediation/saved/seal.js';
import type { Snapshot } from '../../src/remediation/model/saved.js';
import { refusalOf, startUndoing, type Undoing } from './support/undoing.js';

describe('a restore is refused before anything is deployed', () => {
  let world: Undoing;
  before(async () => {
    world = await startUndoing();
  });
  beforeEach(() => world.reset());
  after(() => world.stop());

  const changeFile = (file: string, change: (text: string) => string): void => {
    const path = join(world.snapshot, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  const firstOriginal = (): string => `originals/${readdirSync(join(world.snapshot, 'originals')).sort()[0]}`;

  /** `said`: a part of what the refusal names. */
  const snapshots: { title: string; prepare: () => void; code: string; said: string }[] = [
    {
      title: 'an edited execution user',
      prepare: () => changeFile('before.json', (text) => text.replace('deploy.admin@', 'somebody.else@')),
      code: 'snapshot-edited',
      said: 'before.json',
    },
    {
      title: 'an app that somebody took out of it',
      prepare: () => changeFile('before.json', (text) => text.replaceAll('Order_Sync', 'Staff_Portal')),
      code: 'snapshot-edited',
      said: 'before.json',
    },
    {
      title: 'an edited original',
      prepare: () => changeFile(firstOriginal(), (text) => `${text} `),
      code: 'snapshot-edited',
      said: '0001-ConnectedApp-Billing_Export.xml',
    },
    {
      title: 'a missing original',
      prepare: () => rmSync(join(world.snapshot, firstOriginal())),
      code: 'snapshot-damaged',
      said: '0001-ConnectedApp-Billing_Export.xml',
    },
    {
      title: 'a form that only a newer version knows',
      prepare: () =>
        changeFile('before.json', (text) => {
          const { tool, ...content } = JSON.parse(text) as Snapshot & { seal?: string };
          delete content.seal;
          return seal({ ...content, tool: { ...tool, version: '9.8.7' }, schemaVersion: 99 });
        }),
      code: 'snapshot-other-schema',
      said: '9.8.7',
    },
    {
      title: 'half its contents',
      prepare: () => changeFile('before.json', (text) => text.slice(0, text.length / 2)),
      code: 'snapshot-damaged',
      said: 'before.json',
    },
    {
      title: 'no contents',
      prepare: () => rmSync(join(world.snapshot, 'before.json')),
      code: 'snapshot-missing',
      said: 'before.json',
    },
  ];
  for (const { title, prepare, code, said } of snapshots)
    it(`for a snapshot with ${title}, before the org is asked: ${code}`, async () => {
      prepare();
      const refusal = await refusalOf(world.restore({ force: true }));
      expect([refusal.code, refusal.exitCode, refusal.bundle]).to.deep.equal([code, 1, 'restore']);
      expect(refusal.values.join(' ')).to.include(world.snapshot).and.to.include(said);
      expect(world.org.simulator.journal.entries).to.deep.equal([]);
    });

  it('for the snapshot of another org, naming both', async () => {
    world.becomeAnotherOrg();
    const { code, exitCode, values } = await refusalOf(world.restore({ force: true }));
    expect([code, exitCode]).to.deep.equal(['snapshot-other-org', 1]);
    expect(values).to.include.members([world.org.simulator.state.org.id, '00D000000000009EAA']);
    expect(world.deploys()).to.deep.equal([]);
  });

  it('for an app that the snapshot does not hold, with names that come near', async () => {
    const { code, values } = await refusalOf(world.restore({ apps: ['Order_Sink'] }));
    expect([code, ...values]).to.deep.equal(['unknown-app', world.snapshot, 'Order_Sink', 'Order_Sync']);
  });

  it('for a name that cannot be understood, before anything is read', async () => {
    const { code } = await refusalOf(world.restore({ apps: ['x'.repeat(70_000)] }));
    expect(code).to.equal('bad-pattern');
  });

  it('for an API version that does not show the flag', async () => {
    expect((await refusalOf(world.restore({ apiVersion: '55.0' }))).code).to.equal('api-version-too-old');
    expect(world.deploys()).to.deep.equal([]);
  });

  it('where it was interrupted at the question', async () => {
    const abortion = new AbortController();
    const approve = (): boolean => {
      abortion.abort();
      return true;
    };
    const { code, exitCode } = await refusalOf(world.restore({ signal: abortion.signal, approve }));
    expect([code, exitCode]).to.deep.equal(['interrupted', 130]);
    expect(world.deploys()).to.deep.equal(['check-only']);
    expect(world.now()).to.deep.equal(world.remediated);
  });
});
