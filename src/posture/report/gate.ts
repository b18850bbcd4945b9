import { externalClientAppControl } from '../controls/externalClientApp.js';
import type { FailOn, Finding, Severity, Step, StepName, Target } from '../model.js';
import {
  canBeSettled,
  failedHiding,
  failedHidingAnything,
  isReadByStep,
  isSettledByHand,
  passesUnconfirmed,
} from '../steps.js';

export type GateRules = { failOn: FailOn; allowIncomplete: boolean; baselineUsed: boolean };

/** The exit codes that findings decide. exitCodes.ts adds the commands that use them and their meaning. */
export const GATE_CODES = { clean: 0, couldNotRun: 1, findings: 30, incomplete: 31 } as const;
export type GateCode = (typeof GATE_CODES)[keyof typeof GATE_CODES];

const COUNTING: Readonly<Record<FailOn, readonly Severity[]>> = {
  critical: ['critical'],
  high: ['critical', 'high'],
  never: [],
};

/**
 * If no target could be audited, the run couldn't run. If some couldn't, it reports what it found, or that it's
 * incomplete.
 */
export const gate = (targets: readonly Target[], rules: GateRules): GateCode => {
  if (targets.every(({ error }) => error !== undefined)) return GATE_CODES.couldNotRun;
  if (targets.some(({ findings }) => findings.some((finding) => counts(finding, rules)))) return GATE_CODES.findings;
  return targets.some((target) => isIncomplete(target, rules)) ? GATE_CODES.incomplete : GATE_CODES.clean;
};

/** What decides the exit code, so that a report can say which part did. */
export type GateReasons = {
  /** Failures that count. */
  counted: Finding[];
  /** Failures that would count without a baseline. */
  inBaseline: Finding[];
  /** Failures of a severity that doesn't count. */
  below: Finding[];
  /** Apps that weren't evaluated, and whether that counts. */
  open: Finding[];
  accepted: Finding[];
  /** Failed steps that may hide apps or their settings. */
  hiding: Step[];
  /** Findings about which a failed step left something unknown. */
  unknown: Finding[];
  /** Apps that pass by one source alone, because the step that reads the other one failed. They don't count. */
  unconfirmed: Finding[];
};

export const gateReasons = (targets: readonly Target[], rules: GateRules): GateReasons => {
  const audited = targets.filter(({ error }) => error === undefined);
  const failing = audited.flatMap(({ findings }) => findings.filter(({ status }) => status === 'fail'));
  const reaching = failing.filter((finding) => reachesLevel(finding, rules));
  const counted = reaching.filter((finding) => counts(finding, rules));
  const open = audited.flatMap((target) => target.findings.filter((finding) => isOpen(finding, target, rules)));
  return {
    counted,
    inBaseline: reaching.filter((finding) => !counted.includes(finding)),
    below: failing.filter((finding) => !reaching.includes(finding)),
    open,
    accepted: audited
      .flatMap(({ findings }) => findings)
      .filter((finding) => finding.status === 'not-evaluated' && !open.includes(finding)),
    hiding: audited.flatMap(stepsHidingApps),
    unknown: audited.flatMap(findingsLeftUnknown),
    unconfirmed: audited.flatMap(passingByOneSource),
  };
};

const reachesLevel = ({ severity }: Finding, { failOn }: GateRules): boolean => COUNTING[failOn].includes(severity);

const counts = (finding: Finding, rules: GateRules): boolean =>
  finding.status === 'fail' && reachesLevel(finding, rules) && !(rules.baselineUsed && finding.change === 'unchanged');

/** A baseline excuses only old failures. What couldn't be read stays unknown, even if it was unknown before. */
const isIncomplete = (target: Target, rules: GateRules): boolean =>
  target.error !== undefined ||
  stepsHidingApps(target).length > 0 ||
  target.findings.some((finding) => isOpen(finding, target, rules)) ||
  findingsLeftUnknown(target).length > 0;

const stepsHidingApps = ({ coverage }: Target): Step[] => failedHiding(coverage, 'apps', 'settings');

const findingsLeftUnknown = ({ coverage, findings }: Target): Finding[] =>
  failedHidingAnything(coverage).length > 0 ? findings.filter(leftUnknown) : [];

const CROSS_CHECK: StepName = 'query-oauth-policies';

const passingByOneSource = ({ coverage, findings }: Target): Finding[] => {
  const isFailed = coverage.some(({ step, status }) => step === CROSS_CHECK && status === 'failed');
  return findings.filter(
    (finding) =>
      finding.status === 'pass' &&
      finding.control === externalClientAppControl.id &&
      (isFailed || passesUnconfirmed(finding, coverage)),
  );
};

const isOpen = (finding: Finding, target: Target, { allowIncomplete }: GateRules): boolean =>
  finding.status === 'not-evaluated' &&
  !(allowIncomplete ? canBeSettled(finding, target) : isSettledByHand(finding, target));

/** Whether a failed step left something about the finding unknown. */
const leftUnknown = ({ risk, usage }: Finding): boolean =>
  usage?.status === 'unknown' ||
  (risk?.factors ?? []).some(({ factor, state }) => state === 'unknown' && isReadByStep(factor));
