import type { RiskRules } from '../factors/risk.js';
import type { ControlId, Remediation, RiskLevel, Severity } from '../model.js';
import type { ConnectedAppSubject, Context, EcaSubject, Subject } from '../subject.js';
import type { Verdict } from './verdict.js';

/** The texts of each control in messages/controls.md: `<id>.<row>`. */
export const CONTROL_ROWS = [
  'title',
  'name',
  'recommended',
  'overview',
  'risk',
  'threat',
  'impact',
  'higher',
  'lower',
  'cost',
  'remediation',
  'guidance',
  'if-kept',
  'standards',
  'references',
] as const;

type ControlOf<S extends Subject> = {
  id: ControlId;
  appType: S['kind'];
  /**
   * The first API version whose files show the flag. Earlier versions leave it out, and every app would seem to pass.
   */
  shownSince: number;
  severity: Severity;
  cvss: { low: number; high: number };
  /** The estimated value in that range for a failure of each risk level. */
  estimates: Readonly<Record<RiskLevel, number>>;
  action: NonNullable<Remediation['action']>;
  rows: typeof CONTROL_ROWS;
  evaluate(subject: S, context: Context): Verdict;
  risk: RiskRules;
};

export type ConnectedAppControl = ControlOf<ConnectedAppSubject>;
export type EcaControl = ControlOf<EcaSubject>;
export type Control = ConnectedAppControl | EcaControl;
