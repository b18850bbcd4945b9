import { differences, type Difference } from '../metadata/compare.js';
import { readsOff, readsOn } from '../metadata/flag.js';
import { SWITCHES } from '../metadata/switches.js';
import type { RetrievedFile } from '../org/door.js';
import { appName } from '../posture/names.js';
import type { Edited } from './edited.js';
import { componentHash } from './hash.js';
import { componentKey, type Outcome, type OutcomeProblem, type OutcomeResult } from './model.js';
import { named } from './named.js';
import type { End, Sent } from './sendOne.js';
import type { SnapshotReading } from './snapshotModel.js';
import { switchOf } from './switchOf.js';

/** What the org holds now, by `Type:fullName`. Undefined: it could not be read. */
export type Reading = ReadonlyMap<string, RetrievedFile> | undefined;

export const isAsMeant = ({ meant }: Edited, file: RetrievedFile | undefined): boolean =>
  file !== undefined && meansSame(file.text, meant);

const meansSame = (text: string, known: string): boolean => componentHash(text) === componentHash(known);

/** What is in the org counts, whatever was said of the deploy. */
export const outcomesOf = ({ edited, end }: Sent, reading: Reading): Outcome[] =>
  edited.map((one) => {
    const [result, problem] = judge(one, end, reading?.get(componentKey(one.change.component))?.text);
    return {
      app: one.change.app,
      component: one.change.component,
      result,
      ...(problem === undefined ? {} : { problem }),
    };
  });

/** For the record of what was read back. */
export const readingsOf = (edited: readonly Edited[], reading: Reading): SnapshotReading[] =>
  edited.flatMap(({ change: { component } }) => {
    const text = reading?.get(componentKey(component))?.text;
    const hash = text === undefined ? undefined : componentHash(text);
    return text === undefined || hash === undefined
      ? []
      : [{ component, switch: switchOf(component.type, text), hash }];
  });

type Judged = [OutcomeResult, OutcomeProblem?];

const judge = (edited: Edited, end: End, now: string | undefined): Judged => {
  if (end.kind === 'not-started') return ['not-attempted', withDetail(end.code, end.detail)];
  if (end.kind === 'running') return ['failed', running(edited, now, end.detail)];
  if (now === undefined) return ['failed', withDetail('not-read-back', '')];
  const found = differences(edited.meant, now);
  if (!Array.isArray(found)) return ['failed', withDetail('not-read-back', found.problem)];
  if (found.length === 0) return ['verified'];
  if (end.kind !== 'succeeded' && touches(found, decisive(edited))) return unchanged(edited, end);
  return differing(edited, found, now);
};

/** A restore may have had nothing to put back but the user. */
const decisive = ({ change: { component, edits } }: Edited): readonly string[] => {
  const { flag, user } = SWITCHES[component.type];
  return edits.some(({ path }) => path === flag.join('.')) ? flag : user;
};

/** The deploy may still be taken back, or come: only that all of it has arrived already is worth telling. */
const running = ({ meant }: Edited, now: string | undefined, detail: string): OutcomeProblem => ({
  ...withDetail('still-running', detail),
  ...(now !== undefined && meansSame(now, meant) ? { differences: [] } : {}),
});

const unchanged = (edited: Edited, end: Extract<End, { kind: 'failed' | 'unknown' }>): Judged => {
  if (end.kind === 'unknown') return ['failed', withDetail('deploy-unknown', end.detail)];
  const own = end.problems.get(edited);
  return own === undefined && end.problems.size > 0
    ? ['failed', withDetail('rolled-back-with', namesOf([...end.problems.keys()]))]
    : ['failed', withDetail('deploy-failed', own ?? end.detail)];
};

/** Enough to go on with; each of them has an outcome of its own. */
const MOST_NAMED = 3;

const namesOf = (blamed: readonly Edited[]): string =>
  named(
    blamed.map(({ change }) => appName(change.app)),
    MOST_NAMED,
  );

const differing = ({ change: { component } }: Edited, found: Difference[], now: string): Judged => {
  const { flag, user } = SWITCHES[component.type];
  if (touches(found, flag)) {
    const { flag: value } = switchOf(component.type, now);
    if (readsOn(value)) return ['reverted', { code: 'still-on', differences: found }];
    if (readsOff(value)) return ['reverted', { code: 'still-off', differences: found }];
  }
  if (found.every(({ path }) => path === user.join('.')))
    return ['altered', { code: 'user-differs', differences: found }];
  return ['altered', { code: 'other-differences', differences: found }];
};

const touches = (found: readonly Difference[], path: readonly string[]): boolean =>
  found.some((difference) => difference.path === path.join('.'));

const withDetail = (code: OutcomeProblem['code'], detail: string): OutcomeProblem => ({
  code,
  ...(detail === '' ? {} : { detail }),
});
