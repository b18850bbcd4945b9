import { apply, dryRun } from '../../../src/actions/remediate/apply.js';
import { prepare } from '../../../src/actions/remediate/prepare.js';
import type { RemediateRequest } from '../../../src/actions/remediate/prepared.js';
import { prepareRestore } from '../../../src/actions/restore.js';
import { savePlan } from '../../../src/actions/remediate/savedPlan.js';
import { controls } from '../../../src/posture/controls/all.js';
import type { SkipReason } from '../../../src/remediation/model/result.js';
import type { Change, ChangeLane } from './changeLane.js';
import {
  REMEDIATE,
  REMEDIATE_IN_TWO_DEPLOYS,
  REMEDIATE_WITH_PLAN,
  RESTORE,
  type ChangeRequestRow,
} from './changeRequests.js';

/** A way to change an org. */
export type Scenario = {
  name: string;
  /** Leaves the org as it is before the change. */
  arrange: (lane: ChangeLane) => Promise<Change>;
  requests: readonly ChangeRequestRow[];
  /** What else is asked after the first of them. */
  besides?: RegExp;
  /** What stands in the way of each run but the second. */
  hinder?: (lane: ChangeLane) => void;
  /** How a run ends that nothing else disturbs. 0 when missing. */
  exitCode?: number;
  /** It sends more than one deploy, and may be interrupted between them. */
  isInSteps?: boolean;
  /** What a run says of an app that has nothing left to be done. Undefined: it does not mention it. */
  settled?: SkipReason;
};

const requestOf = ({ username }: ChangeLane, more: Partial<RemediateRequest> = {}): RemediateRequest => ({
  org: username,
  controls: controls.map(({ id }) => id),
  apps: null,
  usageDays: 0,
  waivers: { kind: 'off' },
  includeActive: true,
  allowLockout: true,
  ...more,
});

const remediating =
  (lane: ChangeLane, more?: Partial<RemediateRequest>): Change =>
  async (doors, below) =>
    apply(await prepare(requestOf(lane, more), doors), below, doors);

/** As if the components were too large for one package. */
const remediatingApart =
  (lane: ChangeLane): Change =>
  async (doors, below) => {
    const prepared = await prepare(requestOf(lane), doors);
    return apply({ ...prepared, packages: prepared.packages.flat().map((one) => [one]) }, below, doors);
  };

const arrangeApart = (lane: ChangeLane): Promise<Change> => {
  lane.reset();
  return Promise.resolve(remediatingApart(lane));
};

const arrangeRemediation = (lane: ChangeLane): Promise<Change> => {
  lane.reset();
  return Promise.resolve(remediating(lane));
};

const PLAN = 'plan.json';

/** The plan is that of a dry run which nothing disturbs. */
const arrangePlan = async (lane: ChangeLane): Promise<Change> => {
  lane.reset();
  await lane.run(async (doors) => {
    const prepared = await prepare(requestOf(lane), doors);
    await savePlan(PLAN, prepared, doors);
    return dryRun(prepared, doors);
  });
  return remediating(lane, { plan: PLAN });
};

/** The snapshot is that of a remediation which nothing disturbs. */
const arrangeRestore = async (lane: ChangeLane): Promise<Change> => {
  lane.reset();
  const { result } = await lane.run(remediating(lane));
  const request = { org: lane.username, snapshot: result?.snapshot?.directory ?? '', apps: null, force: false };
  return async (doors, below) => apply(await prepareRestore(request, doors), below, doors);
};

/** An audit has a matrix of its own: of the ones before and afterwards a few requests are enough. */
const OF_THE_AUDITS = /^(describe|listMetadata|query) |^retrieve [12]$|^checkRetrieveStatus [125]$/;

const AROUND_TWO_DEPLOYS =
  /^(describe|listMetadata|query) |^retrieve [567]$|^checkRetrieveStatus [4567]$|^checkDeployStatus [34]$|^toolingQuery 4$/;

/** Lists of about the same length, so that they can be tried beside each other. */
export const REMEDIATING: readonly Scenario[] = [
  {
    name: 'remediate',
    arrange: arrangeRemediation,
    requests: REMEDIATE,
    besides: OF_THE_AUDITS,
  },
];

export const BY_PLAN: readonly Scenario[] = [
  {
    name: 'remediate with a saved plan',
    arrange: arrangePlan,
    requests: REMEDIATE_WITH_PLAN,
    besides: OF_THE_AUDITS,
    settled: 'already-done',
  },
];

export const IN_STEPS_AND_BACK: readonly Scenario[] = [
  {
    name: 'remediate in two packages',
    arrange: arrangeApart,
    requests: REMEDIATE_IN_TWO_DEPLOYS,
    besides: AROUND_TWO_DEPLOYS,
    isInSteps: true,
  },
  {
    name: 'remediate where one app is refused at last',
    arrange: arrangeRemediation,
    requests: REMEDIATE_IN_TWO_DEPLOYS,
    besides: AROUND_TWO_DEPLOYS,
    hinder: (lane) => lane.refuseTheFirst(),
    exitCode: 68,
    isInSteps: true,
  },
  {
    name: 'restore',
    arrange: arrangeRestore,
    requests: RESTORE,
    settled: 'nothing-to-restore',
  },
];
