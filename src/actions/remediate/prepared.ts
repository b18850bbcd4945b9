import type { OrgDoor, RetrievedFile } from '../../org/door.js';
import type { ControlId, Notice, Target } from '../../posture/model.js';
import { exitCode } from '../../exitCodes.js';
import { type TakenForReal, validate } from '../../remediation/deploy/validate.js';
import { appName } from '../../posture/names.js';
import type { Context } from '../../posture/subject.js';
import type { Edited } from '../../remediation/edit/edited.js';
import { switchOf } from '../../remediation/edit/fingerprint.js';
import type { Redrafted } from '../../remediation/edit/switchingOff.js';
import type { Change, Deploy, Plan, Skip } from '../../remediation/model/result.js';
import type { SavedPlan } from '../../remediation/model/saved.js';
import type { Harden } from '../../remediation/plan/hardenPlan.js';
import type { Drawn } from '../../remediation/plan/plan.js';
import type { WaiverChoice } from '../audit/waiverFile.js';
import type { Reads } from '../doors.js';
import { Refusal } from '../refusal.js';

export type RemediateRequest = {
  org: string;
  controls: readonly ControlId[];
  apps: readonly string[] | null;
  usageDays: number;
  waivers: WaiverChoice;
  includeActive: boolean;
  allowLockout: boolean;
  apiVersion?: string;
  /** Harden external client apps instead of turning off their flows, under this user where one is named. */
  harden?: Harden;
  /** File of a plan to be kept to exactly. It brings its own controls, apps and API version. */
  plan?: string;
};

/** Changes that the org has validated, with everything needed to make them. Nothing was changed so far. */
export type Prepared = {
  door: OrgDoor;
  startedAt: string;
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  takenOut: number;
  deploys: Deploy[];
  notices: Notice[];
  /** A deploy of an earlier run may still take effect and change what this run has read. */
  isDoubted?: boolean;
  /** Makes a change again on the current component. The result has to be as planned. */
  redraft: (change: Change, file: RetrievedFile | undefined) => Redrafted;
  /** Run As users that the org doesn't accept in a deploy, by the `Type:fullName` of the component without its user. */
  usersLeftOut?: ReadonlyMap<string, string>;
  /** Run As users that only SOQL shows, by `Type:fullName`. */
  hiddenUsers?: ReadonlyMap<string, string>;
  /** The snapshot belongs to a restore that undoes a change. */
  undoes?: true;
  /** Apps as in `--app`. */
  named?: readonly string[];
  /** Repeats the audit. Absent if the run began without one. */
  auditAgain?: () => Promise<Target>;
  /** What the audit before found around the apps. Absent where none came before. */
  around?: Around;
  /** Absent where waivers have no say. */
  waived?: WaivedNow;
  /** Absent where a change depends on nothing but its component. */
  unfitNow?: UnfitNow;
  /** A person asked for exactly these changes: each that isn't made counts. */
  isByPlan?: boolean;
};

/** What an audit found around the apps. */
export type Around = { context: Context; coverage: Target['coverage'] };

/** Why a change must not be made after all. */
export type WaivedNow = () => Promise<(change: Change) => Skip | undefined>;

/** What speaks against a change by now, apart from its component. Empty: nothing. Undefined: it needn't be asked yet. */
export type UnfitNow = () => Promise<((change: Change) => Skip[]) | undefined>;

export type PreparedPlan = Prepared & { scope: SavedPlan['scope']; harden?: Harden };

export type ValidatedPlan = {
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  deploys: Deploy[];
};

/** Asks the org to validate what was drawn, which makes it a plan. */
export const validatePlan = async (
  door: OrgDoor,
  { attempts, skipped, notRead }: Drawn & Pick<Plan, 'notRead'>,
  org: string,
  { progress }: Pick<Reads, 'progress'>,
): Promise<ValidatedPlan> => {
  if (attempts.length > 0) progress.step('validate', attempts.length);
  const validated = await validate(door, attempts);
  if (!validated.ok)
    throw 'forReal' in validated ? takenForReal(validated.forReal, org) : Refusal.from(validated.problem, org);
  const confirmed = await door.confirmIfRenewed();
  if (!confirmed.ok) throw Refusal.from(confirmed.problem, org);
  const { packages, skipped: refused, deploys } = validated.validation;
  const { apiVersion } = door.identity;
  const changes = packages.flat().map(({ change }) => change);
  return { plan: { apiVersion, changes, skipped: [...skipped, ...refused], notRead }, packages, deploys };
};

/** There is no snapshot yet, so the error itself says what the components were like before. */
const takenForReal = ({ id, status, edited }: TakenForReal, org: string): Refusal =>
  new Refusal('validated-for-real', [org, id, status, edited.length, edited.map(asItWas).join(', '), id, org], {
    bundle: 'remediation',
    exitCode: exitCode('not-confirmed'),
  });

const asItWas = ({ change: { app, component }, original }: Edited): string => {
  const { flag, user } = switchOf(component.type, original);
  return `${appName(app)} (${[flag ?? '-', ...(user === null ? [] : [user])].join(', ')})`;
};
