import type { ControlId } from '../posture/model.js';
import { Refusal } from '../refusal.js';

/** Below these the org leaves the flag out of what it returns, and every app would look fine. */
const OLDEST: Readonly<Record<ControlId, number>> = {
  'connected-app-client-credentials': 56,
  'eca-client-credentials-policy': 60,
};

export const refuseOldVersion = (version: string | undefined, controls: readonly ControlId[]): void => {
  const needed = Math.max(...controls.map((control) => OLDEST[control]));
  if (version !== undefined && Number(version) < needed)
    throw new Refusal('api-version-too-old', [version, `${needed}.0`]);
};
