import { validityOf } from '../../keys/certificate.js';
import { certificateIn } from '../../metadata/read/certificate.js';
import type { RetrievedFile } from '../../org/door.js';
import { PROVEN_FOR_HARDENING } from '../../posture/controls/hardening.js';
import { isAtLeast } from '../../posture/factors/atLeast.js';
import type { App, Finding, Step, Target } from '../../posture/model.js';
import { appKey } from '../../posture/names.js';
import { failedHiding, type Hidden } from '../../posture/steps.js';
import type { Subject } from '../../posture/subject.js';
import { componentKey, defined } from '../../values.js';
import type { Candidate } from '../edit/draft.js';
import type { Attempt } from '../edit/edited.js';
import { attemptOf } from '../edit/switchingOff.js';
import type { AtStake, ComponentName, Overridable, Skip, SkipReason } from '../model/result.js';
import { guard, type Guarding, overridden } from './guards.js';

export type Read = { subjects: readonly Subject[]; files: ReadonlyMap<string, RetrievedFile> };

/** What could be changed, and what is skipped for which reason. The org hasn't been asked yet. */
export type Drawn = { attempts: Attempt[]; skipped: Skip[] };

export const drawPlan = (
  findings: readonly Finding[],
  { subjects, files }: Read,
  given: Guarding,
  now: Date,
): Drawn => {
  const find = subjectFinder(subjects);
  const drawn: Drawn = { attempts: [], skipped: [] };
  for (const finding of findings.filter(concerns)) {
    const subject = find(finding.app);
    if (!subject) throw new Error(`Nothing was read of ${finding.id}`);
    const skip = guard(finding, subject, given);
    if (skip) drawn.skipped.push(skip);
    else {
      const stakes = stakesOf(finding, overridden(finding, subject, given));
      add(drawn, finding, subject, { ...stakes, ...certificateOf(subject, files, now) }, files);
    }
  }
  return drawn;
};

/** All other findings need no change, or the app doesn't have the flow. */
export const concerns = ({ status }: Finding): boolean =>
  status === 'fail' || status === 'waived' || status === 'not-evaluated';

/** An app that should be changed but can't be stays in the plan as skipped. */
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

/** A component whose flag is on. Without a candidate if its text is missing. */
export type OpenComponent = { component: ComponentName; candidate?: Candidate };

export const openComponents = (
  { control, app }: Finding,
  subject: Subject,
  files: ReadonlyMap<string, RetrievedFile>,
): OpenComponent[] =>
  componentsThatAreOn(subject).map((component) => {
    const file = files.get(componentKey(component));
    if (!file) return { component };
    const { path, text, id } = file;
    return { component, candidate: { control, app, component, path, text, ...defined({ id }) } };
  });

export const subjectFinder = (subjects: readonly Subject[]): ((app: App) => Subject | undefined) => {
  const byKey = new Map(subjects.map((subject) => [appKey(subject.app), subject]));
  return (app) => byKey.get(appKey(app));
};

const componentsThatAreOn = (subject: Subject): ComponentName[] => {
  if (subject.kind === 'ConnectedApp') {
    const { facts, fullName } = subject.metadata;
    return isOn(facts) ? [{ type: 'ConnectedApp', fullName }] : [];
  }
  return subject.policies
    .filter(({ facts }) => isOn(facts))
    .map(({ fullName }) => ({ type: 'ExtlClntAppOauthConfigurablePolicies', fullName }));
};

type Facts = Extract<Subject, { kind: 'ConnectedApp' }>['metadata']['facts'] | PolicyFacts;
type PolicyFacts = Extract<Subject, { kind: 'ExternalClientApplication' }>['policies'][number]['facts'];

const isOn = (facts: Facts): boolean =>
  facts !== 'not-returned' && facts.kind !== 'unparsable' && facts.flow.state === 'on';

/** An expired certificate logs nobody in, so an app that has only that isn't ready for JWT bearer. */
const certificateOf = (
  subject: Subject,
  files: Read['files'],
  now: Date,
): Pick<AtStake, 'certificate' | 'certificateDate'> => {
  const file = subject.kind === 'ConnectedApp' ? files.get(componentKey(subject.metadata)) : undefined;
  const facts = subject.kind === 'ConnectedApp' ? subject.metadata.facts : undefined;
  if (facts === undefined || facts === 'not-returned' || facts.kind !== 'ConnectedApp' || file === undefined)
    return { certificate: 'unknown' };
  if (!facts.hasCertificate) return { certificate: 'none' };
  const validity = validityOf(certificateIn(file.text) ?? '', now);
  if (validity.state === 'unreadable') return { certificate: 'unreadable' };
  return {
    certificate: validity.state === 'valid' ? 'in-place' : validity.state,
    certificateDate: validity.date,
  };
};

/** What a person needs to know about an app before they agree to turn off its flow. */
export const stakesOf = (finding: Finding, despite: Overridable[]): AtStake => {
  const { usage, risk, executionUser } = finding;
  return {
    ...defined({
      usage,
      risk: risk?.level,
      riskAtLeast: isAtLeast(finding, { kind: 'org' }) || undefined,
      executionUser: executionUser && { username: executionUser.username, state: executionUser.state },
    }),
    despite,
  };
};

/** What would have to be read to do more than skip the app. */
const LEFT_ALONE_WITHOUT: Partial<Record<SkipReason, readonly Hidden[]>> = {
  'not-evaluated': ['flow'],
  'not-read': ['flow'],
  'enabled-by-query': ['file'],
  'hardening-unknown': ['flow', ...PROVEN_FOR_HARDENING],
  'use-unknown': ['use'],
  'harden-user-unknown': ['user-active'],
  'harden-permissions-unknown': ['broad-permissions'],
  'harden-ranges-unknown': ['network-restricted'],
  'harden-addresses-unknown': ['use'],
};

/** Steps that failed and may have kept an app out of the plan. While there are any, "nothing to do" isn't certain. */
export const notReadFor = ({ coverage }: Pick<Target, 'coverage'>, skipped: readonly Skip[]): Step[] =>
  failedHiding(coverage, 'apps', ...skipped.flatMap(({ reason }) => LEFT_ALONE_WITHOUT[reason] ?? []));
