import type { Answer } from '../../org/door.js';
import { appKey } from '../../posture/names.js';
import type { Edited } from '../../remediation/edit/edited.js';
import { type Skip, skipOf } from '../../remediation/model/result.js';
import { isJudged } from '../../remediation/plan/approved.js';
import type { Drawn } from '../../remediation/plan/plan.js';
import { componentKey } from '../../values.js';
import { Refusal } from '../refusal.js';
import type { Prepared, UnfitNow } from './prepared.js';

/**
 * A hardening depends on more than its policy: on ranges and permissions of the Run As user, and on where clients log
 * in from. Others can change these while the run asks and waits, and the policy is still as planned.
 */
export const unfitNow =
  (drawAgain: () => Promise<Drawn>): UnfitNow =>
  async () => {
    const { attempts, skipped } = await drawAgain();
    const today = new Map(attempts.map(({ edited: { change } }) => [componentKey(change.component), change]));
    return (change) => {
      const again = today.get(componentKey(change.component));
      if (again) return isJudged(change, again) ? [] : [skipOf(change, 'changed-since-plan')];
      const ofApp = skipped.filter(({ app }) => appKey(app) === appKey(change.app));
      return ofApp.length > 0 ? ofApp : [skipOf(change, 'changed-since-plan')];
    };
  };

export type Unfit = { edited: Edited; isUsed: boolean };

/** The same for some of the components, after writing has begun. An error is an answer then. */
export const withoutUnfit = async (
  edited: readonly Edited[],
  { unfitNow: unfit }: Pick<Prepared, 'unfitNow'>,
): Promise<Answer<{ fit: Edited[]; unfit: Unfit[] }>> => {
  try {
    const against = await unfit?.();
    const judged = edited.map((one) => ({ edited: one, skips: against?.(one.change) ?? [] }));
    const [fit, others] = [true, false].map((wanted) => judged.filter(({ skips }) => (skips.length === 0) === wanted));
    return {
      ok: true,
      value: {
        fit: (fit ?? []).map((one) => one.edited),
        unfit: (others ?? []).map((one) => ({ edited: one.edited, isUsed: one.skips.some(isAboutUse) })),
      },
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ok: false, problem: { code: 'unknown', detail: error.code } };
  }
};

const isAboutUse = ({ reason }: Skip): boolean => reason === 'in-use' || reason === 'use-unknown';
