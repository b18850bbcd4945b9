import { expect } from 'chai';
import type { Notice, Target } from '../../../src/posture/model.js';
import { dayOfReport, daysOfOrgs } from '../../../src/posture/saved/days.js';
import { orgAt, orgId, savedAt, THEN, without } from '../../actions/report/support/saving.js';

const behind = (target: string, there: string): Notice => ({
  code: 'clock-behind',
  target,
  data: { here: '2026-11-19', there },
});
const file = (targets: Target[], ...notices: Notice[]) => ({
  file: 'a.json',
  result: savedAt(THEN, targets, { notices }),
});
const tree: Target = { ...without(orgAt(1, []), 'org'), kind: 'source', source: { directories: ['org-1'] } };

describe('the day of saved results', () => {
  it('is the later one of this machine’s and of theirs', () => {
    expect(dayOfReport('2026-11-19', { finishedAt: THEN })).to.equal('2026-11-20');
    expect(dayOfReport('2026-11-21', { finishedAt: THEN })).to.equal('2026-11-21');
  });

  it('is that of an org where an audit found its own clock behind, for that org alone', () => {
    const targets = [orgAt(1), orgAt(2), tree];
    const days = daysOfOrgs([file([orgAt(1), orgAt(2), tree], behind('org-2', '2026-11-22'))], targets);
    expect([...days]).to.deep.equal([[orgId(2), '2026-11-22']]);
  });

  it('is the latest of several, whatever their order, by either length of the ID', () => {
    const short = orgAt(1);
    if (short.org) short.org.id = orgId(1).slice(0, 15);
    const files = [
      file([short], behind('org-1', '2026-11-24')),
      file([orgAt(1)], behind('org-1', '2026-11-25')),
      file([orgAt(1)], behind('org-1', '2026-11-23')),
    ];
    expect([...daysOfOrgs(files, [orgAt(1)])]).to.deep.equal([[orgId(1), '2026-11-25']]);
  });

  it('is told of an org beside a tree of the same name, and by no notice without a day', () => {
    const files = [file([orgAt(1), { ...tree }], behind('org-1', '2026-11-22'))];
    expect([...daysOfOrgs(files, [orgAt(1)])]).to.deep.equal([[orgId(1), '2026-11-22']]);
  });

  it('is told by no other notice, by none of another target, and for no org that isn’t there', () => {
    const told = (...notices: Notice[]): unknown => [...daysOfOrgs([file([orgAt(1)], ...notices)], [orgAt(1)])];
    expect(told({ code: 'cross-check-failed', target: 'org-1', data: { there: '2026-11-22' } })).to.deep.equal([]);
    expect(told(behind('org-2', '2026-11-22'))).to.deep.equal([]);
    expect([...daysOfOrgs([file([orgAt(1)], behind('org-1', '2026-11-22'))], [orgAt(2), tree])]).to.deep.equal([]);
  });
});
