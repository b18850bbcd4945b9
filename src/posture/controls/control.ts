import type { RiskRules } from '../factors/risk.js';
import type { AppType, ControlId, Remediation, RiskLevel, Severity } from '../model.js';
import type { AnySubject, ConnectedAppSubject, Context, EcaSettingsSubject, EcaSubject } from '../subject.js';
import type { Verdict } from './verdict.js';

/** What messages/controls.md tells of each control: `<id>.<row>`. */
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

type ControlOf<S extends AnySubject> = {
  id: ControlId;
  appType: AppType;
  /** What of an app it judges. */
  judges: S['kind'];
  /** From which API version on what is retrieved shows the flag. Below it the flag is left out, and every app would look fine. */
  shownSince: number;
  severity: Severity;
  cvss: { low: number; high: number };
  /** Where in that range a failure of each risk level is put. */
  estimates: Readonly<Record<RiskLevel, number>>;
  /** None: this tool changes nothing of what it judges. */
  action?: NonNullable<Remediation['action']>;
  rows: typeof CONTROL_ROWS;
  evaluate(subject: S, context: Context): Verdict;
  risk: RiskRules;
};

export type ConnectedAppControl = ControlOf<ConnectedAppSubject>;
export type EcaControl = ControlOf<EcaSubject>;
export type EcaSettingsControl = ControlOf<EcaSettingsSubject>;
export type Control = ConnectedAppControl | EcaControl | EcaSettingsControl;
