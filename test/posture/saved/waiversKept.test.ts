import { expect } from 'chai';
import type { Finding } from '../../../src/posture/model.js';
import { keepWaivers } from '../../../src/posture/saved/waiversKept.js';
import { failing, orgAt, passing, unread } from '../../actions/report/support/saving.js';

const NOW = { today: '2026-11-28', orgTimes: new Map<string, string>() };
const waived = (name: string, expires: string): Finding => ({
  ...failing(name),
  status: 'waived',
  waiver: { reason: 'r', owner: 'o', expires },
});
const checked = (name: string, expires: string): Finding => ({
  ...unread(name),
  manualCheck: { reason: 'r', owner: 'o', checked: '2026-11-01', expires },
});

describe('waivers that a merge keeps', () => {
  it('are counted, and each that has ended or ends soon is named with its app, owner, and day', () => {
    const findings = [
      failing('Open'),
      waived('Ended', '2026-11-27'),
      checked('Checked_long_ago', '2026-01-01'),
      waived('Ends_today', '2026-11-28'),
      waived('Holds', '2027-06-01'),
      checked('Checked', '2026-12-01'),
    ];
    const { targets, notices } = keepWaivers([orgAt(1, findings)], NOW);
    expect(
      targets[0]?.findings.map(({ status, waiver, manualCheck }) => [status, !!waiver, !!manualCheck]),
    ).to.deep.equal([
      ['fail', false, false],
      ['fail', false, false],
      ['not-evaluated', false, false],
      ['waived', true, false],
      ['waived', true, false],
      ['not-evaluated', false, true],
    ]);
    const about = (code: string, app: string, data: object): object => ({
      ...{ code, target: 'org-1', app: `ConnectedApp:${app}` },
      data: { owner: 'o', ...data, control: 'connected-app-client-credentials' },
    });
    expect(notices).to.deep.equal([
      { code: 'saved-waivers-kept', data: { kept: 3, ended: 2 } },
      about('waiver-expired', 'Ended', { expires: '2026-11-27' }),
      about('manual-check-expired', 'Checked_long_ago', { expires: '2026-01-01' }),
      about('waiver-expiring', 'Ends_today', { expires: '2026-11-28', days: 0 }),
      about('manual-check-expiring', 'Checked', { expires: '2026-12-01', days: 3 }),
    ]);
  });

  it('are told where as many have ended as hold', () => {
    const findings = [waived('Ended', '2026-11-27'), waived('Holds', '2027-06-01')];
    expect(keepWaivers([orgAt(1, findings)], NOW).notices[0]?.data).to.deep.equal({ kept: 1, ended: 1 });
  });

  it('are not spoken of where there are none', () => {
    expect(keepWaivers([orgAt(1, [failing(), passing('Other')])], NOW).notices).to.deep.equal([]);
  });
});
