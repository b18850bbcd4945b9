import type { OrgProblem } from '../org/errors.js';
import type { ControlId } from '../posture/model.js';
import { Refusal } from '../refusal.js';

/** Below these the org leaves the flag out of what it returns, and every app would look fine. */
const OLDEST: Readonly<Record<ControlId, number>> = {
  'connected-app-client-credentials': 56,
  'eca-client-credentials-policy': 60,
};

const needed = (controls: readonly ControlId[]): number => Math.max(...controls.map((control) => OLDEST[control]));

/** A version that somebody asked for is refused before any org is. */
export const refuseOldVersion = (version: string | undefined, controls: readonly ControlId[]): void => {
  if (version !== undefined && Number(version) < needed(controls))
    throw new Refusal('api-version-too-old', [version, `${needed(controls)}.0`]);
};

/** One old org among others is a problem of that org alone. */
export const versionProblem = (version: string, controls: readonly ControlId[]): OrgProblem | undefined =>
  Number(version) < needed(controls)
    ? { code: 'org-version-too-old', detail: `${version} < ${needed(controls)}.0` }
    : undefined;
