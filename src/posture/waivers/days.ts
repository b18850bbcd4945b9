/** Days are written as `YYYY-MM-DD`, in UTC. */

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MILLISECONDS = 86_400_000;

/** Whether the text is a valid date. 2027-02-30 isn't. */
export const isDay = (text: string): boolean => {
  if (!DAY.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/**
 * The day that decides whether an entry has ended. The machine's clock may be behind the org's, and an entry must not
 * apply longer for that. `orgTime`: from the org's last response, if that had a time.
 */
export const laterDay = (machineDay: string, orgTime: string | undefined): string => {
  const orgDay = orgTime?.slice(0, 10) ?? '';
  return isDay(orgDay) && orgDay > machineDay ? orgDay : machineDay;
};

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MILLISECONDS;

export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * MILLISECONDS).toISOString().slice(0, 10);
