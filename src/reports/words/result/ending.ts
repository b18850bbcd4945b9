import { isAtLeast } from '../../../posture/factors/atLeast.js';
import type { AuditReport, Finding } from '../../../posture/model.js';
import { GATE_CODES, gateReasons, type GateReasons } from '../../../posture/report/gate.js';
import type { Texts } from '../../render.js';
import { clean } from '../safe/clean.js';
import { countApps, failedSteps } from './order.js';

/**
 * Why this run ended with its exit code: what happened in it, with its numbers. Everything that can lead to a code is
 * listed in the help.
 */
export const howItEnded = (report: AuditReport, texts: Texts): string => {
  const { gate, targets } = report;
  const { exitCode, failOn, allowIncomplete, baseline } = gate;
  if (exitCode === INTERRUPTED) return texts.say('exitCodes', 'any.130');
  if (exitCode === GATE_CODES.couldNotRun) return texts.say('report', 'exit.none-audited');
  const reasons = gateReasons(targets, { failOn, allowIncomplete, baselineUsed: baseline !== undefined });
  return (
    exitCode === GATE_CODES.findings
      ? [texts.count('report', baseline === undefined ? 'exit.counted' : 'exit.counted-new', reasons.counted.length)]
      : [...aboutFailures(report, reasons, texts), ...aboutTheRest(report, reasons, texts)]
  ).join(' ');
};

const INTERRUPTED = 130;

/** What counts in this run, by its flags. */
export const whatCounts = ({ gate }: AuditReport, texts: Texts): string[] => [
  texts.say('report', `exit.fail-on-${gate.failOn}`),
  ...(gate.baseline === undefined ? [] : [texts.say('report', baselineKey(gate.failOn), clean(gate.baseline))]),
  ...(gate.allowIncomplete ? [texts.say('report', 'exit.allow-incomplete')] : []),
];

/** Where no failure counts, "only new failures count" would contradict it. */
const baselineKey = (failOn: AuditReport['gate']['failOn']): string =>
  failOn === 'never' ? 'exit.baseline-never' : 'exit.baseline';

const ifAnyApp = (findings: readonly Finding[], key: string, texts: Texts): string[] =>
  findings.length === 0 ? [] : [texts.count('report', key, countApps(findings))];

const ifAny = (all: readonly unknown[], key: string, texts: Texts): string[] =>
  all.length === 0 ? [] : [texts.count('report', key, all.length)];

/** Why none of the failures counts. */
const aboutFailures = (report: AuditReport, { inBaseline, below }: GateReasons, texts: Texts): string[] => {
  const { gate, summary } = report;
  if (inBaseline.length + below.length === 0)
    return [texts.say('report', summary.waived > 0 ? 'exit.all-waived' : 'exit.no-failure')];
  const uncertain = ofUncertainRisk(report, inBaseline);
  const ending = uncertain.length === 0 ? '' : '-uncertain';
  return [
    // A waived failure can be new.
    ...(below.length === 0 && summary.waived === 0
      ? [texts.say('report', `exit.all-in-baseline${ending}`)]
      : ifAny(inBaseline, `exit.in-baseline${ending}`, texts)),
    ...ifAny(uncertain, 'exit.risk-uncertain', texts),
    ...ifAny(below, gate.failOn === 'never' ? 'exit.not-counted' : 'exit.below', texts),
  ];
};

/** Where the risk may be higher than its level, nothing shows that it hasn't risen. */
const ofUncertainRisk = ({ targets }: AuditReport, findings: readonly Finding[]): Finding[] => {
  const meant = new Set(findings);
  return targets.flatMap((target) => target.findings.filter((one) => meant.has(one) && isAtLeast(one, target)));
};

/** What wasn't evaluated or read, and whether it counts. Exit code 0 also covers steps that no result depends on. */
const aboutTheRest = ({ targets }: AuditReport, reasons: GateReasons, texts: Texts): string[] => {
  const failed = targets.filter(({ error }) => error === undefined).flatMap(failedSteps);
  const { open, accepted, hiding, unknown, unconfirmed } = reasons;
  const unaudited = targets.filter(({ error }) => error !== undefined);
  const [checked, allowed] = [true, false].map((wanted) =>
    accepted.filter(({ manualCheck }: Finding) => (manualCheck !== undefined) === wanted),
  );
  const said = [
    ...ifAny(unaudited, 'exit.unaudited', texts),
    ...ifAnyApp(open, 'exit.open', texts),
    ...ifAny(hiding, 'exit.hiding', texts),
    ...ifAnyApp(unknown, 'exit.unknown', texts),
    ...ifAnyApp(unconfirmed, 'exit.unconfirmed', texts),
    ...ifAnyApp(checked ?? [], 'exit.checked', texts),
    ...ifAnyApp(allowed ?? [], 'exit.allowed', texts),
  ];
  const harmless = failed.length > 0 && [...hiding, ...open, ...unknown, ...unconfirmed].length === 0;
  if (harmless) return [...said, texts.count('report', 'exit.harmless', failed.length)];
  return said.length === 0 ? [texts.say('report', 'exit.complete')] : said;
};
