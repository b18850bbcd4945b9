import { onlyByName } from '../../../posture/controls/all.js';
import type { AuditReport, Step, Target } from '../../../posture/model.js';
import type { Texts } from '../../render.js';
import { clean } from '../safe/clean.js';
import { stepCause, stepName, stepRemedy, stepSentence } from '../finding.js';
import { nameOfTarget } from '../names.js';
import { failedSteps } from './order.js';

/**
 * What couldn't be read. It leaves no finding, so each format shows it separately: a list that wasn't returned must not
 * look like one without failures.
 */
export type Gap = {
  target: Target;
  /** Absent: the target as a whole. */
  step?: Step;
  code: string;
  title: string;
  sentence: string;
  /** The sentence after the title, without what the title says. */
  afterTitle: string;
  todo: string[];
};

/** Used in place of a step's name. */
const WHOLE_TARGET = 'target';

export const gapsOf = (target: Target, texts: Texts): Gap[] => [
  ...(target.error ? [ofTarget(target, target.error, texts)] : []),
  ...failedSteps(target).map((step) => ofStep(target, step, texts)),
];

export const gapsIn = ({ targets }: AuditReport, texts: Texts): Gap[] =>
  targets.flatMap((target) => gapsOf(target, texts));

const ofTarget = (target: Target, error: NonNullable<Target['error']>, texts: Texts): Gap => ({
  target,
  code: WHOLE_TARGET,
  title: texts.say('formats', 'gap.target', nameOfTarget(target, texts)),
  sentence: clean(error.message),
  afterTitle: clean(error.message),
  todo: error.actions.map(clean),
});

const ofStep = (target: Target, step: Step, texts: Texts): Gap => {
  const remedy = stepRemedy(step, texts);
  return {
    target,
    step,
    code: clean(step.step),
    title: texts.say('formats', 'gap.step', nameOfTarget(target, texts), stepName(step, texts)),
    sentence: stepSentence(step, texts),
    afterTitle: texts.say('formats', 'gap.cause', stepCause(step, texts)),
    todo: remedy === undefined ? [] : texts.points('steps', remedy),
  };
};

/**
 * That a control is only evaluated by name must not look as if it had passed. To name it alone would leave out the
 * controls of this run.
 */
export const notAsked = ({ scope, notices }: Pick<AuditReport, 'scope' | 'notices'>, texts: Texts): string[] => {
  const ids = new Set([...scope.controls, ...onlyByName.map(({ id }) => id)]);
  if (ids.size === scope.controls.length) return [];
  // The report of saved results evaluates nothing, and has no such flag.
  const key = notices.some(({ code }) => code === 'saved-results-merged') ? 'result.sibling-saved' : 'result.sibling';
  return [texts.say('report', key, [...ids].map((id) => `--control=${id}`).join(' '))];
};
