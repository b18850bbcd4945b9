import type { Notice, Target } from '../posture/model.js';
import { appKey, appName } from '../posture/names.js';
import type { Outcome } from '../remediation/model.js';
import { Refusal } from '../refusal.js';
import type { PrepareDoors, Prepared } from './prepare.js';

export type Afterwards = { after?: Target; isDoubted: boolean; notice?: Notice };

/** The same questions again. An app that fails although its change was read back as meant is not done. */
export const auditAfterwards = async (
  { auditAgain }: Prepared,
  outcomes: readonly Outcome[],
  { signal, progress }: Pick<PrepareDoors, 'signal' | 'progress'>,
): Promise<Afterwards> => {
  if (!auditAgain) return { isDoubted: false };
  if (signal.aborted) return { isDoubted: false, notice: { code: 'not-audited-again' } };
  progress.step('audit-again');
  try {
    const after = await auditAgain();
    const [app] = stillFailing(after, outcomes);
    return app === undefined
      ? { after, isDoubted: false }
      : { after, isDoubted: true, notice: { code: 'still-fails', app } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { isDoubted: false, notice: { code: 'not-audited-again' } };
  }
};

/** Apps whose every component came back as meant. */
const stillFailing = ({ findings }: Target, outcomes: readonly Outcome[]): string[] => {
  const failing = new Map(
    findings.filter(({ status }) => status === 'fail').map(({ app }) => [appKey(app), appName(app)]),
  );
  return [...Map.groupBy(outcomes, ({ app }) => appKey(app))].flatMap(([key, ofApp]) =>
    ofApp.every(({ result }) => result === 'verified') ? (failing.get(key) ?? []) : [],
  );
};
