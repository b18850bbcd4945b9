import type { Finding, Notice, Target } from '../model.js';
import { appName, targetName } from '../names.js';
import type { NoticeCode } from '../notices.js';
import { canBeSettled, stepBehind } from '../steps.js';
import { metBy } from './match.js';
import type { Entry, WaiverFile, WaiverRun } from './model.js';

type Met = { finding: Finding; target: Target };
type HasEffect = (met: Met) => boolean;

/** An entry that matches an app but has no effect would give false confidence. */
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

/**
 * While an entry has an effect in one target, there is no notice about a target where its app was evaluated otherwise.
 */
const idle = (met: readonly Met[], hasEffect: HasEffect): Met[] => {
  const isNeeded = met.some(hasEffect);
  return met.filter((one) => !hasEffect(one) && !(isNeeded && one.finding.status !== 'not-evaluated'));
};

const whyIdle = ({ finding, target }: Met): NonNullable<Notice['data']> => ({
  status: finding.status,
  because: stepBehind(finding, target)?.step ?? finding.reason,
});

type About = { entry: Entry; path: string; extra?: Notice['data'] };

/** A notice about an entry of the waiver file, pointing at its line. */
export const entryNotice = (code: NoticeCode, { entry, path, extra }: About): Notice => ({
  code,
  app: entry.app,
  file: path,
  line: entry.line,
  column: entry.column,
  data: { owner: entry.owner, expires: entry.expires, ...extra, control: entry.control },
});

/** The same for an entry that matches a finding. */
export const findingNotice = (code: NoticeCode, about: About, finding: Finding, target: Target): Notice => ({
  ...entryNotice(code, about),
  target: targetName(target),
  app: appName(finding.app),
});
