import type { Target } from '../model.js';
import { sameOrg, targetName } from '../names.js';
import type { NoticeCode } from '../notices.js';
import { laterDay } from '../waivers/days.js';
import type { SavedFile } from './merge.js';

/** A saved result shows how late it was at least. A machine whose clock is behind must not make a waiver apply again. */

const CLOCK_BEHIND: NoticeCode = 'clock-behind';

/** The later one of the machine's day and of the days on which the results were made. */
export const dayOfReport = (machineDay: string, { finishedAt }: { finishedAt: string }): string =>
  laterDay(machineDay, finishedAt);

/** By org ID: the org's day, where an audit found that the clock of its machine was behind it. */
export const daysOfOrgs = (saved: readonly SavedFile[], targets: readonly Target[]): ReadonlyMap<string, string> => {
  const told = saved.flatMap(({ result }) =>
    result.notices
      .filter(({ code }) => code === CLOCK_BEHIND)
      .flatMap(({ target: name, data }) =>
        result.targets
          .filter((target) => targetName(target) === name)
          .flatMap(({ org }) => (org ? [{ id: org.id, day: String(data?.there) }] : [])),
      ),
  );
  return new Map(
    targets.flatMap(({ org }) => {
      const days = told.filter(({ id }) => org && sameOrg(id, org.id)).map(({ day }) => day);
      const latest = days.sort().at(-1);
      return org && latest !== undefined ? [[org.id, latest] as const] : [];
    }),
  );
};
