import { listed } from '../../../posture/factors/signal.js';
import type { StepName } from '../../../posture/model.js';
import type { ExecutionUser } from '../../../posture/subject.js';
import type { Coverage } from '../../coverage.js';

/**
 * A query can succeed and still leave a user unread: two rows where there must be one, or a value that isn't shown. Its
 * step has failed then. Otherwise, a risk would stay unknown and nothing would say that it does.
 */
export const recordUnreadUsers = (users: readonly ExecutionUser[], coverage: Coverage): void => {
  const found = users.filter(({ state }) => state !== 'not-found');
  if (found.some(({ state, userId }) => state === 'unknown' || userId === undefined))
    coverage.failed('query-users', 'unexpected-answer');
  const known = found.filter(({ userId }) => userId !== undefined);
  const why = listed(known.flatMap(whyUnread));
  if (why !== '' && !hasFailed(coverage, 'describe-permissions', 'query-permissions'))
    coverage.failed('query-permissions', why);
  const whyObjects = listed(known.flatMap(whyObjectsUnread));
  if (
    whyObjects !== '' &&
    !hasFailed(coverage, 'describe-permissions', 'query-permissions', 'query-object-permissions')
  )
    coverage.failed('query-object-permissions', whyObjects);
};

const whyUnread = ({ permissions, modifyAllObjects }: ExecutionUser): string[] => {
  if (!permissions.known) return [`unexpected-answer: ${permissions.why}`];
  if (permissions.value.unread.length === 0) return [];
  return [modifyAllObjects.known ? 'not-shown' : modifyAllObjects.why];
};

const whyObjectsUnread = ({ modifyAllObjects }: ExecutionUser): string[] =>
  modifyAllObjects.known ? [] : [modifyAllObjects.why];

const hasFailed = (coverage: Coverage, ...names: readonly StepName[]): boolean =>
  coverage.steps().some(({ step, status }) => status === 'failed' && names.includes(step as StepName));
