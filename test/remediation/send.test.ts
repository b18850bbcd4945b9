import { expect } from 'chai';
import { send, type Sent } from '../../src/remediation/send.js';
import { editedApp } from './editedApps.js';
import { FAILED, fakeDeploys, message, type FakeOrg } from './fakeDeploys.js';

const outcome = async (
  org: FakeOrg,
  signal = new AbortController().signal,
): Promise<{ sent: Sent[]; noted: string[] }> => {
  const noted: string[] = [];
  const packages = ['A', 'B', 'C'].map((name) => [editedApp(name)]);
  const accepted = async ({ id = '' }: { id?: string }): Promise<void> => {
    noted.push(await Promise.resolve(id));
  };
  return { sent: await send(fakeDeploys(org).door, packages, { signal, accepted, patience: [1, 1] }), noted };
};
const kinds = ({ sent }: { sent: Sent[] }): string[] => sent.map(({ end }) => end.kind);
/** One thing the second time it is asked, another otherwise. */
const second = <T, U>(value: T, otherwise: U): (() => T | U) => {
  let asked = 0;
  return () => {
    asked += 1;
    return asked === 2 ? value : otherwise;
  };
};

describe('sending packages', () => {
  it('sends one after another and notes each id', async () => {
    const found = await outcome({});
    expect(kinds(found)).to.deep.equal(['succeeded', 'succeeded', 'succeeded']);
    expect(found.noted).to.deep.equal(['0Af1', '0Af2', '0Af3']);
  });

  it('goes on after a package that failed: it was rolled back', async () => {
    const found = await outcome({
      end: ([path = '']) => (path.includes('B') ? { ...FAILED, failures: [message(path, { problem: 'No.' })] } : {}),
    });
    expect(kinds(found)).to.deep.equal(['succeeded', 'failed', 'succeeded']);
    const [, { end }] = found.sent as [Sent, Sent];
    expect(end.kind === 'failed' && [...end.problems.values()]).to.deep.equal(['No.']);
  });

  for (const code of ['session-refused', 'not-permitted', 'request-limit', 'locked'] as const) {
    it(`starts nothing more after ${code}: the org said no`, async () => {
      expect(kinds(await outcome({ start: second(code, undefined) }))).to.deep.equal([
        'succeeded',
        'not-started',
        'not-started',
      ]);
    });
  }

  for (const code of ['network', 'cut', 'timeout', 'org-failed', 'unknown'] as const) {
    it(`does not know what became of a package after ${code}, and sends no further one`, async () => {
      expect(kinds(await outcome({ start: second(code, undefined) }))).to.deep.equal([
        'succeeded',
        'unknown',
        'not-started',
      ]);
    });
  }

  for (const code of ['wait-ended', 'interrupted', 'session-refused', 'network'] as const) {
    it(`looks once more after ${code}, and believes what it sees`, async () => {
      expect(kinds(await outcome({ end: second(code, {}) }))).to.deep.equal(['succeeded', 'succeeded', 'succeeded']);
      const running = await outcome({
        end: () => code,
        status: () => ({ done: false, status: 'InProgress', success: false }),
      });
      expect(kinds(running)).to.deep.equal(['running', 'not-started', 'not-started']);
      const dead = await outcome({ end: () => code, status: () => 'session-refused' });
      expect(kinds(dead)).to.deep.equal(['running', 'not-started', 'not-started']);
      expect(dead.noted).to.deep.equal(['0Af1']);
    });
  }

  it('starts nothing once somebody interrupted', async () => {
    const abortion = new AbortController();
    const end: FakeOrg['end'] = () => {
      abortion.abort();
      return {};
    };
    const found = await outcome({ end }, abortion.signal);
    expect(kinds(found)).to.deep.equal(['succeeded', 'not-started', 'not-started']);
    expect(found.sent[1]?.end).to.include({ code: 'interrupted' });
  });
});
