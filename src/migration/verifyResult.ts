import type { App, AuditReport, OrgIdentity, Reason, Step } from '../posture/model.js';
import type { LoginCause } from './loginCause.js';

/** The result of `verify`: whether the new login works, and whether the old one is still used. */

export type LoginAttempt = {
  audience: string;
  outcome: 'issued' | 'refused' | 'no-answer';
  /** The org's message. */
  error?: string;
  description?: string;
};

export type LoginProof = {
  proven: boolean;
  /** The audience that the org accepted. */
  audience?: string;
  /** The audiences that were tried in the last round. */
  attempts: LoginAttempt[];
  rounds: number;
  /** Empty if the login is proven. */
  causes: LoginCause[];
  /** `alive`: the org didn't confirm that the token is revoked. `unknown`: the response to the token request was lost. */
  token: 'none' | 'revoked' | 'alive' | 'unknown';
};

/** `off`: the flow is turned off, so nothing can use it. */
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
  /** What the audit found. Even an app that passes may have its flow on. */
  reason: Reason;
  username: string;
  /** False: the org doesn't show the app's own, so the given one may be of another app, whose login looks the same. */
  isClientIdCompared: boolean;
  login: LoginProof;
  flow: FlowUse;
  /** The failed steps of reading the org. */
  failedSteps: Step[];
  summary: { exitCode: number };
};
