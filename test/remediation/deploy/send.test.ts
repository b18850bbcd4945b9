import { expect } from 'chai';
import type { DeployResult } from '../../../src/org/door.js';
import type { Edited } from '../../../src/remediation/edit/edited.js';
import { send, type Sending } from '../../../src/remediation/deploy/send.js';
import type { Sent } from '../../../src/remediation/deploy/sendOne.js';
import { editedApp } from '../support/editedApps.js';
import { FAILED, fakeDeploys, message, type FakeOrg } from '../support/fakeDeploys.js';

const outcome = async (
  org: FakeOrg,
  signal = new AbortController().signal,
  lookAgain: Sending['lookAgain'] = asIs,
  packages = ['A', 'B', 'C'].map((name) => [editedApp(name)]),
): Promise<{ sent: Sent[]; noted: string[] }> => {
  const noted: string[] = [];
  const accepted = async ({ id = '' }: { id?: string }): Promise<void> => {
    noted.push(await Promise.resolve(id));
  };
  return {
    sent: await send(fakeDeploys(org).door, packages, { ...AT_ONCE, signal, accepted, lookAgain, patience: [1, 1] }),
    noted,
  };
};
/** The disk takes everything, and nobody else deploys. */
const FRESH = (): number => 0;
const AT_ONCE: Pick<Sending, 'sending' | 'notSent' | 'isBehind' | 'steppedBack' | 'age'> = {
  age: FRESH,
  sending: () => Promise.resolve({ ok: true, value: undefined }),
  notSent: () => Promise.resolve(),
  isBehind: () => Promise.resolve(false),
  steppedBack: () => undefined,
};
const asIs: Sending['lookAgain'] = (edited) =>
  Promise.resolve({ ok: true, value: { same: [...edited], left: [], age: FRESH } });
/** As if somebody had changed this one meanwhile. */
const allBut =
  (name: string): Sending['lookAgain'] =>
  (edited) => {
    const [same, others] = [false, true].map((wanted) => edited.filter((one) => (nameOf(one) === name) === wanted));
    const left = (others ?? []).map((one): Sent => ({ edited: [one], end: CHANGED }));
    return Promise.resolve({ ok: true, value: { same: same ?? [], left, age: FRESH } });
  };
const CHANGED: Sent['end'] = { kind: 'left-alone', code: 'changed-meanwhile', detail: '' };
const nameOf = ({ change }: Edited): string => change.app.name;
const STOPPED = { ...FAILED, status: 'Canceled' };
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

  describe('looks once more before each further package', () => {
    const codes = ({ sent }: { sent: Sent[] }): unknown[] =>
      sent.map(({ edited, end }) => [edited.map(nameOf).join(), 'code' in end ? end.code : end.kind]);

    it('and not before the first, at which the run has just looked', async () => {
      const looks: string[][] = [];
      await outcome({}, undefined, (edited) => {
        looks.push(edited.map(nameOf));
        return asIs(edited);
      });
      expect(looks).to.deep.equal([['B'], ['C']]);
    });

    it('and leaves out what somebody else changed in between', async () => {
      const found = await outcome({}, undefined, allBut('B'));
      expect(codes(found)).to.deep.equal([
        ['A', 'succeeded'],
        ['B', 'changed-meanwhile'],
        ['C', 'succeeded'],
      ]);
      expect(found.noted).to.deep.equal(['0Af1', '0Af2']);
    });

    it('and sends what it saw then, not what it had seen before', async () => {
      const seen = editedApp('B');
      const found = await outcome({}, undefined, (edited) =>
        asIs(edited.map((one) => (nameOf(one) === 'B' ? seen : one))),
      );
      expect(found.sent[1]?.edited[0]).to.equal(seen);
    });

    it('and sends nothing more where it can no longer look', async () => {
      const problem = { code: 'session-refused', detail: 'Session expired.' } as const;
      const found = await outcome({}, undefined, () => Promise.resolve({ ok: false, problem }));
      expect(codes(found)).to.deep.equal([
        ['A', 'succeeded'],
        ['B', 'not-seen-again'],
        ['C', 'not-started'],
      ]);
      expect(found.sent.map(({ end }) => 'detail' in end && end.detail).slice(1)).to.deep.equal([
        problem.detail,
        problem.detail,
      ]);
    });

    it('and is interrupted there as anywhere', async () => {
      const problem = { code: 'interrupted', detail: '' } as const;
      const found = await outcome({}, undefined, () => Promise.resolve({ ok: false, problem }));
      expect(codes(found).slice(1)).to.deep.equal([
        ['B', 'interrupted'],
        ['C', 'interrupted'],
      ]);
    });
  });

  describe('does not let one bad app sink the rest of its package', () => {
    const all = [['A', 'B', 'C'].map(editedApp), [editedApp('D')]];
    const [[, b] = []] = all;
    const refusing =
      (...names: string[]) =>
      (paths: readonly string[]): Partial<DeployResult> => {
        const failures = paths
          .filter((path) => names.some((name) => path.includes(`/${name}.`)))
          .map((path) => message(path, { problem: 'No.' }));
        return failures.length > 0 ? { ...FAILED, failures } : {};
      };
    const run = async (org: FakeOrg, lookAgain = asIs, signal?: AbortSignal): Promise<[string, string][]> => {
      const { sent } = await outcome(org, signal, lookAgain, all);
      return sent.map(({ edited, end }) => [edited.map(nameOf).join(), end.kind]);
    };

    it('and sends the others once more without it', async () => {
      expect(await run({ end: refusing('B') })).to.deep.equal([
        ['B', 'failed'],
        ['A,C', 'succeeded'],
        ['D', 'succeeded'],
      ]);
    });

    it('once, and never a third time', async () => {
      let deploys = 0;
      const end: NonNullable<FakeOrg['end']> = (paths) => {
        deploys += 1;
        return (deploys === 1 ? refusing('B') : refusing('C'))(paths);
      };
      expect(await run({ end })).to.deep.equal([
        ['B', 'failed'],
        ['A,C', 'failed'],
        ['D', 'succeeded'],
      ]);
      expect(deploys).to.equal(3);
    });

    it('but for those that are no longer as they were planned', async () => {
      expect(await run({ end: refusing('B') }, allBut('A'))).to.deep.equal([
        ['B', 'failed'],
        ['A', 'failed'],
        ['C', 'succeeded'],
        ['D', 'succeeded'],
      ]);
    });

    const together: [string, string] = ['A,B,C', 'failed'];
    const apart: [string, string][] = [
      ['B', 'failed'],
      ['A,C', 'failed'],
    ];

    for (const [when, end] of Object.entries<NonNullable<FakeOrg['end']>>({
      'the org blames none of them': (paths) => (paths.length > 1 ? FAILED : {}),
      'the org blames all of them': refusing('A', 'B', 'C'),
      'somebody stopped the deploy': (paths) => ({ ...refusing('B')(paths), ...(paths.length > 1 && STOPPED) }),
    }))
      it(`not where ${when}`, async () => {
        expect(await run({ end })).to.deep.equal([together, ['D', 'succeeded']]);
      });

    it('not where it cannot look first', async () => {
      const look = (): ReturnType<typeof asIs> =>
        Promise.resolve({ ok: false, problem: { code: 'network', detail: '' } });
      expect(await run({ end: refusing('B') }, look)).to.deep.equal([...apart, ['D', 'not-started']]);
    });

    it('not where the org takes no further deploy', async () => {
      expect(await run({ end: refusing('B'), start: second('locked', undefined) })).to.deep.equal([
        ...apart,
        ['D', 'succeeded'],
      ]);
    });

    it('not once somebody interrupted', async () => {
      const abortion = new AbortController();
      const end: NonNullable<FakeOrg['end']> = (paths) => {
        abortion.abort();
        return refusing('B')(paths);
      };
      expect(await run({ end }, asIs, abortion.signal)).to.deep.equal([together, ['D', 'not-started']]);
    });

    it('and sends nothing more once it does not know what became of the rest', async () => {
      const start = second('network' as const, undefined);
      expect(await run({ end: refusing('B'), start })).to.deep.equal([
        ['B', 'failed'],
        ['A,C', 'unknown'],
        ['D', 'not-started'],
      ]);
    });

    it('and keeps to each the words that the org has for it', async () => {
      const { sent } = await outcome({ end: refusing('B') }, undefined, asIs, all);
      const [{ end }] = sent as [Sent];
      expect(end.kind === 'failed' && b && end.problems.get(b)).to.equal('No.');
    });
  });
});
