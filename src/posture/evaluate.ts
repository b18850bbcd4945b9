import { controlsJudging } from './controls/all.js';
import type { Control } from './controls/control.js';
import { AUDIT_TRAIL_OBJECT, rowsOf, sortEvidence } from './controls/evidence.js';
import { remediationOf, STATUS_OF, type Verdict } from './controls/verdict.js';
import { mayRise } from './factors/atLeast.js';
import { worstOf } from './factors/risk.js';
import type { Evidence, Finding, Usage } from './model.js';
import { appKey, findingId } from './names.js';
import type { AnySubject, Context } from './subject.js';
import { defined } from '../values.js';

/**
 * One app and one control give one finding: every app gets a verdict with its evidence. If several controls apply to a
 * type of app, the caller loops over `controlsFor`.
 */
export const evaluate = (
  subject: AnySubject,
  context: Context,
  targetKey: string,
  control: Control | undefined = controlsJudging(subject.kind)[0],
): Finding => {
  if (!control) throw new Error(`No control judges ${subject.kind}`);
  const { reason, evidence, observations } = verdictOf(control, subject, context);
  const status = STATUS_OF[reason];
  const isInOrg = subject.origin === 'org';
  const worst = worstOf(
    observations,
    control.risk,
    ({ factors, user }) => isInOrg && mayRise(control.id, factors, user !== undefined),
  );
  const failure = status === 'fail' ? worst : undefined;
  const executionUser = worst?.observation.user;
  return {
    id: findingId(control.id, targetKey, subject.app),
    control: control.id,
    app: subject.app,
    ...defined({ appId: subject.id, contact: contactOf(subject) }),
    status,
    reason,
    severity: control.severity,
    cvss: { ...control.cvss, ...(failure ? { estimate: control.estimates[failure.level] } : {}) },
    ...(failure ? { risk: { level: failure.level, factors: failure.observation.factors } } : {}),
    ...(executionUser ? { executionUser } : {}),
    ...(worst && context.usageDays > 0 ? { usage: usageOf(subject, context) } : {}),
    evidence: sortEvidence([...evidence, ...(worst ? userSetRows(subject, context) : [])]),
    remediation: remediationOf(reason, subject.app, control.action),
  };
};

const contactOf = (subject: AnySubject): string | undefined => {
  if (subject.kind === 'EcaSettings') return subject.client?.contact;
  if (subject.kind === 'ExternalClientApplication') return subject.contact;
  const { facts } = subject.metadata;
  return facts !== 'not-returned' && facts.kind === 'ConnectedApp' ? facts.contact : undefined;
};

const verdictOf = (control: Control, subject: AnySubject, context: Context): Verdict => {
  if (control.judges === 'ConnectedApp' && subject.kind === 'ConnectedApp') return control.evaluate(subject, context);
  if (control.judges === 'ExternalClientApplication' && subject.kind === 'ExternalClientApplication')
    return control.evaluate(subject, context);
  if (control.judges === 'EcaSettings' && subject.kind === 'EcaSettings') return control.evaluate(subject, context);
  throw new Error(`${control.id} does not judge ${subject.kind}`);
};

/** Who chose the Run As user is reported if the org's audit trail shows it. No verdict depends on it. */
const userSetRows = ({ app }: AnySubject, { userSetBy }: Context): Evidence[] => {
  const entry = userSetBy?.get(appKey(app));
  if (!entry) return [];
  const { when, by, said } = entry;
  return rowsOf('query', AUDIT_TRAIL_OBJECT, { CreatedDate: when, 'CreatedBy.Username': by, Display: said });
};

const usageOf = ({ app }: AnySubject, { usage, usageDays }: Context): Usage =>
  usage.get(appKey(app)) ?? { status: 'unknown', windowDays: usageDays };
