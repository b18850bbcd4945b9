import type { ControlId } from '../../posture/model.js';

export type VerifyRequest = {
  org: string;
  controls: readonly ControlId[];
  /** A name, or a pattern that matches only one app. */
  app: string;
  keyFile: string;
  /** Compared with the key before an org is contacted. */
  certificate?: string;
  username: string;
  clientId?: string;
  audience?: string;
  /** How long temporary rejections are repeated, in milliseconds. */
  waitMs: number;
  /** The days without a login through the flow after which it counts as stopped. */
  usageDays: number;
  /** Windows has no permission bits. */
  hasModes: boolean;
  apiVersion?: string;
};
