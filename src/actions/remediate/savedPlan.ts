import type { OrgIdentity } from '../../posture/model.js';
import type { SavedPlan } from '../../remediation/model/saved.js';
import { isOfOrg, isOfTool, planText } from '../../remediation/saved/planFile.js';
import { savedOrg } from '../../remediation/saved/shape.js';
import { defined } from '../../values.js';
import type { Reads, Writes } from '../doors.js';
import { Refusal } from '../refusal.js';
import type { PreparedPlan } from './prepared.js';

/** Makes all checks that are possible before an org is contacted. */
export const openPlan = async (path: string, { readText, tool }: Reads): Promise<SavedPlan> => {
  const text = await readText(path);
  if (!text.ok) throw Refusal.ofFile(path, text.code, '--plan');
  const { readPlan } = await import('../../remediation/saved/planRead.js');
  const read = readPlan(text.value);
  if (!read.ok) {
    const about = read.problem === 'other-schema' ? [read.writtenBy, tool.version] : [];
    throw new Refusal(`plan-${read.problem}`, [path, ...about], { bundle: 'remediation' });
  }
  if (!isOfTool(read.plan, tool))
    throw new Refusal('plan-other-version', [path, read.plan.tool.version, tool.version], { bundle: 'remediation' });
  return read.plan;
};

export const refusePlanOfOtherOrg = (plan: SavedPlan, org: OrgIdentity, path: string): void => {
  if (isOfOrg(plan, org)) return;
  const values = [path, plan.org.username, plan.org.id, org.username, org.id];
  throw new Refusal('plan-other-org', values, { bundle: 'remediation' });
};

/** Saves a plan that is approved and applied later, possibly on another machine. */
export const savePlan = async (
  path: string,
  prepared: PreparedPlan,
  { disk, tool }: Reads & Pick<Writes, 'disk'>,
): Promise<void> => {
  const written = await disk.writeNamed(path, savedPlanText(prepared, tool));
  if (!written.ok) throw new Refusal('cannot-write', [path, written.code]);
};

export const savedPlanText = (
  { door: { identity }, startedAt, plan, scope, harden }: PreparedPlan,
  tool: SavedPlan['tool'],
): string =>
  planText({
    tool,
    createdAt: startedAt,
    org: savedOrg(identity),
    apiVersion: identity.apiVersion,
    scope,
    ...defined({ harden }),
    changes: plan.changes,
    skipped: plan.skipped,
    notRead: plan.notRead,
  });
