import { OrgFault, problemOf } from '../errors.js';
import type { Answered } from './wholeAnswer.js';

export type RefusedSessions = {
  /** The time at which a request is sent. */
  now(): number;
  judge(url: string, leftAt: number, answered: Answered): OrgFault | undefined;
};

const SOAP_REFUSAL = /<faultcode>\w+:INVALID_SESSION_ID<\/faultcode>/;

const isRefused = ({ status, body }: Answered): boolean =>
  status === 401 || (status === 500 && SOAP_REFUSAL.test(body.toString('utf8')));

/** Where the client library logs in again. */
export const isTokenAddress = (url: string): boolean => new URL(url).pathname.endsWith('/services/oauth2/token');

/**
 * The client library responds to every rejected session with a refresh and the same request, without end. A request
 * gets one second chance: after a refresh for the same address, another rejection is final.
 */
export const createRefusedSessions = (): RefusedSessions => {
  let clock = 0;
  let refreshedAt = 0;
  const refusedAt = new Map<string, number>();
  const now = (): number => (clock += 1);
  return {
    now,
    judge: (url, leftAt, answered) => {
      if (isTokenAddress(url)) {
        refreshedAt = now();
        return undefined;
      }
      if (!isRefused(answered)) {
        refusedAt.delete(url);
        return undefined;
      }
      const firstRefusal = refusedAt.get(url) ?? now();
      refusedAt.set(url, firstRefusal);
      const isSecondChance = firstRefusal < refreshedAt && refreshedAt < leftAt;
      return isSecondChance ? new OrgFault(problemOf('session-refused', '', 'INVALID_SESSION_ID')) : undefined;
    },
  };
};
