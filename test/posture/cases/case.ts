import type { FactorId, FactorState, Reason, Remediation, RiskLevel, Status } from '../../../src/posture/model.js';
import type { AnySubject, Context, ExecutionUser } from '../../../src/posture/subject.js';

/** One app in one context, and what has to come of it. What a case leaves out it does not look at. */
export type Case = {
  name: string;
  subject: AnySubject;
  around?: Partial<Context>;
  user?: ExecutionUser;
  status: Status;
  reason: Reason;
  level?: RiskLevel;
  factors?: Partial<Record<FactorId, FactorState>>;
  /** Exactly these parts of the hardening are proven to be missing. */
  missing?: FactorId[];
  /** Exactly these parts of the hardening could not be proven. */
  unproven?: FactorId[];
  remediation?: Remediation;
};
