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

/** Changes that the org has validated, and everything that is needed to carry them out. Nothing was changed so far. */
export type Prepared = {
  door: OrgDoor;
  startedAt: string;
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  takenOut: number;
  deploys: Deploy[];
  notices: Notice[];
  /** Something of an earlier run may still come, and change what this one finds. */
  isDoubted?: boolean;
  /** A change made anew on its component as it is by now. It has to come out as it was planned. */
  redraft: (change: Change, file: RetrievedFile | undefined) => Redrafted;
  /** Execution users that the org does not take back by deploy, by the `Type:fullName` that goes without. */
  usersLeftOut?: ReadonlyMap<string, string>;
  /** Apps as `--app` has them. */
  named?: readonly string[];
  /** The same audit once more. Absent where none came before. */
  auditAgain?: () => Promise<Target>;
  /** What the audit before found around the apps. Absent where none came before. */
  around?: Around;
  /** Absent where waivers have no say. */
  waived?: WaivedNow;
  /** Somebody approved exactly these changes. */
  isByPlan?: boolean;
};

/** What an audit found around the apps. */
export type Around = { context: Context; coverage: Target['coverage'] };

/** Why a change must not be made after all. */
export type WaivedNow = () => Promise<(change: Change) => Skip | undefined>;

export type PreparedPlan = Prepared & { scope: SavedPlan['scope']; harden?: Harden };

export type ValidatedPlan = {
  plan: Plan;
  packages: readonly (readonly Edited[])[];
  deploys: Deploy[];
};

/** What is drawn becomes a plan by what the org says of it. */
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
  const { packages, skipped: refused, deploys } = validated.validation;
  const { apiVersion } = door.identity;
  const changes = packages.flat().map(({ change }) => change);
  return { plan: { apiVersion, changes, skipped: [...skipped, ...refused], notRead }, packages, deploys };
};

/** No snapshot was taken yet: what the components were like before is told here, since nothing else keeps it. */
const takenForReal = ({ id, status, edited }: TakenForReal, org: string): Refusal =>
  new Refusal('validated-for-real', [org, id, status, edited.length, edited.map(asItWas).join(', '), id, org], {
    bundle: 'remediation',
    exitCode: exitCode('not-confirmed'),
  });

const asItWas = ({ change: { app, component }, original }: Edited): string => {
  const { flag, user } = switchOf(component.type, original);
  return `${appName(app)} (${[flag ?? '-', ...(user === null ? [] : [user])].join(', ')})`;
};
