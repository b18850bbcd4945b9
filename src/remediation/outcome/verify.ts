import { type Difference, differences } from '../../metadata/compare.js';
import { readsOff, readsOn } from '../../metadata/read/values.js';
import { SWITCHES } from '../../metadata/switches.js';
import { appName } from '../../posture/names.js';
import { componentKey, defined } from '../../values.js';
import { meansSame, type Reading } from '../deploy/reading.js';
import type { End, Sent, Why } from '../deploy/sendOne.js';
import type { Edited } from '../edit/edited.js';
import { componentHash, hasItsKey, switchOf } from '../edit/fingerprint.js';
import type { Outcome, OutcomeProblem, OutcomeResult } from '../model/result.js';
import type { SnapshotReading } from '../model/saved.js';

/** The state of the org decides, not what the deploy reported. */
export const outcomesOf = ({ edited, end }: Sent, reading: Reading): Outcome[] =>
  edited.map((one) => {
    const [result, problem] = judge(one, end, reading);
    return {
      app: one.change.app,
      component: one.change.component,
      result,
      ...(problem === undefined ? {} : { problem }),
    };
  });

/** The components as they were read back, for the record. */
export const readingsOf = (edited: readonly Edited[], { files }: Reading): SnapshotReading[] =>
  edited.flatMap(({ change: { component, hardens } }) => {
    const { text, id } = files.get(componentKey(component)) ?? {};
    const hash = text === undefined ? undefined : componentHash(text);
    return text === undefined || hash === undefined
      ? []
      : [{ component, switch: switchOf(component.type, text, hardens), hash, ...defined({ id }) }];
  });

type Judged = [OutcomeResult, OutcomeProblem?];

const judge = (edited: Edited, end: End, { files, unread }: Reading): Judged => {
  if (end.kind === 'not-started' || end.kind === 'left-alone') return ['not-attempted', problemOf(end.code, end)];
  const key = componentKey(edited.change.component);
  const now = files.get(key)?.text;
  if (end.kind === 'running') return ['failed', running(edited, now, end)];
  if (now === undefined) return ['failed', problemOf('not-read-back', unread.get(key))];
  const [found, changed] = [differences(edited.meant, now), differences(edited.original, now)];
  if (!Array.isArray(found)) return ['failed', problemOf('not-read-back', { detail: found.problem })];
  if (!Array.isArray(changed)) return ['failed', problemOf('not-read-back', { detail: changed.problem })];
  return found.length === 0 ? asMeant(edited, end, now) : notAsMeant(edited, end, { found, changed, now });
};

type NoSuccess = Extract<End, { kind: 'failed' | 'unknown' }>;
type Ended = Exclude<End, { kind: 'not-started' | 'left-alone' | 'running' }>;

/**
 * The deploy reported a failure, but the component is as planned. Either the deploy took effect or another user made
 * the same change: that can't be determined.
 */
const asMeant = (edited: Edited, end: Ended, now: string): Judged => {
  if (end.kind === 'failed' && !end.isPartial) return ['failed', problemOf('failed-yet-as-meant', end)];
  if (end.kind === 'succeeded' && end.created.has(edited)) return ['altered', problemOf('created')];
  return hasItsKey(edited, now) ? ['verified'] : ['altered', problemOf('key-differs')];
};

type Seen = { found: Difference[]; changed: Difference[]; now: string };

const notAsMeant = (edited: Edited, end: Ended, { found, changed, now }: Seen): Judged => {
  if (end.kind === 'failed' && end.isRolledBack)
    return hasArrived(edited, { found, changed })
      ? ['failed', { ...problemOf('failed-yet-changed', end), differences: found }]
      : afterFailure(edited, end, changed);
  if (end.kind === 'succeeded') return differing(edited, found, now);
  if (changed.length === 0) return unchanged(edited, end);
  const judged = differing(edited, found, now);
  return touches(found, decisive(edited))
    ? [judged[0], { ...problemOf('may-have-changed', end), differences: found }]
    : judged;
};

/** The part to be changed is as planned, and other parts differ. The deploy may have taken effect, whatever the org says. */
const hasArrived = (edited: Edited, { found, changed }: Pick<Seen, 'found' | 'changed'>): boolean =>
  touches(changed, decisive(edited)) && !touches(found, decisive(edited));

/** A deploy that was rolled back changed nothing. So if the component differs from before, another user changed it. */
const afterFailure = (edited: Edited, end: NoSuccess, changed: Difference[]): Judged =>
  changed.length === 0
    ? unchanged(edited, end)
    : ['failed', { ...problemOf('changed-by-others', end), differences: changed }];

/** The paths that must be correct. For a restore, this may be the user alone. */
const decisive = ({ change: { component, edits } }: Edited): readonly string[] => {
  const { flag, user, relaxation = user } = SWITCHES[component.type];
  const isEdited = (wanted: readonly string[]): boolean => edits.some(({ path }) => path === wanted.join('.'));
  return [flag, relaxation].find(isEdited) ?? user;
};

/**
 * While the deploy may still be reverted or take effect, only a component that is completely as planned is worth
 * reporting.
 */
const running = ({ meant }: Edited, now: string | undefined, why: Why): OutcomeProblem => ({
  ...problemOf('still-running', why),
  ...(now !== undefined && meansSame(now, meant) ? { differences: [] } : {}),
});

const unchanged = (edited: Edited, end: NoSuccess): Judged => {
  if (end.kind === 'unknown') return ['failed', problemOf('deploy-unknown', end)];
  if (end.notAgain) return ['failed', problemOf('not-sent-again', end.notAgain)];
  const own = end.problems.get(edited);
  return own === undefined && end.problems.size > 0
    ? ['failed', problemOf('rolled-back-with', { detail: namesOf([...end.problems.keys()]) })]
    : ['failed', problemOf('deploy-failed', { detail: own ?? end.detail })];
};

/** Enough names to continue with. Each component has its own outcome as well. */
const MOST_NAMED = 3;

const namesOf = (blamed: readonly Edited[]): string =>
  named(
    blamed.map(({ change }) => appName(change.app)),
    MOST_NAMED,
  );

const differing = ({ change: { component, hardens } }: Edited, found: Difference[], now: string): Judged => {
  const { flag, user, relaxation } = SWITCHES[component.type];
  if (touches(found, flag)) {
    const { flag: value } = switchOf(component.type, now);
    if (readsOn(value)) return ['reverted', { code: 'still-on', differences: found }];
    if (readsOff(value)) return ['reverted', { code: 'still-off', differences: found }];
  }
  if (hardens && relaxation && touches(found, relaxation))
    return ['reverted', { code: 'still-relaxed', differences: found }];
  if (found.every(({ path }) => path === user.join('.')))
    return ['altered', { code: 'user-differs', differences: found }];
  return ['altered', { code: 'other-differences', differences: found }];
};

const touches = (found: readonly Difference[], path: readonly string[]): boolean =>
  found.some((difference) => difference.path === path.join('.'));

const problemOf = (code: OutcomeProblem['code'], { detail = '', reason }: Partial<Why> = {}): OutcomeProblem => ({
  code,
  ...(reason === undefined ? {} : { reason }),
  ...(detail === '' ? {} : { detail }),
});

/** The first few names, and the number of the others. */
export const named = (names: readonly string[], most: number): string => {
  const sorted = [...new Set(names)].sort();
  const more = sorted.length - most;
  return [...sorted.slice(0, most), ...(more > 0 ? [`+${more}`] : [])].join(', ');
};
