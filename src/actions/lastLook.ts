import type { Answer } from '../org/door.js';
import type { Edited } from '../remediation/edited.js';
import { componentKey, type Plan } from '../remediation/model.js';
import { readNow } from '../remediation/readNow.js';
import { skipOf } from '../remediation/skip.js';
import { Refusal } from '../refusal.js';
import type { Prepared } from './prepare.js';

type Current = { plan: Plan; packages: Edited[][] };

/** The last look before the first write. Each edit is made anew; what does not come out as planned is left alone. */
export const stillAsPlanned = async ({ door, plan, packages, redraft }: Prepared): Promise<Current> => {
  const now = await readNow(door, packages);
  if (!now.ok) throw Refusal.from(now.problem, door.identity.alias ?? door.identity.username);
  const skipped = [...plan.skipped];
  const current = packages.map((edited) =>
    edited.flatMap(({ change }) => {
      const redrafted = redraft(change, now.value.get(componentKey(change.component)));
      if (redrafted.ok) return [redrafted.edited];
      skipped.push(skipOf(change, redrafted.reason));
      return [];
    }),
  );
  const left = current.filter((edited) => edited.length > 0);
  return { plan: { ...plan, changes: left.flat().map(({ change }) => change), skipped }, packages: left };
};

/** The same look at some of them, once writing has begun. */
export const lookAgain =
  ({ door, redraft }: Prepared) =>
  async (edited: readonly Edited[]): Promise<Answer<Edited[]>> => {
    const now = await readNow(door, [edited]);
    if (!now.ok) return now;
    const redrafted = edited.map(({ change }) => redraft(change, now.value.get(componentKey(change.component))));
    return { ok: true, value: redrafted.flatMap((one) => (one.ok ? [one.edited] : [])) };
  };
