import { LISTS_OF_APPS, type Step, type Target } from '../posture/model.js';
import type { Skip, SkipReason } from './model.js';

const FILES: readonly string[] = ['read-files', 'retrieve-apps'];
const VERDICT: readonly string[] = [...FILES, 'query-external-client-apps', 'query-oauth-policies'];

/** Had these been read, the run might not have left the app alone. */
const STEPS_BEHIND: Partial<Record<SkipReason, readonly string[]>> = {
  'not-evaluated': VERDICT,
  'not-read': VERDICT,
  'enabled-by-query': FILES,
  'hardening-unknown': [
    ...FILES,
    'query-external-client-apps',
    'query-oauth-policies',
    'query-users',
    'describe-permissions',
    'query-permissions',
    'query-object-permissions',
    'list-profiles',
    'retrieve-profiles-and-settings',
  ],
  'use-unknown': ['query-login-history', 'query-users'],
};

/** Steps that failed and may have kept an app from being changed: without them "nothing to do" would be no answer. */
export const notReadFor = ({ coverage }: Pick<Target, 'coverage'>, skipped: readonly Skip[]): Step[] => {
  const behind = new Set(skipped.flatMap(({ reason }) => STEPS_BEHIND[reason] ?? []));
  return coverage.filter(
    ({ step, status }) => status === 'failed' && (LISTS_OF_APPS.includes(step) || behind.has(step)),
  );
};
