import type { Finding, Notice, Target } from './model.js';
import type { NoticeCode } from './notices.js';
import { canBeSettled, stepBehind } from './settling.js';
import { metBy } from './waiversMatch.js';
import type { Entry, WaiverFile, WaiverRun } from './waiversModel.js';
import { findingNotice } from './waiversNotices.js';

type Met = { finding: Finding; target: Target };
type HasEffect = (met: Met) => boolean;

/** An entry that meets its app and changes nothing there promises what is not so. */
export const withoutEffect = (
  targets: readonly Target[],
  { waivers, manualChecks }: WaiverFile,
  { path }: WaiverRun,
): Notice[] => {
  const tell = (code: NoticeCode, entries: readonly Entry[], hasEffect: HasEffect): Notice[] =>
    entries.flatMap((entry) =>
      idle(meetings(entry, targets), hasEffect).map((met) =>
        findingNotice(code, { entry, path, extra: whyIdle(met) }, met.finding, met.target),
      ),
    );
  return [
    ...tell('waiver-without-effect', waivers, ({ finding }) => finding.status === 'fail'),
    ...tell('manual-check-without-effect', manualChecks, ({ finding, target }) => canBeSettled(finding, target)),
  ];
};

const meetings = (entry: Entry, targets: readonly Target[]): Met[] =>
  targets.flatMap((target) => metBy(entry, target).map((finding) => ({ finding, target })));

/** While an entry counts in one target, an app that was judged in another says nothing against it. */
const idle = (met: readonly Met[], hasEffect: HasEffect): Met[] => {
  const isNeeded = met.some(hasEffect);
  return met.filter((one) => !hasEffect(one) && !(isNeeded && one.finding.status !== 'not-evaluated'));
};

const whyIdle = ({ finding, target }: Met): NonNullable<Notice['data']> => ({
  status: finding.status,
  because: stepBehind(finding, target)?.step ?? finding.reason,
});
