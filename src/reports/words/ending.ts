import type { AuditReport } from '../../posture/model.js';
import { GATE_CODES } from '../../posture/report/gate.js';
import type { Texts } from '../render.js';
import { clean } from './clean.js';
import { endingKey } from './names.js';
import { failedSteps } from './order.js';

/**
 * How the exit code came about, in one sentence. 0 also covers accepted failures, and failed steps that no verdict
 * depends on. With a baseline, old failures don't count, and the sentence must not pass over them.
 */
export const howItEnded = ({ gate, summary, targets }: AuditReport, texts: Texts): string => {
  const { exitCode, baseline } = gate;
  const isComplete = summary.notEvaluated === 0 && targets.flatMap(failedSteps).length === 0;
  const isBeside = exitCode === GATE_CODES.clean && !isComplete;
  if (baseline !== undefined && (exitCode === GATE_CODES.clean || exitCode === GATE_CODES.incomplete)) {
    const key = isBeside ? 'exit.nothing-open-since' : `exit.${exitCode}-since`;
    return texts.say('report', key, clean(baseline));
  }
  return isBeside ? texts.say('report', 'exit.nothing-open') : texts.say('exitCodes', endingKey(exitCode));
};
