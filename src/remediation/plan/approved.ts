import { readsOff } from '../../metadata/read/values.js';
import { appKey } from '../../posture/names.js';
import { selector } from '../../posture/selection.js';
import { componentKey, defined } from '../../values.js';
import { attemptOnce, type Attempt } from '../edit/edited.js';
import { switchOf } from '../edit/fingerprint.js';
import { isSetAlready, redraft } from '../edit/hardening.js';
import { type Change, type Plan, type Skip, skipOf } from '../model/result.js';
import type { SavedPlan } from '../model/saved.js';
import type { Drawn, Read } from './plan.js';

export type Approved = Drawn & { takenOut: number };

type PlannedChanges = Pick<SavedPlan, 'changes' | 'scope'>;

/**
 * Only what was approved, exactly as approved. The current plan can make it smaller, but never larger. Other apps are
 * reported if the plan would include them today.
 */
export const onlyApproved = (
  drawn: Drawn & Pick<Plan, 'notRead'>,
  { changes, scope }: PlannedChanges,
  { files }: Read,
): Approved => {
  const attempts: Attempt[] = [];
  const skipped: Skip[] = [];
  const open = new Map(drawn.attempts.map((attempt) => [componentKey(attempt.edited.change.component), attempt]));
  const isInScope = selector(scope.apps);
  let takenOut = 0;
  for (const change of changes) {
    const key = componentKey(change.component);
    const attempt = open.get(key);
    open.delete(key);
    const settled = attempt ? again(change, attempt, files) : withoutAttempt(change, drawn, files);
    if ('edited' in settled) attempts.push(settled);
    else {
      skipped.push(settled);
      if (settled.reason !== 'already-done') takenOut += 1;
    }
  }
  const left = [...open.values()].map(({ edited }) => edited.change).filter(({ app }) => isInScope(app));
  skipped.push(...left.map((change) => skipOf(change, 'not-in-plan')));
  return { attempts, skipped, takenOut };
};

/** The app of a component and what is at stake come from this run, not from the plan file. */
const again = (change: Change, attempt: Attempt, files: Read['files']): Attempt | Skip => {
  const { control, app, atStake } = attempt.edited.change;
  if (appKey(app) !== appKey(change.app) || !isJudged(change, attempt.edited.change))
    return skipOf(change, 'changed-since-plan');
  const { edits, leftOut, hardens, component, beforeHash, id } = change;
  const planned = { control, app, component, edits, beforeHash, ...defined({ leftOut, hardens, atStake, id }) };
  const redrafted = redraft(planned, files.get(componentKey(change.component)));
  return redrafted.ok ? attemptOnce(redrafted.edited) : skipOf(change, redrafted.reason);
};

/**
 * The conditions were judged for what would be done today: turn the flow off, or set exactly this user and relaxation. A
 * hardening takes its values from the plan, so others would be set unjudged.
 */
export const isJudged = (planned: Change, today: Change): boolean =>
  planned.hardens === today.hardens && (!planned.hardens || valuesOf(planned) === valuesOf(today));

const valuesOf = ({ edits }: Change): string =>
  JSON.stringify(edits.map(({ path, before, after }) => [path, before, after]));

/**
 * The reason is what kept the component, or else the whole app, out of the current plan. If there is none, the
 * component has changed since.
 */
const withoutAttempt = (
  change: Change,
  { skipped, notRead }: Pick<Plan, 'skipped' | 'notRead'>,
  files: Read['files'],
): Skip => {
  const ofApp = skipped.filter(({ app, control }) => control === change.control && appKey(app) === appKey(change.app));
  const key = componentKey(change.component);
  const kept =
    ofApp.find(({ component }) => component && componentKey(component) === key) ??
    ofApp.find(({ component }) => component === undefined);
  if (kept) return { ...kept, component: change.component };
  const file = files.get(key);
  if (!file) return skipOf(change, notRead.length === 0 ? 'gone' : 'not-read');
  if (change.hardens) return skipOf(change, isSetAlready(change, file.text) ? 'already-done' : 'changed-since-plan');
  const { flag } = switchOf(change.component.type, file.text);
  return skipOf(change, readsOff(flag) ? 'already-done' : 'changed-since-plan');
};
