import type { Notice, Target } from '../../posture/model.js';
import type { Change, Outcome, Skip } from '../../remediation/model/result.js';
import { type AuditOf, doubtsOf } from '../../remediation/outcome/doubts.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';
import type { Prepared } from './prepared.js';

export type Afterwards = { after?: Target; isDoubted: boolean; notices: Notice[] };

/**
 * Repeats the audit. If an app still fails although its change was verified, the change doesn't count as successful.
 */
export const auditAfterwards = async (
  { auditAgain }: Pick<Prepared, 'auditAgain'>,
  changed: { outcomes: readonly Outcome[]; skipped: readonly Skip[]; changes?: readonly Change[] },
  { signal, progress }: Reads,
  auditOf?: AuditOf,
): Promise<Afterwards> => {
  if (!auditAgain) return { isDoubted: false, notices: [] };
  if (signal.aborted) return NOT_AUDITED;
  progress.step('audit-again');
  try {
    const after = await auditAgain();
    return { after, ...doubtsOf(after, changed, auditOf) };
  } catch (error) {
    progress.stopped(signal.aborted ? 'interrupted' : 'failed');
    if (error instanceof Refusal) return NOT_AUDITED;
    throw error;
  }
};

export const NOT_AUDITED: Afterwards = { isDoubted: false, notices: [{ code: 'not-audited-again' }] };
