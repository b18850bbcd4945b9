import type { RemediationResult, Skip } from '../../remediation/model/result.js';

/** Whether and how the plan was approved. */
export const APPROVALS = ['asked', 'declined', 'no-prompt', 'not-needed'] as const;
export type Approval = { how: (typeof APPROVALS)[number]; savedPlan?: string };

/** What an approver and an auditor keep of a change: the plan, its approval, the result, and how to undo it. */
export type ChangeRecord = {
  command: 'remediate' | 'restore';
  /** The command with its flags, ready to paste. Absent if it isn't known. */
  commandLine?: string;
  result: RemediationResult;
  approval: Approval;
  /** The plan in words, as it was shown before the change. */
  planText: string;
  /** Apps that this plan shows as skipped. Others were skipped later. */
  skippedByPlan: readonly Skip[];
};

export const commandOf = ({ command, commandLine }: ChangeRecord): string =>
  commandLine ?? `sf oauth-posture ${command}`;

const UNDONE: readonly RemediationResult['mode'][] = ['dry-run', 'nothing-to-do'];

export const approvalOf = (
  { mode }: Pick<RemediationResult, 'mode'>,
  { noPrompt, savedPlan }: { noPrompt: boolean; savedPlan?: string | undefined },
): Approval => {
  const plan = savedPlan === undefined ? {} : { savedPlan };
  if (UNDONE.includes(mode)) return { how: 'not-needed', ...plan };
  if (mode === 'cancelled') return { how: 'declined', ...plan };
  return { how: noPrompt ? 'no-prompt' : 'asked', ...plan };
};
