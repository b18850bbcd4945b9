import { expect } from 'chai';
import { readWaivers } from '../../src/actions/audit/waiverFile.js';
import { readNow } from '../../src/remediation/deploy/reading.js';
import type { OrgDoor } from '../../src/org/door.js';
import type { Target } from '../../src/posture/model.js';
import { nearNames } from '../../src/posture/selection.js';
import { applyWaivers } from '../../src/posture/waivers/apply.js';
import type { WaiverFile } from '../../src/posture/waivers/model.js';
import { Refusal } from '../../src/actions/refusal.js';
import { finding, orgTarget } from '../reports/support/builders.js';
import { cpuMs } from './expressions.js';

/** Processor time, with bounds that are many times what is needed and a fraction of what the square of the size takes. */
const cpuMsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

describe('work that grows with an org', () => {
  it('is not 12,000 waivers times 12,000 findings', () => {
    const names = Array.from({ length: 12_000 }, (_, index) => `App_${index}`);
    const target: Target = orgTarget(names.map((name) => finding({ name, reason: 'flow-enabled' })));
    const waivers = names.map((name, index) => ({
      ...{ control: 'connected-app-client-credentials', app: `ConnectedApp:${name}`, reason: 'x', owner: 'y' },
      ...{ expires: '2027-01-31', line: index, column: 1 },
    })) as WaiverFile['waivers'];
    const scope = { controls: ['connected-app-client-credentials'], apps: ['App_*'] };
    const run = { scope, today: '2026-11-28', path: 'oauth-posture.yml' };
    let waived = 0;
    const spent = cpuMs(() => {
      const applied = applyWaivers([target], { waivers, manualChecks: [] }, run);
      waived = applied.targets[0]?.findings.filter(({ status }) => status === 'waived').length ?? 0;
    });
    expect(waived).to.equal(12_000);
    expect(spent).to.be.below(6000);
  });

  it('is not 8,000 components times as many messages about them', async () => {
    const names = Array.from({ length: 8000 }, (_, index) => `App_${index}`);
    const messages = names.map((name) => `Entity of type 'ConnectedApp' named '${name}' cannot be found`);
    const door = {
      retrieve: () => Promise.resolve({ ok: true, value: { files: new Map(), unusable: new Map(), messages } }),
    } as unknown as OrgDoor;
    const components = names.map((fullName) => ({ type: 'ConnectedApp', fullName }) as const);
    let gone = 0;
    const spent = await cpuMsOf(async () => {
      const { unread } = await readNow(door, components);
      gone = [...unread.values()].filter(({ why }) => why === 'gone').length;
    });
    expect(gone).to.equal(8000);
    expect(spent).to.be.below(6000);
  });

  it('is not a sentence for each of half a million mistakes in a waiver file', async () => {
    const text = `version: 1\nwaivers:\n${'  - {}\n'.repeat(120_000)}`;
    let refusal: unknown;
    const spent = await cpuMsOf(async () => {
      const read = readWaivers({ kind: 'file', path: 'x.yml' }, '2026-11-28', () =>
        Promise.resolve({ ok: true, value: text }),
      );
      refusal = await read.catch((error: unknown) => error);
    });
    if (!(refusal instanceof Refusal)) throw new Error('Not refused.');
    expect(refusal.values).to.deep.equal(['x.yml', 600_000]);
    expect(refusal.points).to.have.length(21);
    expect(refusal.points.at(-1)).to.include({ key: 'more' });
    expect(refusal.points.at(-1)?.values).to.deep.equal([599_980]);
    expect(spent).to.be.below(60_000);
  });

  it('is not each letter of one name by each letter of another, however long', () => {
    const apps = Array.from({ length: 5000 }, (_, index) => ({ name: `${'x'.repeat(60)}_${index}` }));
    const spent = cpuMs(() => nearNames('y'.repeat(50_000), [...apps, { name: 'z'.repeat(50_000) }]));
    expect(spent).to.be.below(3000);
    expect(nearNames(`${'x'.repeat(60)}_17a`, apps)[0]).to.equal(`${'x'.repeat(60)}_17`);
  });
});

describe('the mistakes in a waiver file', () => {
  const pointsOf = async (count: number): Promise<string[]> => {
    const text = `version: 1\nwaivers:\n${'  - x\n'.repeat(count)}`;
    const refusal: unknown = await readWaivers({ kind: 'file', path: 'x.yml' }, '2026-11-28', () =>
      Promise.resolve({ ok: true, value: text }),
    ).catch((error: unknown) => error);
    if (!(refusal instanceof Refusal)) throw new Error('Not refused.');
    return refusal.points.map(({ key, line }) => `${line} ${key}`);
  };

  it('are all told as long as there are few, and then the first twenty', async () => {
    expect(await pointsOf(21))
      .to.have.length(21)
      .and.not.to.include('23 more');
    const many = await pointsOf(22);
    expect(many).to.have.length(21);
    expect(many.at(-1)).to.equal('23 more');
  });
});
