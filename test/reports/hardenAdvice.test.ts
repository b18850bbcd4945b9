import { expect } from 'chai';
import { createTexts } from '../../src/cli/texts.js';
import type { AuditReport, ReportedUser } from '../../src/posture/model.js';
import { FORMATS } from '../../src/reports/formats.js';
import type { View } from '../../src/reports/render.js';
import { finding, orgTarget, reportOf } from './support/builders.js';

const USER: ReportedUser = {
  username: 'gateway@example.com',
  state: 'active',
  loginIpRanges: { count: 1, addresses: '256' },
};

const reportWith = (addresses: string): AuditReport =>
  reportOf([
    orgTarget([
      finding({
        name: 'Gateway',
        type: 'ExternalClientApplication',
        reason: 'not-hardened',
        factors: { 'user-active': 'present', 'broad-permissions': 'absent', 'network-restricted': 'absent' },
        executionUser: { ...USER, loginIpRanges: { count: 1, addresses } },
      }),
    ]),
  ]);

const shown = async (format: 'human' | 'html', view: View, addresses = '256'): Promise<string> =>
  (await FORMATS[format]())(reportWith(addresses), createTexts(), { view, width: 160, color: false });

describe('the advice to harden what has to stay', () => {
  it('is the last of the next steps that change something, with its command', async () => {
    const text = await shown('human', 'table');
    expect(text).to.include('preview hardening the policy of 1 external client app instead');
    expect(text).to.include('sf oauth-posture remediate --target-org production --harden --dry-run');
  });

  it('stands with the app, in the terminal and in the page', async () => {
    for (const format of ['human', 'html'] as const)
      expect(await shown(format, 'detail')).to.include(
        'sf oauth-posture remediate --harden --target-org production --app Gateway --dry-run',
      );
  });

  it('is not given where the ranges of the user are wide', async () => {
    for (const view of ['table', 'detail'] as const)
      expect(await shown('human', view, '65536')).not.to.include('--harden');
    expect(await shown('html', 'detail', '65536')).not.to.include('remediate --harden');
  });
});
