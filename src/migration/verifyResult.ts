import type { App, AuditReport, OrgIdentity, Step } from '../posture/model.js';
import type { LoginCause } from './loginCause.js';

/** The result of `verify`: whether the new login works, and whether the old one is still used. */

export type LoginAttempt = {
  audience: string;
  outcome: 'issued' | 'refused' | 'no-answer';
  /** The message of the org. */
  error?: string;
  description?: string;
};

export type LoginProof = {
  proven: boolean;
  /** The audience that the org accepted. */
  audience?: string;
  /** Each audience that was tried in the last round. */
  attempts: LoginAttempt[];
  rounds: number;
  /** Empty if the login is proven. */
  causes: LoginCause[];
  /** `alive`: the org didn't confirm that the token is revoked. `unknown`: its response was lost. */
  token: 'none' | 'revoked' | 'alive' | 'unknown';
};

/** `off`: the flow is off, so that nothing can use it. */
export type FlowUse = {
  status: 'off' | 'stopped' | 'used' | 'unknown';
  windowDays: number;
  logins?: number;
  addresses?: number;
  lastLogin?: string;
};

export type VerifyResult = {
  schemaVersion: 1;
  tool: AuditReport['tool'];
  startedAt: string;
  finishedAt: string;
  org: OrgIdentity;
  app: App;
  username: string;
  login: LoginProof;
  flow: FlowUse;
  /** The steps of reading the org that failed. */
  failedSteps: Step[];
  summary: { exitCode: number };
};
