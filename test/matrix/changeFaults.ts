import type { FaultKind, FaultRule } from '../simulator/faults.js';
import type { ChangeRequestRow } from './changeRequests.js';
import { FAULTS } from './kinds.js';

/** One way in which a request of a change can go wrong. */
export type ChangeFault = {
  name: string;
  fault: Pick<FaultRule, 'kind' | 'times' | 'ms' | 'code' | 'message' | 'status'>;
  isInterrupted?: true;
};

export const CHANGE_FAULTS: readonly ChangeFault[] = [
  ...FAULTS.map(({ name, fault }) => ({ name, fault })),
  { name: 'is a deploy that fails', fault: { kind: 'deploy-failed' } },
  { name: 'is a deploy that fails, as does each after it', fault: { kind: 'deploy-failed', times: Infinity } },
  { name: 'is interrupted', fault: { kind: 'slow', ms: 200 }, isInterrupted: true },
];

/** Faults that other requests than these do not even notice. */
const PLAYED_BY: Partial<Record<FaultKind, readonly string[]>> = {
  'retrieve-failed': ['retrieve'],
  'never-done': ['retrieve', 'deploy', 'checkDeployStatus'],
  'deploy-failed': ['deploy'],
};

export const canMeet = ({ operation }: ChangeRequestRow, { fault }: ChangeFault): boolean =>
  PLAYED_BY[fault.kind]?.includes(operation) ?? true;

export const struckAt = ({ operation, nth }: ChangeRequestRow, { fault }: ChangeFault): FaultRule => ({
  ...fault,
  on: new RegExp(`^${operation}$`),
  nth,
});
