import type { Answer, OrgDoor } from '../../org/door.js';
import type { Stopwatch } from '../../org/transport/stopwatch.js';
import type { OtherDeploys } from '../../remediation/deploy/otherDeploys.js';
import { meansSame, type Reading, type Unread, readNow } from '../../remediation/deploy/reading.js';
import type { Looked } from '../../remediation/deploy/send.js';
import type { End, Sent } from '../../remediation/deploy/sendOne.js';
import type { Edited } from '../../remediation/edit/edited.js';
import { textMarkOf } from '../../remediation/edit/fingerprint.js';
import { isSameComponent } from '../../remediation/edit/sameApp.js';
import { type Plan, type Skip, skipOf } from '../../remediation/model/result.js';
import { componentKey } from '../../values.js';
import { Refusal } from '../refusal.js';
import type { Prepared, UnfitNow } from './prepared.js';
import { type Unfit, withoutUnfit } from './unfitNow.js';

/** `age` keeps the time since the components were read. */
type Current = { plan: Plan; packages: Edited[][]; takenOut: number; age: Stopwatch };

/**
 * Reads the components once more, when nothing else is left to do before the first write. Each edit is made again, and
 * a component whose edit differs from the plan is skipped.
 */
export const stillAsPlanned = async (prepared: Prepared, otherDeploys: OtherDeploys): Promise<Current> => {
  const { door, plan, redraft, takenOut } = prepared;
  await refuseWhileOthersDeploy(door, otherDeploys);
  const against = await judgedAtRest(prepared, otherDeploys);
  const unfit = against ? plan.changes.filter((change) => against(change).length > 0) : [];
  const packages = prepared.packages.map((edited) => edited.filter(({ change }) => !unfit.includes(change)));
  const { alias, username } = door.identity;
  const confirmed = await door.confirmIdentity();
  if (!confirmed.ok) throw Refusal.from(confirmed.problem, alias ?? username);
  const now = await readNow(
    door,
    packages.flat().map(({ change }) => change.component),
  );
  const age = door.sinceLastRequest();
  if (now.failure) throw Refusal.from(now.failure, alias ?? username);
  const sifted = packages.map((edited) => sift(edited, now, redraft));
  const left = sifted.map(({ same }) => same).filter((same) => same.length > 0);
  const skipped = [
    ...plan.skipped,
    ...unfit.flatMap((change) => against?.(change) ?? []),
    ...sifted.flatMap(({ others }) => others).map(toSkip),
  ];
  const changes = left.flat().map(({ change }) => change);
  return { plan: { ...plan, changes, skipped }, packages: left, takenOut: takenOut + unfit.length, age };
};

/** A limit, because another user could deploy all the time. */
const MOST_JUDGMENTS = 3;

/**
 * Judging takes its time, in which another user's deploy can change what was judged. So it's judged again until none
 * comes in between.
 */
const judgedAtRest = async (
  { door, unfitNow }: Pick<Prepared, 'door' | 'unfitNow'>,
  others: OtherDeploys,
): Promise<Awaited<ReturnType<UnfitNow>>> => {
  let against: Awaited<ReturnType<UnfitNow>>;
  for (let times = 0; times < MOST_JUDGMENTS; times += 1) {
    const { over } = others;
    const now = await unfitNow?.();
    if (!now) return against;
    against = now;
    await refuseWhileOthersDeploy(door, others);
    if (others.over.every((id) => over.includes(id))) return against;
  }
  const { alias, username } = door.identity;
  throw new Refusal('others-keep-deploying', [alias ?? username], { bundle: 'remediation' });
};

/** The effect of another user's open deploy isn't visible yet. */
export const refuseWhileOthersDeploy = async (door: OrgDoor, others: OtherDeploys): Promise<void> => {
  const settled = await others.settled();
  if (settled.ok) return;
  const { alias, username } = door.identity;
  const [open] = others.open;
  if (settled.problem.code !== 'wait-ended' || !open) throw Refusal.from(settled.problem, alias ?? username);
  const name = alias ?? username;
  throw new Refusal('others-deploy', [name, others.open.length, open.id, open.createdBy, open.id, name], {
    bundle: 'remediation',
  });
};

/** The same for some of the components, after writing has begun. */
export const lookAgain =
  (prepared: Prepared, otherDeploys: OtherDeploys) =>
  async (edited: readonly Edited[]): Promise<Answer<Looked>> => {
    const { door, redraft } = prepared;
    const settled = await otherDeploys.settled();
    if (!settled.ok) return settled;
    const judged = await withoutUnfit(edited, prepared);
    if (!judged.ok) return judged;
    const confirmed = await door.confirmIdentity();
    if (!confirmed.ok) return confirmed;
    const now = await readNow(
      door,
      judged.value.fit.map(({ change }) => change.component),
    );
    const age = door.sinceLastRequest();
    if (now.failure) return { ok: false, problem: now.failure };
    const { same, others } = sift(judged.value.fit, now, redraft);
    const left = [
      ...judged.value.unfit.map((one): Sent => ({ edited: [one.edited], end: endOfUnfit(one) })),
      ...others.map((other): Sent => ({ edited: [other.edited], end: endOf(other) })),
    ];
    return { ok: true, value: { same, left, age } };
  };

const endOfUnfit = ({ isUsed }: Unfit): End => ({
  kind: 'left-alone',
  code: isUsed ? 'used-meanwhile' : 'changed-meanwhile',
  detail: '',
});

type Other = {
  edited: Edited;
  reason: Unread['why'] | 'changed-since-plan';
  unread?: Unread;
  isAsMeant?: boolean;
};

/**
 * Separates the components that are still as planned from the others. Making an edit again takes milliseconds, which
 * for thousands of apps leaves time for another user's change. So if the text is exactly the same, its edit is reused.
 */
const sift = (
  all: readonly Edited[],
  { files, unread }: Reading,
  redraft: Prepared['redraft'],
): { same: Edited[]; others: Other[] } => {
  const same: Edited[] = [];
  const others: Other[] = [];
  for (const edited of all) {
    const key = componentKey(edited.change.component);
    const missing = unread.get(key);
    if (missing) {
      others.push({ edited, reason: missing.why, unread: missing });
      continue;
    }
    const file = files.get(key);
    if (file && file.id === edited.id && file.path === edited.path && textMarkOf(file.text) === edited.textMark) {
      same.push(edited);
      continue;
    }
    if (file && !isSameComponent(edited, file)) {
      others.push({ edited, reason: 'changed-since-plan' });
      continue;
    }
    const redrafted = redraft(edited.change, file);
    if (redrafted.ok) same.push(redrafted.edited);
    else
      others.push({
        edited,
        reason: redrafted.reason,
        isAsMeant: file !== undefined && meansSame(file.text, edited.meant),
      });
  }
  return { same, others };
};

const toSkip = ({ edited: { change }, reason, unread }: Other): Skip =>
  skipOf(change, reason, reason === 'not-read' ? unread?.detail || unread?.reason : undefined);

const endOf = ({ reason, unread, isAsMeant }: Other): End =>
  reason === 'not-read'
    ? { kind: 'left-alone', code: 'not-seen-again', detail: '', ...unread }
    : { kind: 'left-alone', code: 'changed-meanwhile', detail: '', ...(isAsMeant && { isAsMeant }) };
