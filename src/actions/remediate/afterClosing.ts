import { readSessions } from '../../inventory/context/sessions.js';
import { SWITCHES } from '../../metadata/switches.js';
import { unknown } from '../../posture/known.js';
import type { Notice } from '../../posture/model.js';
import { appKey, appName, shortId, userKey } from '../../posture/names.js';
import type { Context } from '../../posture/subject.js';
import type { Change, Outcome } from '../../remediation/model/result.js';
import { closes } from '../../remediation/outcome/closes.js';
import { mayHaveWorked } from '../../remediation/outcome/toDoNow.js';
import { componentKey } from '../../values.js';
import type { Around, Prepared } from './prepared.js';

/** What an operator wants to know of a flow that was turned off: whether anything is still open, and who had set it up. */

type Closed = { change: Change; username: string };

export const afterClosing = async (
  { door, around }: Pick<Prepared, 'door' | 'around'>,
  changes: readonly Change[],
  outcomes: readonly Outcome[],
): Promise<Notice[]> => {
  if (!around) return [];
  const reached = new Set(outcomes.filter(mayHaveWorked).map(({ component }) => componentKey(component)));
  const closed = changes.filter((change) => closes(change) && reached.has(componentKey(change.component)));
  const withUser = closed.flatMap((change): Closed[] => {
    const username = userOf(change, around.context);
    return username === undefined ? [] : [{ change, username }];
  });
  return [...(await sessionsOf(door, withUser, around.context)), ...withUser.map((one) => setBy(one, around))];
};

/** Whoever the component named, whether the change took them out or had to leave them. */
const userOf = ({ edits, component, atStake }: Change, { users }: Context): string | undefined => {
  const removed = edits.find(({ path }) => path === SWITCHES[component.type].user.join('.'))?.before ?? undefined;
  const named = removed ?? atStake?.executionUser?.username;
  return named === undefined ? undefined : (users.get(userKey(named))?.username ?? named);
};

const sessionsOf = async (door: Prepared['door'], closed: readonly Closed[], context: Context): Promise<Notice[]> => {
  const usernames = [...new Map(closed.map(({ username }) => [userKey(username), username])).values()].sort();
  const idOf = (username: string): string | undefined => context.users.get(userKey(username))?.userId;
  const ids = usernames.flatMap((username) => idOf(username) ?? []);
  if (usernames.length === 0) return [];
  const sessions =
    ids.length === 0
      ? unknown('user-not-found')
      : await readSessions(door, ids, context.maySeeSessions ?? unknown('not-read'));
  return usernames.map((user): Notice => {
    const id = idOf(user);
    const own = sessions.known && id !== undefined ? sessions.value.get(shortId(id)) : undefined;
    if (!own)
      return { code: 'sessions-unknown', data: { user, because: sessions.known ? 'user-not-found' : sessions.why } };
    if (own.count === 0) return { code: 'sessions-none', data: { user } };
    const { count, ofFlow = '?', oldest = '?' } = own;
    return { code: 'sessions-open', data: { user, sessions: count, ofFlow, oldest } };
  });
};

const setBy = ({ change: { app } }: Closed, { context, coverage }: Around): Notice => {
  const entry = context.userSetBy?.get(appKey(app));
  if (entry) return { code: 'run-as-set-by', app: appName(app), data: { by: entry.by, when: entry.when } };
  const step = coverage.find((one) => one.step === 'query-audit-trail');
  const because = step?.status === 'ok' ? 'no-entry' : (step?.detail ?? 'not-read');
  return { code: 'run-as-set-by-unknown', app: appName(app), data: { because } };
};
