import { controls } from '../../posture/controls/all.js';
import { keptBackByUse } from '../../posture/factors/keptBack.js';
import type { AuditReport, Finding, Target } from '../../posture/model.js';
import { appName, isCalled, targetName } from '../../posture/names.js';
import { canBeSettled, failedHiding } from '../../posture/steps.js';
import { scopeFlags, targetFlags } from '../words/commandLine.js';
import { facetLink, type FacetName } from './facets.js';
import { html, when, type Html } from './markup.js';
import { toCopy } from './toCopy.js';
import type { Row, Sheet } from './sheet.js';

/** What to do first: three steps that end the most risk, each with what it brings and who has to do it. */

type Step = {
  key: 'read' | 'secret' | 'turn-off' | 'move' | 'publisher' | 'by-hand' | 'look';
  effort: 'automatic' | 'hand' | 'publisher';
  rows: readonly Row[];
  weight: number;
  link?: Partial<Record<FacetName, readonly string[]>>;
  commands?: readonly string[];
};

const MOST = 3;
/** Before anything else: whoever does not know which apps there are cannot tell what is worst. */
const FIRST = Number.POSITIVE_INFINITY;
/** What is not known comes behind what is known to fail. */
const WEIGHT_OF_A_GAP = 0.1;
/** What one command does is worth doing before what takes weeks. */
const AUTOMATIC = 2;

const isFailing = ({ finding }: Row): boolean => finding.status === 'fail';

/** In files nothing is in use; where the audit did not look at log-ins, the remediation does so first. */
const isInUse = ({ finding, target }: Row): boolean =>
  target.kind === 'org' && finding.usage !== undefined && keptBackByUse(finding) !== undefined;

const isHeldByWaiver = ({ finding, target }: Row, { notices, scope }: AuditReport): boolean =>
  !(scope.apps ?? []).some((name) => isCalled(finding.app, name)) &&
  notices.some(
    ({ code, target: where, app }) =>
      code === 'waiver-expired' && where === targetName(target) && app === appName(finding.app),
  );

const holdsSecret = ({ finding }: Row): boolean =>
  finding.risk?.factors.some(({ factor, state }) => factor === 'secret-in-source' && state === 'present') ?? false;

const weightOf = (finding: Finding): number => finding.cvss.estimate ?? finding.cvss.low;
const weigh = (rows: readonly Row[]): number => rows.reduce((sum, { finding }) => sum + weightOf(finding), 0);

const dryRuns = (rows: readonly Row[], report: AuditReport): string[] => {
  const targets = [...new Set(rows.map(({ target }) => target))];
  const scope = scopeFlags(
    report,
    controls.map(({ id }) => id),
  );
  return targets.map((target) =>
    ['sf', 'oauth-posture', 'remediate', ...targetFlags(target), ...scope, '--dry-run'].join(' '),
  );
};

const isUnread = (target: Target): boolean =>
  target.error !== undefined || failedHiding(target.coverage, 'apps').length > 0;

const stepsOf = ({ report, rows }: Sheet): Step[] => {
  const failing = rows.filter(isFailing);
  const automatic = failing.filter(({ finding }) => finding.remediation.automatic);
  const free = automatic.filter((row) => !isInUse(row) && !isHeldByWaiver(row, report));
  const managed = failing.filter(({ finding }) => finding.remediation.why === 'managed');
  const secrets = failing.filter(holdsSecret);
  const unread = report.targets.filter(isUnread);
  const gaps = rows.filter(({ finding }) => finding.status === 'not-evaluated' && !finding.manualCheck);
  const look = gaps.filter(({ finding, target }) => canBeSettled(finding, target));
  const failed = (key: Step['key'], effort: Step['effort'], of: readonly Row[], more: Partial<Step> = {}): Step => ({
    key,
    effort,
    rows: of,
    weight: weigh(of),
    link: { status: ['fail'] },
    ...more,
  });
  return [
    {
      key: 'read',
      effort: 'hand',
      rows: gaps.filter(({ target }) => isUnread(target)),
      weight: unread.length > 0 ? FIRST : 0,
    },
    failed('secret', 'hand', secrets, { weight: weigh(secrets) * 2 }),
    failed('turn-off', 'automatic', free, { weight: weigh(free) * AUTOMATIC, commands: dryRuns(free, report) }),
    failed(
      'move',
      'hand',
      automatic.filter((row) => !free.includes(row)),
    ),
    failed('publisher', 'publisher', managed),
    failed(
      'by-hand',
      'hand',
      failing.filter((row) => !automatic.includes(row) && !managed.includes(row)),
    ),
    {
      key: 'look',
      effort: 'hand',
      rows: look,
      weight: look.length * WEIGHT_OF_A_GAP,
      link: { status: ['not-evaluated'] },
    },
  ];
};

const effectOf = ({ key, rows }: Step, { report, say, count }: Sheet): string => {
  if (key === 'read') {
    const { targets } = report;
    return count('priority.read.effect', targets.filter(isUnread).length, targets.length);
  }
  if (key === 'look') return count('priority.look.effect', rows.length, report.summary.notEvaluated);
  const higher = rows.filter(({ finding }) => finding.risk?.level === 'higher').length;
  const ends = say(key === 'secret' ? 'priority.secret.effect' : 'priority.effect', rows.length, report.summary.fail);
  return higher === 0 ? ends : say('priority.higher', ends, higher);
};

const item = (step: Step, sheet: Sheet): Html => {
  const { say, count } = sheet;
  const { key, effort, rows, link, commands = [] } = step;
  const number = key === 'read' ? sheet.report.targets.filter(isUnread).length : rows.length;
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
