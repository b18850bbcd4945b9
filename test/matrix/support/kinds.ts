import type { FaultRule } from '../../simulator/faults.js';
import { NOTHING, SOMETHING_ELSE } from '../../simulator/wrongAnswers.js';

/** One way in which a request can go wrong. */
export type FaultRow = {
  name: string;
  fault: Pick<FaultRule, 'kind' | 'times' | 'ms' | 'code' | 'message' | 'status' | 'body'>;
  /** Whether the run has to do without the answer. Otherwise it may get it by asking again, or by waiting. */
  isFinal: boolean;
  /** Strikes jobs alone. */
  ofJobs?: true;
};

const ALWAYS = Infinity;

const refusal = (code: string, status: number, message: string): FaultRow => ({
  name: `is always refused with ${code}`,
  fault: { kind: 'error', code, status, message, times: ALWAYS },
  isFinal: true,
});

const onceAndAlways = (kind: FaultRule['kind'], name: string): FaultRow[] => [
  { name: `${name} once`, fault: { kind }, isFinal: false },
  { name: `${name} always`, fault: { kind, times: ALWAYS }, isFinal: true },
];

export const FAULTS: readonly FaultRow[] = [
  ...onceAndAlways('session-expired', 'meets an expired session'),
  ...onceAndAlways('server-error', 'meets an error of the server'),
  ...onceAndAlways('unavailable-page', 'is answered by a page of HTML'),
  ...onceAndAlways('reset-before', 'loses its connection before it is processed'),
  ...onceAndAlways('reset-after', 'loses its connection after it was processed'),
  ...onceAndAlways('cut-body', 'is cut inside the answer'),
  ...onceAndAlways('truncated-body', 'gets half an answer that looks whole'),
  ...onceAndAlways('locked', 'meets a lock'),
  { name: 'is over the limit of requests', fault: { kind: 'request-limit', times: ALWAYS }, isFinal: true },
  { name: 'is never answered', fault: { kind: 'never', times: ALWAYS }, isFinal: true },
  { name: 'is answered late', fault: { kind: 'slow', ms: 150, times: ALWAYS }, isFinal: false },
  { name: 'is answered with nothing', fault: { ...NOTHING, times: ALWAYS }, isFinal: true },
  { name: 'is answered as if it had asked something else', fault: { ...SOMETHING_ELSE, times: ALWAYS }, isFinal: true },
  refusal('INSUFFICIENT_ACCESS', 403, 'insufficient access rights'),
  refusal('INVALID_TYPE', 400, 'This type of metadata is not available for this organization'),
  refusal('INVALID_FIELD', 400, 'No such column'),
  { name: 'starts a job that fails', fault: { kind: 'retrieve-failed', times: ALWAYS }, isFinal: true, ofJobs: true },
  { name: 'starts a job that never ends', fault: { kind: 'never-done', times: ALWAYS }, isFinal: true, ofJobs: true },
];
