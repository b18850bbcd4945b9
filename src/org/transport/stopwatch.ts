/** The milliseconds since it was started. */
export type Stopwatch = () => number;

/**
 * The time of day continues while a machine sleeps, but can be set back. The other clock can't be set, but may stop during
 * sleep. So the longer time counts.
 */
export const stopwatch = (): Stopwatch => {
  const [timeOfDay, steady] = [Date.now(), performance.now()];
  return () => Math.max(Date.now() - timeOfDay, performance.now() - steady);
};
