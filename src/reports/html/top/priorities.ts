import { controls } from '../../../posture/controls/all.js';
import type { AuditReport, Finding } from '../../../posture/model.js';
import { remediable, scopeFlags, targetFlags } from '../../words/safe/commandLine.js';
import { facetLink } from '../facets.js';
import { html, when, type Html, toCopy } from '../page/markup.js';
import { taskOf, type Task } from '../tasks.js';
import { mayHideApps, type Row, type Sheet } from '../sheet.js';

/** What to do first: the three steps that end the most risk, each with its effect and who has to do it. */

type Step = {
  key: 'read' | 'secret' | 'turn-off' | 'move' | 'publisher' | 'by-hand' | 'look';
  effort: 'automatic' | 'hand' | 'publisher';
  rows: readonly Row[];
  weight: number;
  link?: Parameters<typeof facetLink>[0];
  commands?: readonly string[];
};

const MOST = 3;
/** First, because without the list of apps it's unknown which one is the worst. */
const FIRST = Number.POSITIVE_INFINITY;
/** What is unknown comes after what is known to fail. */
const WEIGHT_OF_A_GAP = 0.1;
/** What takes one command comes before what takes weeks. */
const AUTOMATIC = 2;
/** A secret that everyone with the repository can read may already be in use. */
const LEAKED = 3;

const holdsSecret = ({ finding }: Row): boolean =>
  finding.risk?.factors.some(({ factor, state }) => factor === 'secret-in-source' && state === 'present') ?? false;

const weightOf = (finding: Finding): number => finding.cvss.estimate ?? finding.cvss.low;
const weigh = (rows: readonly Row[]): number => rows.reduce((sum, { finding }) => sum + weightOf(finding), 0);

const dryRuns = (rows: readonly Row[], report: AuditReport): string[] => {
  const targets = [...new Set(rows.map(({ target }) => target))];
  const scope = scopeFlags(
    remediable(report),
    controls.map(({ id }) => id),
  );
  return targets.map((target) =>
    ['sf', 'oauth-posture', 'remediate', ...targetFlags(target), ...scope, '--dry-run'].join(' '),
  );
};

const stepsOf = ({ report, rows, texts }: Sheet): Step[] => {
  const tasks = Map.groupBy(rows, (row) => taskOf(row, report));
  const todo = (key: Task & Step['key'], effort: Step['effort'], more: Partial<Step> = {}): Step => {
    const own = tasks.get(key) ?? [];
    return { key, effort, rows: own, weight: weigh(own), link: { task: [key] }, ...more };
  };
  const free = tasks.get('turn-off') ?? [];
  const look = tasks.get('look') ?? [];
  const secrets = rows.filter((row) => row.finding.status === 'fail' && holdsSecret(row));
  const unread = report.targets.filter(mayHideApps);
  return [
    { key: 'read', effort: 'hand', rows: [], weight: unread.length > 0 ? FIRST : 0 },
    {
      key: 'secret',
      effort: 'hand',
      rows: secrets,
      weight: weigh(secrets) * LEAKED,
      // The words that each of these lines has.
      link: { status: ['fail'], text: [texts.say('factors', 'secret-in-source.short')] },
    },
    todo('turn-off', 'automatic', { weight: weigh(free) * AUTOMATIC, commands: dryRuns(free, report) }),
    todo('move', 'hand'),
    todo('publisher', 'publisher'),
    todo('by-hand', 'hand'),
    todo('look', 'hand', { weight: look.length * WEIGHT_OF_A_GAP }),
  ];
};

const effectOf = ({ key, rows }: Step, { report, say, count }: Sheet): string => {
  if (key === 'read') {
    const { targets } = report;
    return count('priority.read.effect', targets.filter(mayHideApps).length, targets.length);
  }
  if (key === 'look') return count('priority.look.effect', rows.length, report.summary.notEvaluated);
  const higher = rows.filter(({ finding }) => finding.risk?.level === 'higher').length;
  const effect = key === 'secret' ? 'priority.secret.effect' : 'priority.effect';
  const { fail } = report.summary;
  return higher === 0 ? say(effect, rows.length, fail) : say(`${effect}-higher`, rows.length, fail, higher);
};

const item = (step: Step, sheet: Sheet): Html => {
  const { say, count } = sheet;
  const { key, effort, rows, link, commands = [] } = step;
  const number = key === 'read' ? sheet.report.targets.filter(mayHideApps).length : rows.length;
  return html`<li>
    <h3>${count(`priority.${key}`, number)}</h3>
    <p>
      <span class="effort ${effort}">${say(`effort.${effort}`)}</span> ${effectOf(step, sheet)}${when(
        link !== undefined,
        () => html` <a class="screen" href="${facetLink(link ?? {})}">${say('priority.show')}</a>`,
      )}
    </p>
    ${commands.map((command) => toCopy(command))}
  </li>`;
};

export const priorities = (sheet: Sheet): Html | undefined => {
  const steps = stepsOf(sheet)
    .filter(({ weight }) => weight > 0)
    .map((step, at) => ({ step, at }))
    .sort((one, other) =>
      one.step.weight === other.step.weight ? one.at - other.at : other.step.weight > one.step.weight ? 1 : -1,
    )
    .slice(0, MOST)
    .map(({ step }) => step);
  if (steps.length === 0) return undefined;
  return html`<section class="first" aria-labelledby="first">
    <h2 id="first">${sheet.say('priorities')}</h2>
    <ol>
      ${steps.map((step) => item(step, sheet))}
    </ol>
  </section>`;
};
