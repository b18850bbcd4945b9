import type { RetrievedFile } from '../../org/door.js';
import { readRelaxation } from '../../posture/factors/network.js';
import type { Finding } from '../../posture/model.js';
import { appKey, userKey } from '../../posture/names.js';
import type { Context, EcaSubject, Subject } from '../../posture/subject.js';
import { defined } from '../../values.js';
import { switchOf } from '../edit/fingerprint.js';
import { hardeningAttempt, type Hardened } from '../edit/hardening.js';
import { OVERRIDABLE, type AtStake, type Overridable, type Skip } from '../model/result.js';
import { guardOfHardening, type Guarding, overriddenOfHardening } from './guards.js';
import { judgeHardening, type Judged } from './hardeningFacts.js';
import { type Drawn, openComponents, stakesOf, subjectFinder } from './plan.js';

export type Harden = { executionUser?: string };
export type ReadAround = {
  subjects: readonly Subject[];
  context: Context;
  files: ReadonlyMap<string, RetrievedFile>;
};

/** Policies that fail because they are not hardened, and what keeps each of them from being so. */
export const drawHardening = (
  findings: readonly Finding[],
  { subjects, context, files }: ReadAround,
  given: Guarding,
  { executionUser }: Harden,
): Drawn => {
  const find = subjectFinder(subjects);
  const drawn: Drawn = { attempts: [], skipped: [] };
  for (const finding of findings.filter(concernsHardening)) {
    const subject = find(finding.app);
    if (subject?.kind !== 'ExternalClientApplication') continue;
    const skip = guardOfHardening(finding, subject, given);
    if (skip) drawn.skipped.push(skip);
    else add(drawn, finding, { subject, judged: judgeHardening(subject, context, executionUser), files }, given);
  }
  return executionUser === undefined ? drawn : withoutSharing(drawn);
};

const concernsHardening = ({ control, status }: Finding): boolean =>
  control === 'eca-client-credentials-policy' &&
  (status === 'fail' || status === 'waived' || status === 'not-evaluated');

type Found = { subject: EcaSubject; judged: Judged; files: ReadAround['files'] };

const add = (drawn: Drawn, finding: Finding, { subject, judged, files }: Found, given: Guarding): void => {
  const { control, app } = finding;
  const missing = judged.ok ? (given.includeActive ? [] : judged.unsure) : judged.missing;
  if (!judged.ok || missing.length > 0) {
    drawn.skipped.push(
      ...missing.map(({ reason, detail }): Skip => ({ control, app, reason, ...defined({ detail }) })),
    );
    return;
  }
  const despite = [
    ...overriddenOfHardening(finding, subject, given),
    ...judged.unsure.flatMap(({ reason }) => asOverridable(reason)),
  ];
  const atStake: AtStake = {
    ...stakesOf(finding, despite),
    certificate: 'unknown',
    network: judged.network,
  };
  const open = openComponents(finding, subject, files);
  if (open.length === 0) drawn.skipped.push({ control, app, reason: 'not-read' });
  for (const { component, candidate } of open) {
    if (!candidate) {
      drawn.skipped.push({ control, app, component, reason: 'not-read' });
      continue;
    }
    const attempt = hardeningAttempt({ ...candidate, atStake }, missingIn(candidate.text, judged.user));
    if (!attempt) drawn.skipped.push({ control, app, component, reason: 'harden-set-already' });
    else if ('edited' in attempt) drawn.attempts.push(attempt);
    else drawn.skipped.push({ control, app, component, reason: 'not-editable', detail: attempt.problem });
  }
};

const ENFORCE = 'Enforce';

/** What enforces already stays as it is spelled, and so does a user that is the same one. */
const missingIn = (text: string, wanted: string): Hardened => {
  const { user, relaxation = null } = switchOf('ExtlClntAppOauthConfigurablePolicies', text, true);
  return {
    ...(readRelaxation(relaxation) === 'enforced' ? {} : { relaxation: ENFORCE }),
    ...(user !== null && userKey(user) === userKey(wanted) ? {} : { user: wanted }),
  };
};

const asOverridable = (reason: Skip['reason']): Overridable[] => OVERRIDABLE.filter((one) => one === reason);

/** One user for several apps would be dedicated to none of them. */
const withoutSharing = ({ attempts, skipped }: Drawn): Drawn => {
  const apps = new Set(attempts.map(({ edited }) => appKey(edited.change.app)));
  if (apps.size < 2) return { attempts, skipped };
  const shared = attempts.map(({ edited: { change } }): Skip => ({
    control: change.control,
    app: change.app,
    component: change.component,
    reason: 'harden-user-shared',
  }));
  return { attempts: [], skipped: [...skipped, ...shared] };
};
