import type { Simulator } from '../simulator.js';
import { GATEWAY_POLICY, SYNC, type Options, type Package } from './bench.js';
import type { DeployRefusalId } from './refusals.js';
import type { DeployRules } from './rules.js';
import { connectedApp, HARMLESS, HARMLESS_POLICY, policy, type Parts } from './samples.js';

/** A package that is refused, with the row of the table that says so. */
export type RefusalCase = {
  story: string;
  id: DeployRefusalId;
  /** `*` stands for anything. */
  values?: Record<string, string>;
  files: Package | Buffer;
  options?: Options;
  rules?: Partial<DeployRules>;
  prepare?: (org: Simulator) => void;
};

/** Fine but for what is given. */
export const app = (oauth: Parts = {}, parts: Parts = {}, oauthPolicy: Parts = {}): Package => ({
  [SYNC]: connectedApp({ ...HARMLESS, ...oauth }, parts, oauthPolicy),
});
export const policyWith = (parts: Parts): Package => ({ [GATEWAY_POLICY]: policy({ ...HARMLESS_POLICY, ...parts }) });
