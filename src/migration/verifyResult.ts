import type { App, AuditReport, OrgIdentity, Step } from '../posture/model.js';
import type { LoginCause } from './loginCause.js';

/** What `verify` found out: whether the new log-in works, and whether the old one is still used. */

export type LoginAttempt = {
  audience: string;
  outcome: 'issued' | 'refused' | 'no-answer';
  /** In the org's words. */
  error?: string;
  description?: string;
};

export type LoginProof = {
  proven: boolean;
  /** The one that the org took. */
  audience?: string;
  /** Of the last round: each audience that was tried. */
  attempts: LoginAttempt[];
  rounds: number;
  /** Empty where it is proven. */
  causes: LoginCause[];
  /** `alive`: the org did not confirm that it takes the token no longer. `unknown`: its answer got lost. */
  token: 'none' | 'revoked' | 'alive' | 'unknown';
};

/** `off`: it is switched off, so that nothing can use it. */
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
  /** Steps of reading the org that failed. */
  failedSteps: Step[];
  summary: { exitCode: number };
};
