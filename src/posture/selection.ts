import type { App } from './model.js';
import { alternativesOf, nameTest } from './namePattern.js';
import { appName, namesOf } from './names.js';

type Named = Pick<App, 'name' | 'namespace'> & { type?: string };

/** With its type, a name selects one app, even if an app of the other type or of a package is called the same. */
const matcher = (pattern: string): ((app: Named) => boolean) => {
  const matches = nameTest(pattern);
  const isTyped = pattern.includes(':');
  return ({ type, ...app }) =>
    namesOf(app).some(matches) || (isTyped && type !== undefined && matches(appName({ type, ...app })));
};

/** The pattern that selects this app and no other. */
export const patternOf = (app: Pick<App, 'type' | 'namespace' | 'name'>): string =>
  appName(app).replaceAll(/[\\*?[\](){}|!+"]/g, '\\$&');

/** Without patterns, every app is selected. */
export const selector = (patterns: readonly string[] | null): ((app: Named) => boolean) => {
  if (patterns === null) return () => true;
  const matchers = patterns.map(matcher);
  return (app) => matchers.some((matches) => matches(app));
};

export const unmatchedPatterns = (patterns: readonly string[] | null, apps: readonly Named[]): string[] =>
  (patterns ?? []).flatMap(alternativesOf).filter((pattern) => !apps.some(matcher(pattern)));

const MOST_NEAR_NAMES = 3;
/** No app has a longer name. The work is the product of the lengths of both names. */
const LONGEST_NAME = 200;

/**
 * Names that the user may have meant: those that contain the pattern first, then those that differ in a few letters.
 */
export const nearNames = (pattern: string, apps: readonly Named[]): string[] => {
  const wanted = pattern.toLowerCase();
  const tolerance = Math.max(2, Math.floor(wanted.length / 3));
  const distances = [...new Set(apps.flatMap(namesOf))].map((name) => {
    const lower = name.toLowerCase();
    const isFarOff = Math.abs(lower.length - wanted.length) > tolerance || lower.length > LONGEST_NAME;
    return { name, distance: lower.includes(wanted) ? 0 : isFarOff ? Infinity : editDistance(wanted, lower) };
  });
  return distances
    .filter(({ distance }) => distance <= tolerance)
    .sort((one, other) => one.distance - other.distance || (one.name < other.name ? -1 : 1))
    .slice(0, MOST_NEAR_NAMES)
    .map(({ name }) => name);
};

const editDistance = (one: string, other: string): number => {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...one].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const substitute = (previous[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1);
      current.push(Math.min(substitute, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[other.length] ?? 0;
};
