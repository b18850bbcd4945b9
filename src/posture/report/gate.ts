import type { FailOn, Finding, Severity, Target } from '../model.js';
import { canBeSettled, failedHiding, failedHidingAnything, isReadByStep, isSettledByHand } from '../steps.js';

export type GateRules = { failOn: FailOn; allowIncomplete: boolean; baselineUsed: boolean };

/** The exit codes that findings decide. exitCodes.ts adds who gives them and what they mean. */
export const GATE_CODES = { clean: 0, couldNotRun: 1, findings: 30, incomplete: 31 } as const;
export type GateCode = (typeof GATE_CODES)[keyof typeof GATE_CODES];

const COUNTING: Readonly<Record<FailOn, readonly Severity[]>> = {
  critical: ['critical'],
  high: ['critical', 'high'],
  never: [],
};

/** A run that reached no target has nothing to say; one that missed some says what it found, or that it is incomplete. */
export const gate = (targets: readonly Target[], rules: GateRules): GateCode => {
  if (targets.every(({ error }) => error !== undefined)) return GATE_CODES.couldNotRun;
  if (targets.some(({ findings }) => findings.some((finding) => counts(finding, rules)))) return GATE_CODES.findings;
  return targets.some((target) => isIncomplete(target, rules)) ? GATE_CODES.incomplete : GATE_CODES.clean;
};

const counts = ({ status, severity, change }: Finding, { failOn, baselineUsed }: GateRules): boolean =>
  status === 'fail' && COUNTING[failOn].includes(severity) && !(baselineUsed && change === 'unchanged');

/** A baseline excuses only old failures: what could not be read stays unknown, however long that has been so. */
const isIncomplete = (target: Target, rules: GateRules): boolean => {
  const { error, coverage, findings } = target;
  return (
    error !== undefined ||
    failedHiding(coverage, 'apps', 'settings').length > 0 ||
    findings.some((finding) => isOpen(finding, target, rules)) ||
    (failedHidingAnything(coverage).length > 0 && findings.some(leftUnknown))
  );
};

const isOpen = (finding: Finding, target: Target, { allowIncomplete }: GateRules): boolean =>
  finding.status === 'not-evaluated' &&
  !(allowIncomplete ? canBeSettled(finding, target) : isSettledByHand(finding, target));

/** What a failed step may have kept back. */
const leftUnknown = ({ risk, usage }: Finding): boolean =>
  usage?.status === 'unknown' ||
  (risk?.factors ?? []).some(({ factor, state }) => state === 'unknown' && isReadByStep(factor));
