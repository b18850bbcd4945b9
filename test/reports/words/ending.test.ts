import { expect } from 'chai';
import type { AuditReport } from '../../../src/posture/model.js';
import { finding, orgTarget, reportOf } from '../support/builders.js';
import { rendered } from '../support/render.js';

const old = finding({ name: 'Old', reason: 'flow-enabled', change: 'unchanged' });
const unread = finding({ name: 'Unread', reason: 'unreadable', change: 'unchanged' });
const since = (findings: (typeof old)[], exitCode: number): AuditReport =>
  reportOf([orgTarget(findings)], { gate: { exitCode, baseline: 'last.json' } });

describe('how a run ended', () => {
  const FORMATS = ['human', 'html', 'markdown', 'junit', 'github'] as const;
  for (const format of FORMATS)
    it(`does not pass over failures that were there before, as ${format}`, async () => {
      const flat = async (report: AuditReport): Promise<string> =>
        (await rendered(format, report))
          .replaceAll(/\\?([._-])/g, '$1')
          .replaceAll(/&(?:#39|apos);/g, "'")
          .replaceAll(/\s+/g, ' ');
      const clean = await flat(since([old], 0));
      expect(clean).to.include('is new or worse since the baseline last.json');
      expect(clean).not.to.include('no finding reaches the level of');
      const open = await flat(since([old, unread], 31));
      expect(open).to.include("is new or worse since the baseline last.json, but something wasn't evaluated");
      const settled = await flat(since([old, finding({ name: 'A', reason: 'not-returned' })], 0));
      expect(settled).to.include('is new or worse since the baseline last.json, and nothing is left open');
    });

  it('is as the table of exit codes says without a baseline', async () => {
    expect(await rendered('markdown', reportOf([orgTarget([])], { gate: { exitCode: 0 } }))).to.include(
      'Everything was evaluated, and no finding reaches the level of',
    );
  });
});
