import type { ControlId } from '../../posture/model.js';

export type VerifyRequest = {
  org: string;
  controls: readonly ControlId[];
  /** A name, or a pattern that only one app matches. */
  app: string;
  keyFile: string;
  /** To compare the key with before anything is asked. */
  certificate?: string;
  username: string;
  clientId?: string;
  audience?: string;
  /** How long refusals that may pass are repeated, in milliseconds. */
  waitMs: number;
  /** Days without a log-in through the flow that count as stopped. */
  usageDays: number;
  /** Windows has no permission bits to look at. */
  hasModes: boolean;
  apiVersion?: string;
};
