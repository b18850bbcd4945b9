import { readsOff } from '../../metadata/read/values.js';
import type { OrgDoor } from '../../org/door.js';
import { controls } from '../../posture/controls/all.js';
import { readRelaxation } from '../../posture/factors/network.js';
import type { Inventory } from '../../inventory/model.js';
import type { Finding, Notice, Target } from '../../posture/model.js';
import { appKey, userKey } from '../../posture/names.js';
import type { Context, Subject } from '../../posture/subject.js';
import { laterDay } from '../../posture/waivers/days.js';
import type { Attempt } from '../../remediation/edit/edited.js';
import { switchOf } from '../../remediation/edit/fingerprint.js';
import { type Skip, skipOf } from '../../remediation/model/result.js';
import { stopsClients } from '../../remediation/outcome/closes.js';
import { guardOfClosing, guardOfHardening, type Guarding } from '../../remediation/plan/guards.js';
import { judgeHardening } from '../../remediation/plan/hardeningFacts.js';
import { clientsOf } from '../../remediation/plan/ownSession.js';
import { subjectFinder } from '../../remediation/plan/plan.js';
import { defined } from '../../values.js';
import { audit } from '../audit/audit.js';
import { readWaivers, type WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import { Progress } from '../progress.js';
import type { UnfitNow, WaivedNow } from './prepared.js';
import { unfitNow } from './unfitNow.js';
import { usedMeanwhile } from './usedMeanwhile.js';
import { waivedNow } from './waivedMeanwhile.js';

export type Closing = {
  waivers: WaiverChoice;
  includeActive: boolean;
  allowLockout: boolean;
};

export type Guarded = {
  attempts: readonly Attempt[];
  skipped: readonly Skip[];
  notices: readonly Notice[];
  /** Both are absent where nothing is turned off. */
  waived?: WaivedNow;
  unfitNow?: UnfitNow;
};

const STRICT: Closing = { waivers: { kind: 'off' }, includeActive: false, allowLockout: false };

/** The age of the oldest login in the login history. */
const USAGE_DAYS = 180;

type Asked = {
  org: string;
  apps: readonly string[] | null;
  closing?: Closing;
  /** Undoes another restore, and so makes the change again that the other one undid. */
  redoes?: boolean;
};

/**
 * A restore that undoes another restore turns flows off, or hardens apps again, and stops clients, as a remediation does.
 * So does one that takes out a Run As user. So the same guards can skip an app. Only such a restore audits the org.
 */
export const guardClosing = async (
  attempts: readonly Attempt[],
  door: OrgDoor,
  { org, apps, closing = STRICT, redoes = false }: Asked,
  doors: Reads,
): Promise<Guarded> => {
  const isTightening = (attempt: Attempt): boolean => isEnforcing(attempt) || (redoes && setsUser(attempt));
  const tightening = attempts.filter(isTightening);
  if (tightening.length === 0 && !attempts.some(isClosing)) return { attempts, skipped: [], notices: [] };
  const { waivers, ...takenUpon } = closing;
  const today = doors.now().toISOString().slice(0, 10);
  const { file } = await readWaivers(waivers, today, doors.readText);
  const look = async (): Promise<Looked> => {
    const { report, inventories } = await audit(
      {
        ...{ orgs: [org], directories: [], root: '.', controls: controls.map(({ id }) => id), apps: null },
        ...{ usageDays: USAGE_DAYS, failOn: 'never', allowIncomplete: true, waivers },
        ...(tightening.length > 0 && { hardening: { users: tightening.flatMap((one) => meantUser(one) ?? []) } }),
      },
      { ...doors, openOrg: () => Promise.resolve({ ok: true, value: door }), progress: Progress.off() },
    );
    const [[target], [inventory]] = [report.targets, inventories];
    if (!target || !inventory) throw new Error('An audit of one org ended without it.');
    const given = {
      target,
      clients: clientsOf(inventory.subjects),
      session: { username: door.identity.username, ...defined({ clientId: door.clientId }) },
      ...{ waivers: file?.waivers ?? [], patterns: apps ?? [], ...takenUpon },
      today: laterDay(today, door.orgTime()),
    };
    return { target, inventory, given, isTightening, notices: report.notices };
  };
  doors.progress.step('audit', door.identity.alias ?? door.identity.username);
  const looked = await look();
  const { target, inventory } = looked;
  const judged = judge(attempts, looked);
  const unfit =
    tightening.length > 0
      ? unfitNow(async () => judge(judged.attempts, await look()))
      : closing.includeActive
        ? undefined
        : usedMeanwhile(inventory, door);
  const waivedSince = waivedNow({ waivers, target, door }, doors);
  return {
    ...{ ...judged, notices: looked.notices, waived: onlyClosing(waivedSince) },
    ...defined({ unfitNow: unfit }),
  };
};

type Looked = {
  target: Target;
  inventory: Inventory;
  given: Guarding;
  isTightening: (attempt: Attempt) => boolean;
  notices: readonly Notice[];
};

const judge = (
  attempts: readonly Attempt[],
  { target, inventory, given, isTightening }: Looked,
): { attempts: Attempt[]; skipped: Skip[] } => {
  const find = subjectFinder(inventory.subjects);
  const kept: Attempt[] = [];
  const skipped: Skip[] = [];
  for (const attempt of attempts) {
    const { change } = attempt.edited;
    const finding = target.findings.find(
      ({ control, app }) => control === change.control && appKey(app) === appKey(change.app),
    );
    const skips = skipsOf(attempt, finding, find(change.app), {
      context: inventory.context,
      given,
      isTightening: isTightening(attempt),
    });
    if (skips.length === 0) kept.push(attempt);
    skipped.push(...skips.map(({ reason, detail }) => skipOf(change, reason, detail)));
  }
  return { attempts: kept, skipped };
};

type Reasoned = Pick<Skip, 'reason' | 'detail'>;

const skipsOf = (
  attempt: Attempt,
  finding: Finding | undefined,
  subject: Subject | undefined,
  { context, given, isTightening }: { context: Context; given: Guarding; isTightening: boolean },
): Reasoned[] => {
  if (!isClosing(attempt) && !isTightening) return [];
  const held = guardOfClosing({ app: attempt.edited.change.app, finding, subject }, given);
  if (isClosing(attempt)) return held ? [held] : [];
  if (!finding || subject?.kind !== 'ExternalClientApplication') return held ? [held] : [];
  const before = guardOfHardening(finding, subject, given);
  if (before) return [before];
  const judged = judgeHardening(subject, context, meantUser(attempt));
  if (!judged.ok) return judged.missing;
  return given.includeActive ? [] : judged.unsure;
};

/** A waiver says that a flow may stay on. It doesn't speak against turning one on. */
const onlyClosing =
  (waived: WaivedNow): WaivedNow =>
  async () => {
    const skipFor = await waived();
    return (change) => (stopsClients(change) ? skipFor(change) : undefined);
  };

/** Turned off, or without its Run As user: a hardening can have given the app its first one. */
const isClosing = ({ edited: { change, original, meant } }: Attempt): boolean => {
  const { type } = change.component;
  const [now, then] = [switchOf(type, original), switchOf(type, meant)];
  return !readsOff(now.flag) && (readsOff(then.flag) || (now.user !== null && then.user === null));
};

/** Addresses outside the ranges of the Run As user can log in now, and no longer after the change. */
const isEnforcing = ({ edited: { change, original, meant } }: Attempt): boolean => {
  const [now, then] = [original, meant].map((text) => switchOf(change.component.type, text, true));
  return !readsOff(then?.flag ?? null) && isRelaxed(now?.relaxation) && !isRelaxed(then?.relaxation);
};

/** A hardening whose policy enforced already sets nothing but the user, who may be another one by now than was judged. */
const setsUser = ({ edited: { change, original, meant } }: Attempt): boolean => {
  const [now, then] = [original, meant].map((text) => switchOf(change.component.type, text));
  const user = then?.user ?? null;
  return change.hardens === true && !readsOff(then?.flag ?? null) && user !== null && !isSameUser(user, now?.user);
};

const isSameUser = (one: string, other: string | null | undefined): boolean => userKey(one) === userKey(other ?? '');

const isRelaxed = (relaxation: string | null | undefined): boolean => readRelaxation(relaxation ?? null) === 'relaxed';

const meantUser = ({ edited: { change, meant } }: Attempt): string | undefined =>
  switchOf(change.component.type, meant).user ?? undefined;
