import type { Finding, Target } from '../model.js';
import { appKey, fold, sameOrg } from '../names.js';
import { selector } from '../selection.js';
import { daysBetween } from './days.js';
import type { Entry, Scope } from './model.js';

const DAYS_OF_WARNING = 30;

type Found = Pick<Finding, 'control' | 'app'>;

export type Match<E extends Entry> = { entry: E; daysLeft: number };

const holdsIn = ({ org }: Entry, target: Target): boolean =>
  org === undefined || (target.org !== undefined && sameOrg(org, target.org.id));

/** Matches exactly: control, app, and, if the entry names one, org. */
const keyOfEntry = ({ control, app }: Entry): string => `${control} ${fold(app)}`;
const keyOfFinding = ({ control, app }: Found): string => `${control} ${appKey(app)}`;

/** A file can have thousands of entries and an org thousands of apps, so each list is indexed once. */
const grouped = <T>(keyOf: (item: T) => string): ((items: readonly T[]) => ReadonlyMap<string, readonly T[]>) => {
  const known = new WeakMap<readonly T[], ReadonlyMap<string, readonly T[]>>();
  return (items) => {
    const groups = known.get(items) ?? Map.groupBy(items, keyOf);
    known.set(items, groups);
    return groups;
  };
};
const byEntry = grouped(keyOfEntry);
const byFinding = grouped<Finding>(keyOfFinding);

/** The findings of a target that match an entry. */
export const metBy = (entry: Entry, target: Target): readonly Finding[] =>
  holdsIn(entry, target) ? (byFinding(target.findings).get(keyOfEntry(entry)) ?? []) : [];

/** The entry that applies: a current one before one that has ended, and one for this org before one for all. */
export const matchOf = <E extends Entry>(
  entries: readonly E[],
  finding: Found,
  target: Target,
  today: string,
): Match<E> | undefined =>
  ((byEntry(entries).get(keyOfFinding(finding)) ?? []) as readonly E[])
    .filter((entry) => holdsIn(entry, target))
    .map((entry) => ({ entry, daysLeft: daysBetween(today, entry.expires) }))
    .sort((one, other) => rank(one) - rank(other))[0];

export const hasEnded = ({ daysLeft }: Pick<Match<Entry>, 'daysLeft'>): boolean => daysLeft < 0;

export const endsSoon = ({ daysLeft }: Pick<Match<Entry>, 'daysLeft'>): boolean => daysLeft <= DAYS_OF_WARNING;

const rank = (match: Match<Entry>): number => (hasEnded(match) ? 2 : 0) + (match.entry.org === undefined ? 1 : 0);

/** An entry counts as unmatched only in a run that looked for its app and read everything. */
export const isUnmatched = (entry: Entry, targets: readonly Target[], scope: Scope): boolean => {
  const asked = targets.filter((target) => holdsIn(entry, target));
  return (
    asked.length > 0 &&
    asked.every(wasReadWhole) &&
    scope.controls.includes(entry.control) &&
    selects(scope.apps, entry.app) &&
    !asked.some((target) => metBy(entry, target).length > 0)
  );
};

const wasReadWhole = ({ error, coverage }: Target): boolean =>
  error === undefined && coverage.every(({ status }) => status !== 'failed');

/** Kept, because compiling patterns takes longer than matching them. */
const selectors = new WeakMap<readonly string[], ReturnType<typeof selector>>();
const selectorOf = (apps: Scope['apps']): ReturnType<typeof selector> => {
  const selected = (apps && selectors.get(apps)) ?? selector(apps);
  if (apps) selectors.set(apps, selected);
  return selected;
};

/** An entry doesn't show where its namespace ends, so its name is matched with and without a prefix. */
const selects = (apps: Scope['apps'], app: string): boolean => {
  const selected = selectorOf(apps);
  const colon = app.indexOf(':');
  const [type, name] = [app.slice(0, Math.max(colon, 0)), app.slice(colon + 1)];
  const [, ...afterPrefix] = name.split('__');
  return selected({ type, name }) || (afterPrefix.length > 0 && selected({ name: afterPrefix.join('__') }));
};
