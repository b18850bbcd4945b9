import { isNotDone, isRunning, isUnconfirmed } from '../../../remediation/model/meaning.js';
import type { Outcome, RemediationResult, SkipReason } from '../../../remediation/model/result.js';
import type { Page } from '../page/page.js';

type Words = Pick<Page, 'texts'>;

/** What happened in this run. Everything that can lead to its exit code is listed in the help. */
export const exitWords = (result: RemediationResult, page: Words): string => {
  const { summary, mode, plan } = result;
  const isDone = plan.skipped.some(({ reason }) => DONE_BEFORE.includes(reason));
  if (mode === 'nothing-to-do' && summary.exitCode === 0 && isDone)
    return page.texts.say('remediation', 'exit.already-done');
  if (mode === 'dry-run' && summary.exitCode === 0 && summary.planned === 0)
    return page.texts.say('remediation', 'exit.nothing-to-do.0');
  if (summary.exitCode === INTERRUPTED) return page.texts.say('remediation', 'exit.interrupted');
  if (summary.exitCode === STILL_RUNNING) return stillRunning(result, page);
  if (summary.exitCode === NOT_CONFIRMED && !isEarlierDeploy(result)) return notConfirmed(result, page);
  const key = `exit.${mode}.${summary.exitCode}`;
  // After a change, a sentence that says too much is better than none.
  if (INCOMPLETE.includes(key)) return [page.texts.say('remediation', key), ...whyIncomplete(result, page)].join(' ');
  return page.texts.has('remediation', key)
    ? page.texts.say('remediation', key)
    : page.texts.say('exitCodes', `remediate.${summary.exitCode}`);
};

const INCOMPLETE = ['exit.dry-run.1', 'exit.nothing-to-do.1', 'exit.applied.68'];

/** Without any other cause, the run skipped an app by a decision, although it was to be changed. */
const whyIncomplete = ({ plan, outcomes, notices }: RemediationResult, { texts }: Words): string[] => {
  const causes = [
    ['exit.undone.skipped', plan.skipped.filter(({ reason }) => isNotDone(reason)).length],
    ['exit.undone.steps', plan.notRead.length],
    ['exit.undone.changes', outcomes.filter(({ result }) => UNDONE.includes(result)).length],
    ['exit.undone.users', notices.filter(({ code }) => code === 'user-by-hand').length],
  ] as const;
  const said = causes.flatMap(([key, count]) => (count === 0 ? [] : [texts.count('remediation', key, count)]));
  return said.length === 0 ? [texts.say('remediation', 'exit.undone.named')] : said;
};

const UNDONE: readonly Outcome['result'][] = ['failed', 'not-attempted'];

/** A dry run changes nothing, so it counts what isn't in the plan. */
export const leftFailingWords = ({ mode, summary }: RemediationResult, { texts }: Words): string[] => {
  const key = mode === 'dry-run' ? 'exit.left-out' : 'exit.left-failing';
  return summary.leftFailing === 0 ? [] : [texts.count('remediation', key, summary.leftFailing)];
};

/** The exit codes whose sentence has numbers, or is the same for every mode. */
const [NOT_CONFIRMED, STILL_RUNNING, INTERRUPTED] = [32, 69, 130];

/** Nothing was sent in this run, and a deploy of an earlier one may still take effect. */
const isEarlierDeploy = ({ mode, notices }: RemediationResult): boolean =>
  mode === 'nothing-to-do' && !notices.some(({ code }) => code === 'broke-off');

const stillRunning = ({ outcomes }: RemediationResult, { texts }: Words): string =>
  texts.count('remediation', 'exit.still-running', outcomes.filter(isRunning).length);

/** What was sent and isn't as planned, and whether a notice puts the rest in doubt. */
const notConfirmed = ({ outcomes }: RemediationResult, page: Words): string => {
  const open = outcomes.filter(isUnconfirmed);
  const of = (is: (outcome: Outcome) => boolean, key: string): string[] => {
    const count = open.filter(is).length;
    return count === 0 ? [] : [page.texts.count('remediation', key, count)];
  };
  const said = [
    ...of(({ result }) => result === 'reverted', 'exit.reverted'),
    ...of(({ result }) => result === 'altered', 'exit.altered'),
    ...of(({ result }) => result === 'failed', 'exit.unconfirmed'),
  ];
  return said.length === 0 ? page.texts.say('remediation', 'exit.doubted') : said.join(' ');
};

const DONE_BEFORE: readonly SkipReason[] = ['already-done', 'nothing-to-restore'];
