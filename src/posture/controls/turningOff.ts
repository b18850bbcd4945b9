import type { App, Reason } from '../model.js';

/** How to turn off the flow of an app: by `remediate`, or in Setup, either by clearing Run As or in the app's policies. */
export type TurningOff = 'command' | 'run-as' | 'setup';

/** `remediate` changes only failures that a deploy can correct. An app that passes as hardened or turned off stays as it is. */
const BY_COMMAND: readonly Reason[] = ['flow-enabled', 'not-hardened', 'hardening-unknown'];

export const turningOff = ({ type, managed }: App, reason: Reason): TurningOff => {
  if (type === 'ConnectedApp' && managed) return 'run-as';
  return BY_COMMAND.includes(reason) ? 'command' : 'setup';
};
