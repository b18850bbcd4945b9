import type { ControlId } from '../../posture/model.js';

export type VerifyRequest = {
  org: string;
  controls: readonly ControlId[];
  /** A name or pattern that matches only one app. */
  app: string;
  keyFile: string;
  /** Compared with the key before the org is contacted. */
  certificate?: string;
  username: string;
  clientId?: string;
  audience?: string;
  /** How long to repeat rejected logins, in milliseconds. */
  waitMs: number;
  /** The number of days without a login after which the flow counts as stopped. */
  usageDays: number;
  /** False on Windows, which has no permission bits. */
  hasModes: boolean;
  apiVersion?: string;
};
