import { type KeptBack, keptBackByUse } from '../../../../posture/factors/keptBack.js';
import type { AuditReport, Finding, Remediation, Target } from '../../../../posture/model.js';
import { isCalled } from '../../../../posture/names.js';
import type { Texts } from '../../../render.js';
import { hasEndedWaiver, keyFor } from '../../../words/todo.js';

/** What a remediation with the same flags would do about a failing app, as far as an audit can say. */
export type Fix =
  | 'planned'
  | 'planned-source'
  | 'use-first'
  | 'waiver-ended'
  | KeptBack
  | 'not-said'
  | Exclude<NonNullable<Remediation['why']>, 'nothing-to-do' | 'not-evaluated'>;

const isNamed = ({ app }: Finding, { scope }: AuditReport): boolean =>
  (scope.apps ?? []).some((name) => isCalled(app, name));

/** For two guards, only an exact name overrides them. The suggested command names the apps of this report exactly. */
export const fixOf = (finding: Finding, target: Target, report: AuditReport): Fix => {
  const { automatic, why = 'not-evaluated' } = finding.remediation;
  const named = isNamed(finding, report);
  // A failing app was evaluated. A result of another version may not say what can be done about it.
  if (!automatic && !(why === 'hardening-unknown' && named))
    return why === 'nothing-to-do' || why === 'not-evaluated' ? 'not-said' : why;
  if (!named && hasEndedWaiver(finding, target, report)) return 'waiver-ended';
  if (target.kind === 'source') return 'planned-source';
  // This audit didn't search the logins, so a remediation would do that first.
  return finding.usage === undefined ? 'use-first' : (keptBackByUse(finding) ?? 'planned');
};

const PLANNED: readonly Fix[] = ['planned', 'planned-source', 'use-first'];
export const isPlanned = (fix: Fix): boolean => PLANNED.includes(fix);

export const isKeptBack = (fix: Fix): boolean => fix === 'in-use' || fix === 'use-unknown';

/** Files don't show whether the flow is in use, so no flag is needed for that. */
export const fixWords = (finding: Finding, target: Target, report: AuditReport, texts: Texts): string =>
  texts.say('report', keyFor(target, 'report', `fix.${fixOf(finding, target, report)}`, texts));
