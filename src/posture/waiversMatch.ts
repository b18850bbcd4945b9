import type { Finding, Target } from './model.js';
import { appKey, fold } from './names.js';
import { sameOrg } from './orgId.js';
import { selector } from './selection.js';
import { daysBetween } from './waiversDates.js';
import type { Entry, Scope } from './waiversModel.js';

const DAYS_OF_WARNING = 30;

type Found = Pick<Finding, 'control' | 'app'>;

export type Match<E extends Entry> = { entry: E; daysLeft: number };

const holdsIn = ({ org }: Entry, target: Target): boolean =>
  org === undefined || (target.org !== undefined && sameOrg(org, target.org.id));

/** Identity is exact: this control, this app and, where an org is named, this org. */
export const standsFor = (entry: Entry, finding: Found, target: Target): boolean =>
  entry.control === finding.control && fold(entry.app) === appKey(finding.app) && holdsIn(entry, target);

/** The entry that counts: one that still holds before one that ended, one for this org before one for all. */
export const matchOf = <E extends Entry>(
  entries: readonly E[],
  finding: Found,
  target: Target,
  today: string,
): Match<E> | undefined =>
  entries
    .filter((entry) => standsFor(entry, finding, target))
    .map((entry) => ({ entry, daysLeft: daysBetween(today, entry.expires) }))
    .sort((one, other) => rank(one) - rank(other))[0];

export const hasEnded = ({ daysLeft }: Match<Entry>): boolean => daysLeft < 0;

export const endsSoon = ({ daysLeft }: Match<Entry>): boolean => daysLeft <= DAYS_OF_WARNING;

const rank = (match: Match<Entry>): number => (hasEnded(match) ? 2 : 0) + (match.entry.org === undefined ? 1 : 0);

/** An entry without an app can be told only by a run that looked for this app and missed nothing on the way. */
export const isUnmatched = (entry: Entry, targets: readonly Target[], scope: Scope): boolean => {
  const asked = targets.filter((target) => holdsIn(entry, target));
  return (
    asked.length > 0 &&
    asked.every(wasReadWhole) &&
    scope.controls.includes(entry.control) &&
    selects(scope.apps, entry.app) &&
    !asked.some((target) => target.findings.some((finding) => standsFor(entry, finding, target)))
  );
};

const wasReadWhole = ({ error, coverage }: Target): boolean =>
  error === undefined && coverage.every(({ status }) => status !== 'failed');

/** An entry does not say where its namespace ends, so its name counts with and without a prefix. */
const selects = (apps: Scope['apps'], app: string): boolean => {
  const selected = selector(apps);
  const name = app.slice(app.indexOf(':') + 1);
  const [, ...afterPrefix] = name.split('__');
  return selected({ name }) || (afterPrefix.length > 0 && selected({ name: afterPrefix.join('__') }));
};
