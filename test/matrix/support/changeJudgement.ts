import type { NoticeCode } from '../../../src/posture/notices.js';
import { appKey } from '../../../src/posture/names.js';
import { componentKey } from '../../../src/values.js';
import type { OutcomeProblem, RemediationResult } from '../../../src/remediation/model/result.js';
import { COMPONENTS, type ChangeRun } from './changeLane.js';
import type { ChangeRequestRow } from './changeRequests.js';
import type { Scenario } from './changeScenarios.js';

/** What the components are before a change, and after one that nothing disturbed. */
export type Ends = { before: readonly string[]; changed: readonly string[] };

type State = 'unchanged' | 'changed' | 'something else';

const statesOf = (texts: readonly string[], { before, changed }: Ends): State[] =>
  texts.map((text, at) => (text === before[at] ? 'unchanged' : text === changed[at] ? 'changed' : 'something else'));

const codeOf = ({ refused, result }: ChangeRun): number | undefined => refused?.exitCode ?? result?.summary.exitCode;

/** What must never be true of a run, whatever happened to it. */
export const wrongWith = (run: ChangeRun, ends: Ends): string[] => {
  const { refused, result, kept } = run;
  const found = statesOf(run.texts, ends);
  const count = found.filter((state) => state === 'changed').length;
  const code = codeOf(run);
  const hasSent = count > 0 || (result?.outcomes ?? []).length > 0;
  const lies: Record<string, boolean> = {
    [`half a change: ${found.join(', ')}`]: found.includes('something else'),
    [`refused as ${refused?.code}, and something was changed`]: refused !== undefined && count > 0,
    [`refused with exit code ${code}`]: refused !== undefined && code !== 1 && code !== 130,
    'exit code 0, and not all is done': code === 0 && count < COMPONENTS.length,
    [`exit code ${code}, and something was changed`]: (code === 1 || code === 130) && count > 0,
    'changed without a snapshot': hasSent && !toBeKept(run, found).every((key) => kept.includes(key)),
    'verified without having been read': isVerified(run) && !isReadBack(run),
    'an audit afterwards that saw less, and says nothing': result !== undefined && isUntold(result),
  };
  return [...Object.keys(lies).filter((lie) => lies[lie]), ...wrongClaims(run, found)];
};

/** What was changed or may have been. */
const toBeKept = ({ result }: ChangeRun, found: readonly State[]): string[] => [
  ...COMPONENTS.filter((_, at) => found[at] === 'changed'),
  ...(result?.outcomes ?? []).map(({ component }) => componentKey(component)),
];

/** A change that the audit afterwards does not confirm, and no notice of it. A restore has no such audit. */
const isUntold = ({ mode, target, plan, outcomes, after, notices }: RemediationResult): boolean =>
  mode !== 'nothing-to-do' &&
  plan.changes.some(({ edits }) => edits.some(({ after: value }) => value === 'false')) &&
  target.kind === 'org' &&
  outcomes
    .filter(({ result }) => result === 'verified')
    .some(({ app }) => !after?.findings.some((one) => appKey(one.app) === appKey(app) && one.status === 'pass')) &&
  !notices.some(({ code }) => TELLING.has(code));

const TELLING: ReadonlySet<NoticeCode> = new Set(['not-audited-again', 'not-evaluated-again', 'still-fails']);

const isVerified = ({ result }: ChangeRun): boolean =>
  (result?.outcomes ?? []).some(({ result: outcome }) => outcome === 'verified');

/** Whether the org handed components over after the last deploy that changes something. */
const isReadBack = ({ journal }: ChangeRun): boolean =>
  journal
    .slice(journal.findLastIndex(({ detail }) => detail === 'for good'))
    .some(({ operation, fault }) => operation === 'checkRetrieveStatus' && (fault ?? 'slow') === 'slow');

const CLAIM_NOTHING: ReadonlySet<OutcomeProblem['code'] | undefined> = new Set(['still-running', 'not-read-back']);

const wrongClaims = ({ result }: ChangeRun, found: readonly State[]): string[] =>
  (result?.outcomes ?? []).flatMap(({ component, result: outcome, problem }) => {
    const claimed = outcome === 'verified' ? 'changed' : CLAIM_NOTHING.has(problem?.code) ? undefined : 'unchanged';
    const state = found[COMPONENTS.indexOf(componentKey(component))];
    return claimed === undefined || state === claimed ? [] : [`${component.fullName} is said to be ${claimed}`];
  });

/** As long as nothing was sent, an interrupted run changed nothing and says so. Afterwards it finds out what it did. */
export const wrongWhenInterrupted = (
  { refused, result }: ChangeRun,
  request: ChangeRequestRow,
  { requests, isInSteps = false }: Scenario,
): string[] => {
  const isSent = requests.indexOf(request) >= requests.findIndex(({ isWrite }) => isWrite);
  if (isSent) return isSureOfItself(result, isInSteps) ? [] : ['does not know what it did'];
  return refused?.code === 'interrupted' && refused.exitCode === 130 ? [] : ['did not end as interrupted, 130'];
};

const isSureOfItself = (result: RemediationResult | undefined, isInSteps: boolean): boolean => {
  const { verified = 0, exitCode } = result?.summary ?? {};
  const partly = verified > 0 ? 68 : 130;
  return exitCode === (verified < COMPONENTS.length && isInSteps ? partly : 0) && (isInSteps || verified > 0);
};

/** The same once more, with nothing in its way. `meanwhile`: the components when it began. */
export const wrongAgain = (
  again: ChangeRun,
  meanwhile: readonly string[],
  ends: Ends,
  { settled }: Scenario,
): string[] => {
  const { refused, result } = again;
  const code = codeOf(again);
  const found = statesOf(again.texts, ends);
  if (code !== 0 || found.some((state) => state !== 'changed'))
    return [`running again ends with ${code}: ${refused?.code ?? found.join(', ')}`];
  if (statesOf(meanwhile, ends).some((state) => state !== 'changed')) return [];
  const said = (result?.plan.skipped ?? []).map(({ reason }) => reason);
  const isSettled = said.length === (settled ? COMPONENTS.length : 0) && said.every((reason) => reason === settled);
  return isSettled && result?.mode === 'nothing-to-do'
    ? []
    : [`running again where all is done: ${result?.mode}, ${said.join(', ')}`];
};
