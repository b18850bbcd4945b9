import { expect } from 'chai';
import { adviceFor, mayBeHardened } from '../../../src/posture/controls/advice.js';
import type { Finding } from '../../../src/posture/model.js';
import { finding } from '../../reports/support/builders.js';
import { USERNAME } from '../support/builders.js';

type Given = Partial<Parameters<typeof finding>[0]>;

/** All of it is there: what is not is told by a test. */
const open = (more: Given = {}): Finding =>
  finding({
    ...{ name: 'Billing', type: 'ExternalClientApplication', reason: 'not-hardened' },
    factors: { 'user-active': 'present', 'broad-permissions': 'absent', 'network-restricted': 'absent' },
    executionUser: { username: USERNAME, state: 'active', loginIpRanges: { count: 1, addresses: '256' } },
    ...more,
  });

describe('advice to harden an app by this tool', () => {
  it('is given where all but the relaxation is there', () => {
    expect(mayBeHardened(open())).to.equal(true);
    expect(mayBeHardened(open({ reason: 'hardening-unknown' }))).to.equal(true);
    const [, , third] = adviceFor(open());
    expect(third).to.equal('harden-with-tool');
  });

  const factors = { 'user-active': 'present', 'broad-permissions': 'absent', 'network-restricted': 'absent' } as const;
  const executionUser = { username: USERNAME, state: 'active' } as const;
  const missing: [what: string, more: Given][] = [
    ['another reason', { reason: 'flow-enabled' }],
    ['a connected app', { type: 'ConnectedApp' }],
    ['settings', { control: 'eca-flow-enablement' }],
    ['a user who is not active', { factors: { ...factors, 'user-active': 'absent' } }],
    ['a user of whom that is not known', { factors: { ...factors, 'user-active': 'unknown' } }],
    ['a broad user', { factors: { ...factors, 'broad-permissions': 'present' } }],
    ['a user whose permissions are not known', { factors: { ...factors, 'broad-permissions': 'unknown' } }],
    ['a network that is restricted', { factors: { ...factors, 'network-restricted': 'present' } }],
    ['no ranges', { executionUser: { ...executionUser, loginIpRanges: { count: 0, addresses: '0' } } }],
    ['wide ranges', { executionUser: { ...executionUser, loginIpRanges: { count: 1, addresses: '65536' } } }],
    [
      'ranges that were not read',
      { executionUser: { ...executionUser, loginIpRanges: { count: 1, addresses: 'unknown' } } },
    ],
    ['a user whose ranges are not known', { executionUser }],
  ];
  for (const [what, more] of missing)
    it(`is not given for ${what}`, () => {
      expect(mayBeHardened(open(more))).to.equal(false);
      expect(adviceFor(open(more))).not.to.include('harden-with-tool');
    });

  it('is not given for an app of which no user and no risk is known', () => {
    const bare = open();
    delete bare.risk;
    delete bare.executionUser;
    expect(mayBeHardened(bare)).to.equal(false);
  });
});

describe('advice for an app of a package', () => {
  const packaged = { app: { managed: true, namespace: 'NS' }, name: 'Billing' } as const;

  it('is for its publisher where the org does not show it, and only there', () => {
    const shown = adviceFor(finding({ ...packaged, reason: 'flow-disabled' }));
    const hidden = (['managed-not-shown', 'not-returned'] as const).map((reason) =>
      adviceFor(finding({ ...packaged, reason })),
    );
    expect(hidden[0]).to.deep.equal(hidden[1]).and.not.to.deep.equal(shown);
    expect(adviceFor(finding({ name: 'Billing', reason: 'not-returned' }))).not.to.deep.equal(hidden[1]);
  });
});
