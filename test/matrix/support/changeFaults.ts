import type { FaultKind, FaultRule } from '../../simulator/faults.js';
import { COMPONENTS } from './changeLane.js';
import type { ChangeRequestRow } from './changeRequests.js';
import { FAULTS } from './kinds.js';

/** One way in which a request of a change can go wrong. */
export type ChangeFault = {
  name: string;
  fault: Pick<FaultRule, 'kind' | 'times' | 'ms' | 'code' | 'message' | 'status' | 'body' | 'member'>;
  isInterrupted?: true;
};

export const CHANGE_FAULTS: readonly ChangeFault[] = [
  ...FAULTS.map(({ name, fault }) => ({ name, fault })),
  { name: 'is a deploy that fails', fault: { kind: 'deploy-failed' } },
  { name: 'is a deploy that fails, as does each after it', fault: { kind: 'deploy-failed', times: Infinity } },
  {
    name: 'is a deploy of which one app is refused',
    fault: { kind: 'deploy-failed', member: COMPONENTS[0] ?? '', message: 'Not today.' },
  },
  { name: 'is interrupted', fault: { kind: 'slow', ms: 200 }, isInterrupted: true },
];

/** Faults that other requests than these do not even notice. */
const PLAYED_BY: Partial<Record<FaultKind, readonly string[]>> = {
  'retrieve-failed': ['retrieve'],
  'never-done': ['retrieve', 'deploy', 'checkDeployStatus'],
  'deploy-failed': ['deploy'],
};

/** An app that a validation refuses is tried in another way, which is a matter of the tests of validations. */
export const canMeet = ({ operation, isWrite = false }: ChangeRequestRow, { fault }: ChangeFault): boolean =>
  fault.member === undefined ? (PLAYED_BY[fault.kind]?.includes(operation) ?? true) : isWrite;

export const struckAt = ({ operation, nth }: ChangeRequestRow, { fault }: ChangeFault): FaultRule => ({
  ...fault,
  on: new RegExp(`^${operation}$`),
  nth,
});
