import type { RetrievedFile } from '../org/door.js';
import type { Finding } from '../posture/model.js';
import type { Subject } from '../posture/subject.js';
import { atStakeOf } from './atStake.js';
import { openComponents, subjectFinder } from './candidates.js';
import type { Attempt } from './edited.js';
import { guard, overridden, type Guarding } from './guards.js';
import type { AtStake, Skip } from './model.js';
import { attemptOf } from './variants.js';

export type Read = { subjects: readonly Subject[]; files: ReadonlyMap<string, RetrievedFile> };

/** What could be changed, and what is left alone for which reason. Whether the org agrees is another question. */
export type Drawn = { attempts: Attempt[]; skipped: Skip[] };

export const drawPlan = (findings: readonly Finding[], { subjects, files }: Read, given: Guarding): Drawn => {
  const find = subjectFinder(subjects);
  const drawn: Drawn = { attempts: [], skipped: [] };
  for (const finding of findings.filter(concerns)) {
    const subject = find(finding.app);
    if (!subject) throw new Error(`Nothing was read of ${finding.id}`);
    const skip = guard(finding, subject, given);
    if (skip) drawn.skipped.push(skip);
    else add(drawn, finding, subject, atStakeOf(finding, overridden(finding, subject, given)), files);
  }
  return drawn;
};

/** Everything else is as it should be, or does not have the flow. */
export const concerns = ({ status }: Finding): boolean =>
  status === 'fail' || status === 'waived' || status === 'not-evaluated';

/** An app that was to be changed and cannot be does not vanish from the plan. */
const add = (drawn: Drawn, finding: Finding, subject: Subject, atStake: AtStake, files: Read['files']): void => {
  const { control, app } = finding;
  const open = openComponents(finding, subject, files);
  if (open.length === 0) drawn.skipped.push({ control, app, reason: 'not-read' });
  for (const { component, candidate } of open) {
    const attempt = candidate && attemptOf({ ...candidate, atStake });
    if (!attempt) drawn.skipped.push({ control, app, component, reason: 'not-read' });
    else if ('edited' in attempt) drawn.attempts.push(attempt);
    else drawn.skipped.push({ control, app, component, reason: 'not-editable', detail: attempt.problem });
  }
};
